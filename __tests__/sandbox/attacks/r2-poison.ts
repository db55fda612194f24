import { DeleteObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, test } from "vitest";
import type { RunSummary } from "../../../modules/contract/events.ts";
import { blobKey } from "../../../modules/recovery/layout.ts";
import { FUNCTIONS, LOST, STANDBY } from "../../../sandbox/demo/regions.ts";
import { Hand } from "./hand.ts";
import { become, makeRole, manifestKey, PREFIX, type Scene, STORE, zonekeepAs } from "./scene.ts";
import { withoutPolicy } from "./without-policy.ts";

const VICTIM = FUNCTIONS.quote;
const ON_TOP = {} as const;
const KEYS = [`covered key for ${STANDBY}`, `covered key for ${LOST}`];
const COVERED = ["code/$LATEST", "document"]
  .map((part) => `covered ${part}`)
  .concat(KEYS, [...["layer", "manifest", "secrets"].map((part) => `covered ${part}`)]);

/** First whoever may write, then an administrator who takes the bucket's policy away. */
export function poison(scene: () => Scene): void {
  describe("R2, one PutObject over what is kept,", () => {
    let hand: Hand;
    /** All that the point is made of. */
    let keys: {
      readonly manifest: string;
      readonly blobs: readonly string[];
      readonly wraps: readonly string[];
    };

    beforeAll(async () => {
      hand = new Hand(scene());
      const { blobs, document, secrets, run } = await hand.manifest(VICTIM);
      const Prefix = `${PREFIX}wraps/lambda/${VICTIM}/${run}/`;
      const { Contents = [] } = await hand.s3.send(new ListObjectsV2Command({ Bucket: STORE, Prefix }));
      keys = {
        manifest: manifestKey(VICTIM, run),
        blobs: [...blobs, document, ...(secrets === undefined ? [] : [secrets])].map(({ sha256 }) =>
          blobKey(PREFIX, sha256),
        ),
        wraps: Contents.map(({ Key = "" }) => Key),
      };
    });

    test("is denied by the bucket's policy, and so is a delete marker", async () => {
      const all = [keys.manifest, ...keys.blobs, ...keys.wraps];
      expect(all).toHaveLength(7);
      const denied = { name: "AccessDenied" };
      for (const Key of all) {
        await expect(hand.put(Key, "poison", ON_TOP)).rejects.toMatchObject(denied);
        const hide = new DeleteObjectCommand({ Bucket: STORE, Key });
        await expect(hand.s3.send(hide)).rejects.toMatchObject(denied);
      }
    });

    test("with that policy gone it lies on top of code, document, secrets, data keys and manifest: verify names each as covered", async () => {
      await withoutPolicy(hand.s3, async () => {
        for (const Key of [keys.manifest, ...keys.blobs, ...keys.wraps])
          await hand.put(Key, "poison", ON_TOP);
      });
      const { code, stdout } = await verify();
      expect({ code, problems: problems(stdout) }).toEqual({ code: 1, problems: COVERED });
    });

    test("restore reads the good versions below, and says which lie on top", async () => {
      const planned = await restore(LOST, "--dry-run");
      expect(planned).toMatchObject({ code: 0, stdout: expect.stringContaining("lambda:CreateFunction") });
      expect(planned.stderr).toContain("covered code/$LATEST: ");
    });

    test("the copy, to which S3 carried the poison, is read the same way", async () => {
      await expect
        .poll(async () => problems((await verify("--from", STANDBY)).stdout), {
          timeout: 60_000,
          interval: 500,
        })
        .toEqual(COVERED);
      expect(await restore(STANDBY, "--dry-run")).toMatchObject({ code: 0 });
    });

    test("the next backup of the function goes on, and warns", async () => {
      const { code, stdout } = await scene().deployment.zonekeep("backup", "orders", "--json");
      const [run] = (JSON.parse(stdout) as { runs: RunSummary[] }).runs;
      expect({ code, status: run?.status, failed: run?.failed }).toEqual({
        code: 0,
        status: "complete",
        failed: [],
      });
      expect(run?.warnings.join("\n")).toContain("npx zonekeep repair puts it on top");
    });

    test("repair, by the one role that may, puts the good versions on top again, data keys among them", async () => {
      const ask = ["repair", VICTIM, "--site", LOST] as const;
      const refused = await zonekeepAs(scene(), scene().mallory, ...ask);
      expect(refused.code).not.toBe(0);
      expect(refused.stdout + refused.stderr).toContain(`zonekeep-${LOST}-repair`);
      const { endpoint } = scene().deployment.sandbox;
      const role = await makeRole(scene().home, `zonekeep-${LOST}-repair`);
      const repaired = await zonekeepAs(scene(), await become(endpoint, role), ...ask);
      expect(repaired).toMatchObject({ code: 0 });
      expect(problems((await verify()).stdout)).toEqual([]);
    });

    const verify = (...args: readonly string[]) =>
      scene().deployment.zonekeep("verify", VICTIM, "--point", scene().run.run, ...args);
    const restore = (to: string, ...args: readonly string[]) =>
      scene().deployment.zonekeep(
        ...["restore", VICTIM, "--site", LOST, "--to", to, "--as", "again", "--point", scene().run.run],
        ...args,
      );
  });
}

/** `covered code/$LATEST`, each once and sorted. */
function problems(text: string): string[] {
  const found = [...text.matchAll(/^ {2}(\w+) (.+?): /gm)].map(
    ([, problem, part = ""]) => `${problem} ${part.replace(/^layer\/.*/, "layer")}`,
  );
  return [...new Set(found)].sort();
}

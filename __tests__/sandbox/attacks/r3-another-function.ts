import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { beforeAll, describe, expect, test } from "vitest";
import { blobKey } from "../../../modules/recovery/layout.ts";
import { ACCOUNT, FUNCTIONS, LOST } from "../../../sandbox/demo/regions.ts";
import { Hand, type ManifestChange } from "./hand.ts";
import { PREFIX, type Scene } from "./scene.ts";

/** The one that is asked for, and the one that the attacker wants changed. */
const [ASKED, MEANT] = [FUNCTIONS.quote, FUNCTIONS.intake];

export function anotherFunction(scene: () => Scene): void {
  describe("R3, a manifest of one function that names the document of another,", () => {
    let hand: Hand;
    beforeAll(() => {
      hand = new Hand(scene());
    });

    /** Of the function that must not change. */
    const revision = async (): Promise<unknown> => {
      const { home } = scene();
      const found = await home.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: MEANT }));
      return [found.RevisionId, found.CodeSha256];
    };

    /** Planted, locked, and taken by somebody who says that unsigned points will do. */
    async function taken(run: string, change: ManifestChange) {
      const before = await revision();
      await hand.plant(ASKED, run, { secrets: undefined, ...change });
      const answer = await scene().deployment.zonekeep(
        ...["restore", ASKED, "--site", LOST, "--point", run, "--replace", "--unsigned", "--unlocked"],
      );
      expect(await revision()).toEqual(before);
      return answer;
    }

    test("plans no change of that other one: restore says whose document it is", async () => {
      const { document, blobs } = await hand.manifest(MEANT);
      const { code, stdout, stderr } = await taken(hand.runAfter(5, "0000001a"), { document, blobs });
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toContain(
        `and its document describes arn:aws:lambda:${LOST}:${ACCOUNT}:function:${MEANT} (${MEANT})`,
      );
    });

    test("nor with the ARN of the other one in the document alone", async () => {
      const { document } = await hand.manifest(ASKED);
      const own = await hand.json<object>(blobKey(PREFIX, document.sha256));
      const arn = `arn:aws:lambda:${LOST}:${ACCOUNT}:function:${MEANT}`;
      const changed = { ...document, ...(await hand.keep({ ...own, arn })) };
      const { code, stderr } = await taken(hand.runAfter(6, "0000001b"), { document: changed });
      expect(code).toBe(1);
      expect(stderr).toContain("and its document describes");
    });

    test.each([
      ["no JSON", Buffer.from("poison"), "it is not JSON", "0000001c"],
      ["null", null, "document", "0000001d"],
    ])("a document that is %s is refused by name, and not by a trace", async (_what, value, why, ending) => {
      const { document } = await hand.manifest(ASKED);
      const changed = { ...document, ...(await hand.keep(value)) };
      const { code, stderr } = await taken(hand.runAfter(7, ending), { document: changed });
      expect(code).toBe(1);
      expect(stderr).toMatch(/^error: /);
      expect(stderr).toContain(why);
      expect(stderr).not.toMatch(/TypeError|\n\s+at /);
    });
  });
}

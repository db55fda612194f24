import { randomBytes } from "node:crypto";
import { CreateKeyCommand, EncryptCommand, KMSClient, SignCommand } from "@aws-sdk/client-kms";
import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { PutObjectRetentionCommand } from "@aws-sdk/client-s3";
import { strToU8, zipSync } from "fflate";
import { beforeAll, describe, expect, test } from "vitest";
import type { RunSummary } from "../../../modules/contract/events.ts";
import { blobKey, runKey, wrapKey } from "../../../modules/recovery/layout.ts";
import type { BlobRef, Manifest, Wrap } from "../../../modules/recovery/manifest.ts";
import { seal } from "../../../modules/recovery/secrets.ts";
import { runStatement } from "../../../modules/recovery/signing/run-statement.ts";
import { ACCOUNT, FUNCTIONS, LOST } from "../../../sandbox/demo/regions.ts";
import { Hand, sha256Of, timeOf } from "./hand.ts";
import { manifestKey, PREFIX, type Scene, STORE } from "./scene.ts";

const VICTIM = FUNCTIONS.quote;
const THEIRS = zipSync({
  "index.mjs": strToU8("export const handler = async () => 'stolen: ' + process.env.API_TOKEN;"),
});

/** Whoever may call PutObject and PutObjectRetention on the store, with the bucket's policy as it is deployed. */
export function forgedPoints(scene: () => Scene): void {
  describe("R1, a point of the attacker's own making,", () => {
    let hand: Hand;
    let theirs: Pick<Manifest, "blobs" | "document">;
    let planted: string;
    const restore = (...args: readonly string[]) =>
      scene().deployment.zonekeep("restore", VICTIM, "--site", LOST, "--as", "stolen", ...args);
    const restoredNothing = async (): Promise<void> => {
      const asked = new GetFunctionConfigurationCommand({ FunctionName: "stolen" });
      await expect(scene().home.lambda.send(asked)).rejects.toThrow("Function not found");
    };

    beforeAll(async () => {
      hand = new Hand(scene());
      planted = hand.runAfter(1, "0000000a");
      const own = await hand.manifest(VICTIM);
      const code = await hand.keep(THEIRS);
      const document = await hand.json<{ versions: object[] }>(blobKey(PREFIX, own.document.sha256));
      const [version] = document.versions;
      const changed = { ...version, codeSha256: code.sha256, codeSize: code.size };
      theirs = {
        document: { ...own.document, ...(await hand.keep({ ...document, versions: [changed] })) },
        blobs: own.blobs.map((blob) => (blob.name.startsWith("code/") ? { ...blob, ...code } : blob)),
      };
    });

    test("own code, an edited document and a manifest, all locked: list calls it unsigned, verify finds it, restore refuses it and names the signed one", async () => {
      await hand.plant(VICTIM, planted, theirs);
      const { run } = scene().run;
      const listed = await scene().deployment.zonekeep("list", VICTIM, "--json");
      // Newest by what they say of themselves: either may come first.
      expect(JSON.parse(listed.stdout).points).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ run: planted, signature: "unsigned" }),
          expect.objectContaining({ run, signature: "signed" }),
        ]),
      );
      const verified = await scene().deployment.zonekeep("verify", VICTIM, "--point", planted);
      expect(verified).toMatchObject({ code: 1, stdout: expect.stringContaining("\n  unsigned manifest: ") });
      const refused = await restore();
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain(
        `${manifestKey(VICTIM, planted)} is unsigned, so nothing was restored: its run left no summary`,
      );
      expect(refused.stderr).toContain(`  help: point ${run} is signed and can be opened: `);
      await restoredNothing();
    });

    test("a key of the secrets that the attacker's own key wrapped opens nothing, even for who takes unsigned points", async () => {
      const run = hand.runAfter(2, "0000000b");
      const kms = new KMSClient(scene().mallory);
      const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
      const dataKey = randomBytes(32);
      const env = { environments: { $LATEST: { NODE_OPTIONS: "--require /tmp/theirs" } } };
      const sealed = seal(env, dataKey, randomBytes(12));
      const secrets: BlobRef = await hand.keep(sealed);
      await hand.plant(VICTIM, run, { ...theirs, secrets: { ...secrets, cipher: "AES-256-GCM" } });
      const point = { prefix: PREFIX, kind: "lambda", id: VICTIM, run };
      const context = {
        account: ACCOUNT,
        site: LOST,
        kind: "lambda",
        id: VICTIM,
        run,
        secrets: secrets.sha256,
      };
      const { CiphertextBlob = new Uint8Array() } = await kms.send(
        new EncryptCommand({ KeyId: KeyMetadata?.Arn, Plaintext: dataKey, EncryptionContext: context }),
      );
      const pinned = `arn:aws:kms:${LOST}:${ACCOUNT}:alias/zonekeep-${LOST}`;
      const wrap = (key: string): Wrap => ({
        ...{ site: LOST, region: LOST, key, context },
        wrapped: Buffer.from(CiphertextBlob).toString("base64"),
      });
      const take = ["--point", run, "--unsigned", "--dry-run"] as const;
      // By its own name, and by that of the site's key.
      await hand.put(wrapKey(point, secrets.sha256, LOST), wrap(KeyMetadata?.Arn ?? ""));
      const own = await restore(...take);
      expect(own.code).toBe(1);
      expect(own.stderr).toContain(
        `cannot be opened: ${LOST}: it names the key ${KeyMetadata?.Arn}, and that of ${LOST} is ${pinned}`,
      );
      await hand.put(wrapKey(point, secrets.sha256, "eu-west-1"), { ...wrap(pinned), site: "eu-west-1" });
      const lying = await restore(...take);
      expect(lying.code).toBe(1);
      expect(lying.stderr).toContain("cannot be opened: ");
      await restoredNothing();
    });

    test("without locks it is refused to who takes unsigned points too, until a second flag says so", async () => {
      const run = hand.runAfter(3, "0000000c");
      await hand.plant(VICTIM, run, { secrets: undefined }, { IfNoneMatch: "*" });
      const refused = await restore("--point", run, "--unsigned", "--dry-run");
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain(
        "was not locked until it expires, so anybody who writes there could have changed it",
      );
      expect(refused.stderr).toContain("; --unlocked takes it all the same");
    });

    test("a run of the year 9999 is of the future, and hides no point that is signed", async () => {
      const late = "99991231T235959Z-0000000d";
      await hand.plant(VICTIM, late, theirs);
      const verified = await scene().deployment.zonekeep("verify", VICTIM, "--point", late);
      expect(verified).toMatchObject({ code: 1, stdout: expect.stringContaining("\n  future manifest: ") });
      const refused = await restore("--unsigned", "--unlocked");
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain(`${late}.json is future, so nothing was restored`);
      expect(refused.stderr).toContain(`point ${scene().run.run} is signed and can be opened: `);
      await restoredNothing();
    });

    test("a summary that the attacker's own KMS key signed in the name of the pinned one is a forgery, whatever the flags", async () => {
      const run = hand.runAfter(4, "0000000e");
      await hand.plant(VICTIM, run, theirs);
      const kms = new KMSClient(scene().mallory);
      const made = await kms.send(
        new CreateKeyCommand({ KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" }),
      );
      const began = timeOf(run);
      const key = manifestKey(VICTIM, run);
      const summary: RunSummary = {
        ...{ run, policy: "orders", site: LOST, status: "complete", startedAt: began, endedAt: began },
        ...{ captured: 1, gone: 0, failed: [], warnings: [] },
        points: [{ key, sha256: sha256Of(await hand.read(key)) }],
      };
      const statement = runStatement({ account: ACCOUNT, site: LOST, policy: "orders", run }, summary);
      const { Signature = new Uint8Array() } = await kms.send(
        new SignCommand({
          KeyId: made.KeyMetadata?.Arn,
          Message: statement,
          MessageType: "RAW",
          SigningAlgorithm: "ECDSA_SHA_256",
        }),
      );
      const signature = { ...scene().run.signature, value: Buffer.from(Signature).toString("base64") };
      await hand.put(runKey(PREFIX, "orders", run), { ...summary, signature });
      const refused = await restore("--point", run, "--unsigned", "--unlocked");
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain(
        "is forged, so nothing was restored: the signature of its run is not that of ",
      );
      await restoredNothing();
    });

    test("of the signed point itself, nothing can be written over and no lock shortened", async () => {
      const Key = manifestKey(VICTIM, scene().run.run);
      await expect(hand.put(Key, { nothing: true }, {})).rejects.toMatchObject({ name: "AccessDenied" });
      await expect(hand.put(Key, { nothing: true })).rejects.toMatchObject({ name: "PreconditionFailed" });
      const Retention = { Mode: "GOVERNANCE", RetainUntilDate: new Date(Date.now() + 60_000) } as const;
      const shorten = { Bucket: STORE, Key, Retention };
      for (const BypassGovernanceRetention of [false, true])
        await expect(
          hand.s3.send(new PutObjectRetentionCommand({ ...shorten, BypassGovernanceRetention })),
        ).rejects.toMatchObject({ name: "AccessDenied" });
    });
  });
}

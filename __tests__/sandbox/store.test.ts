import { CreateAliasCommand, CreateKeyCommand, DisableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectRetentionCommand,
  PutObjectRetentionCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bytesContent } from "../../modules/recovery/bytes.ts";
import { ensure } from "../../modules/recovery/ensure.ts";
import { KmsUnwrapping, KmsWrapping } from "../../modules/store/kms-keys.ts";
import { S3Store } from "../../modules/store/s3-store.ts";
import { FAKE_CREDENTIALS } from "../../sandbox/environment.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { goodVersionConformance } from "../support/good-version-conformance.ts";
import { storeConformance } from "../support/store-conformance.ts";

const ACCOUNT = "123456789012";
const HOME = "us-east-1";
const AWAY = "eu-west-1";
const alias = (region: string): string => `arn:aws:kms:${region}:${ACCOUNT}:alias/zonekeep-${region}`;

let sandbox: Sandbox;
let s3: S3Client;
let kms: Map<string, KMSClient>;
const keyIds = new Map<string, string>();

beforeAll(async () => {
  sandbox = await startSandbox();
  const config = { endpoint: sandbox.endpoint, credentials: FAKE_CREDENTIALS };
  s3 = new S3Client({ ...config, region: HOME });
  kms = new Map([HOME, AWAY].map((region) => [region, new KMSClient({ ...config, region })]));
  for (const [region, client] of kms) {
    const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
    keyIds.set(region, KeyMetadata?.KeyId ?? "");
    const AliasName = `alias/zonekeep-${region}`;
    await client.send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyMetadata?.KeyId }));
  }
});
afterAll(() => sandbox?.stop());

describe("a bucket", () => {
  let made = 0;
  const bucketOf = (store: object): string => (store as S3Store).name.slice("s3://".length);
  const make = async (): Promise<S3Store> => {
    const bucket = `points-${++made}`;
    await s3.send(new CreateBucketCommand({ Bucket: bucket, ObjectLockEnabledForBucket: true }));
    const location = { account: ACCOUNT, bucket, key: alias(HOME) };
    return new S3Store({ client: s3, location, lock: "GOVERNANCE" });
  };

  storeConformance(make, async (store, Key) => {
    await s3.send(new DeleteObjectCommand({ Bucket: bucketOf(store), Key }));
  });

  describe("a compliance lock", () => {
    const [LATER, LATEST] = ["2099-01-01T00:00:00.000Z", "2099-06-01T00:00:00.000Z"];
    const hello = bytesContent(Buffer.from("hello"));
    const inMode = ({ name }: S3Store, lock: "COMPLIANCE" | "GOVERNANCE"): S3Store => {
      const location = { account: ACCOUNT, bucket: name.slice("s3://".length), key: alias(HOME) };
      return new S3Store({ client: s3, location, lock });
    };
    const lockOf = async (store: S3Store, Key: string) => {
      const { Retention } = await s3.send(new GetObjectRetentionCommand({ Bucket: bucketOf(store), Key }));
      return [Retention?.Mode, Retention?.RetainUntilDate?.toISOString()];
    };

    test("is deleted by nobody, shortened by nobody, where no policy of the bucket denies it, and read below a marker", async () => {
      const store = inMode(await make(), "COMPLIANCE");
      await store.create("a", hello, { lockUntil: LATER });
      const at = { Bucket: bucketOf(store), Key: "a", VersionId: (await store.head("a"))?.version };
      const past = { ...at, BypassGovernanceRetention: true };
      const sooner = { RetainUntilDate: new Date("2098-01-01T00:00:00Z") };
      const shorten = (Mode: "COMPLIANCE" | "GOVERNANCE") =>
        s3.send(new PutObjectRetentionCommand({ ...past, Retention: { Mode, ...sooner } }));
      for (const attempt of [
        () => s3.send(new DeleteObjectCommand(past)),
        () => shorten("COMPLIANCE"),
        () => shorten("GOVERNANCE"),
      ])
        await expect(attempt()).rejects.toMatchObject({ name: "AccessDenied" });
      await s3.send(new DeleteObjectCommand({ Bucket: at.Bucket, Key: at.Key }));
      expect(await store.head("a")).toMatchObject({ hidden: true, irrevocable: true, lockedUntil: LATER });
    });

    test("is lengthened in its mode by a policy that asks for governance, and set on bytes written again over a lock that can be lifted", async () => {
      const firm = inMode(await make(), "COMPLIANCE");
      const plain = inMode(firm, "GOVERNANCE");
      await plain.create("a", hello, { lockUntil: LATEST });
      const below = await firm.head("a");
      expect(below).toMatchObject({ liftable: true });
      expect(below).not.toHaveProperty("lockedUntil");
      const at = { Bucket: bucketOf(firm), Key: "a", VersionId: below?.version };
      const Retention = { Mode: "COMPLIANCE", RetainUntilDate: new Date(LATEST) } as const;
      await expect(s3.send(new PutObjectRetentionCommand({ ...at, Retention }))).rejects.toMatchObject({
        name: "AccessDenied",
      });
      expect(await ensure(firm, "a", hello, { lockUntil: LATER })).toBe("present");
      expect(await lockOf(firm, "a")).toEqual(["COMPLIANCE", LATER]);
      expect(await plain.head("a", below?.version)).toMatchObject({ lockedUntil: LATEST });

      await firm.create("b", hello, { lockUntil: LATER });
      await plain.extendLock("b", LATEST);
      expect(await lockOf(firm, "b")).toEqual(["COMPLIANCE", LATEST]);
    });
  });

  describe("the good version", () => {
    goodVersionConformance(make);
  });
});

describe("keys", () => {
  const context = { account: ACCOUNT, run: "r" };
  const home = { site: HOME, region: HOME, key: alias(HOME) };
  const away = { site: AWAY, region: AWAY, key: alias(AWAY) };
  const clientFor = (region: string): KMSClient => {
    const client = kms.get(region);
    if (client === undefined) throw new Error(`no client for ${region}`);
    return client;
  };
  const keys = new KmsWrapping(clientFor);
  const opens = new KmsUnwrapping(clientFor, (site) => alias(site));
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

  test("a data key opens with each site's key, in its own context alone", async () => {
    const plaintext = new Uint8Array(32).fill(5);
    const wrapped = await keys.wrapFor(home, plaintext, context);
    const elsewhere = await keys.wrapFor(away, plaintext, context);
    expect(await opens.unwrap({ ...home, wrapped: text(wrapped), context })).toEqual(plaintext);
    expect(await opens.unwrap({ ...away, wrapped: text(elsewhere), context })).toEqual(plaintext);
    const other = { ...context, run: "s" };
    await expect(opens.unwrap({ ...home, wrapped: text(wrapped), context: other })).rejects.toThrow(
      `kms:Decrypt with ${alias(HOME)}`,
    );
  });

  test("what another key has wrapped is refused, whatever it says that it is", async () => {
    const wrapped = text(await keys.wrapFor(away, new Uint8Array(32), context));
    const other = new KmsUnwrapping(
      () => clientFor(AWAY),
      () => `alias/other`,
    );
    const { KeyMetadata } = await clientFor(AWAY).send(new CreateKeyCommand({}));
    await clientFor(AWAY).send(
      new CreateAliasCommand({ AliasName: "alias/other", TargetKeyId: KeyMetadata?.KeyId }),
    );
    await expect(other.unwrap({ ...away, key: "alias/other", wrapped, context })).rejects.toThrow(
      "kms:Decrypt with alias/other: IncorrectKeyException",
    );
    await expect(opens.unwrap({ ...away, key: alias(HOME), wrapped, context })).rejects.toThrow(
      `it names the key ${alias(HOME)}, and that of ${AWAY} is ${alias(AWAY)}`,
    );
  });

  test("a disabled key is named", async () => {
    await kms.get(AWAY)?.send(new DisableKeyCommand({ KeyId: keyIds.get(AWAY) }));
    await expect(keys.wrapFor(away, new Uint8Array(32), context)).rejects.toThrow(
      `kms:Encrypt with ${alias(AWAY)}`,
    );
  });
});

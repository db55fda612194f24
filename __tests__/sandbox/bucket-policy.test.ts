import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { CreateAliasCommand, CreateKeyCommand } from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  PutBucketPolicyCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bucketPolicy } from "../../modules/aws/iam/bucket-policy.ts";
import { policyDocument } from "../../modules/aws/iam/statement.ts";
import { bucketName, keyAlias, keyAliasArn, type RoleUse, roleName } from "../../modules/aws/names.ts";
import { bytesContent } from "../../modules/recovery/bytes.ts";
import { S3Store } from "../../modules/store/s3-store.ts";
import { type Aws, clients, HOME, required } from "./extension/clients.ts";
import { ACCOUNT, type Server, startExtension } from "./extension/servers.ts";

const ZONE = "us-east-1-bos-1a";
const scope = { partition: "aws", account: ACCOUNT };
const Bucket = bucketName(ACCOUNT, HOME);
const OWN = keyAliasArn(scope, HOME, HOME);
const LATER = "2030-01-01T00:00:00Z";
/** The longest retention of any policy. Locks may reach eight days beyond. */
const DAYS = 5000;
const inDays = (days: number): Date => new Date(Date.now() + days * 86_400_000);
const good = bytesContent(Buffer.from("good"));
const better = bytesContent(Buffer.from("better"));

let server: Server;
let aws: Aws;
let keyArn: string;
const sessions = new Map<string, S3Client>();

/** A client with a session of the role, which may be anything in IAM: only the bucket's policy is in its way. */
async function as(RoleName: string): Promise<S3Client> {
  const found = sessions.get(RoleName);
  if (found !== undefined) return found;
  const trust = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
    Action: "sts:AssumeRole",
  };
  const { Role } = await aws.iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
    }),
  );
  const { Credentials } = await aws.sts.send(
    new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: "test" }),
  );
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = required(Credentials);
  const client = new S3Client({
    endpoint: server.endpoint,
    region: HOME,
    forcePathStyle: true,
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
  });
  sessions.set(RoleName, client);
  return client;
}

const storeOf = async (site: string, use: RoleUse, key = OWN): Promise<S3Store> =>
  new S3Store({
    client: await as(roleName(site, use)),
    location: { account: ACCOUNT, bucket: Bucket, key },
    lock: "GOVERNANCE",
  });

beforeAll(async () => {
  server = await startExtension();
  aws = clients(server.endpoint);
  await aws.s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
  for (const site of [HOME, ZONE]) {
    const { KeyMetadata } = await aws.kms.send(new CreateKeyCommand({}));
    if (site === HOME) keyArn = required(KeyMetadata?.Arn);
    await aws.kms.send(
      new CreateAliasCommand({ AliasName: keyAlias(site), TargetKeyId: KeyMetadata?.KeyId }),
    );
  }
  const longest = { days: DAYS, compliance: false };
  const policy = bucketPolicy({ ...scope, region: HOME, zones: [ZONE], keyArn, longest });
  await aws.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policyDocument(policy) }));
});
afterAll(() => server?.stop());

let made = 0;
const nextKey = (site = HOME): string => `${ACCOUNT}/${site}/blobs/sha256/ab/${++made}`;

describe("whom the bucket's policy has to let write, it lets:", () => {
  test.each([
    [HOME, "capture", OWN],
    [ZONE, "zone", keyAliasArn(scope, HOME, ZONE)],
    [HOME, "repair", OWN],
  ] as const)("%s's role for %s writes, writes again on top and lengthens locks", async (site, use, by) => {
    const store = await storeOf(site, use, by);
    const key = nextKey(site);
    expect(await store.create(key, good, { lockUntil: LATER })).toBe("created");
    await store.rewrite(key, better, { lockUntil: LATER });
    await store.extendLock(key, "2031-01-01T00:00:00Z");
    expect(await store.versions(key)).toHaveLength(2);
  });

  test.each([
    [HOME, "capture", OWN],
    [ZONE, "zone", keyAliasArn(scope, HOME, ZONE)],
    [HOME, "repair", OWN],
  ] as const)("%s's role for %s takes over locks of before, however long and firm", async (site, use, by) => {
    const store = await storeOf(site, use, by);
    const key = nextKey(site);
    const long = inDays(DAYS + 365).toISOString();
    expect(await store.create(key, good, { lockUntil: long, irrevocable: true })).toBe("created");
    await store.rewrite(key, good, { lockUntil: long, irrevocable: true });
    await store.extendLock(key, inDays(DAYS + 366).toISOString());
  });

  test("whoever else may write locks as long as policies ask, and a week of shared bytes longer", async () => {
    const store = await storeOf("somebody", "restore");
    const key = nextKey("eu-west-1");
    expect(await store.create(key, good, { lockUntil: inDays(DAYS).toISOString() })).toBe("created");
    await store.extendLock(key, inDays(DAYS + 7.9).toISOString());
  });

  test("the summariser writes once and lengthens locks; a run's work is written over as often as it is", async () => {
    const store = await storeOf(HOME, "summarise");
    const key = `${ACCOUNT}/${HOME}/runs/orders/20261123T210800Z-1f2e3d4c.json`;
    expect(await store.create(key, good, { lockUntil: LATER })).toBe("created");
    await store.extendLock(key, "2031-01-01T00:00:00Z");
    const work = { Bucket, Key: "work/run/items.json", Body: "[]", ServerSideEncryption: "aws:kms" } as const;
    const s3 = await as(roleName(HOME, "discover"));
    for (const SSEKMSKeyId of [OWN, keyArn, undefined])
      await s3.send(new PutObjectCommand({ ...work, ...(SSEKMSKeyId !== undefined && { SSEKMSKeyId }) }));
    for (const use of ["discover", "capture", "states"] as const)
      await (await as(roleName(HOME, use))).send(new PutObjectCommand({ Bucket, Key: work.Key, Body: "[]" }));
  });

  test("a person who may write stages packages for a restore, under the key of here", async () => {
    const store = await storeOf("somebody", "restore");
    expect(await store.create(nextKey("eu-west-1"), good, { lockUntil: LATER })).toBe("created");
  });
});

describe("an administrator, without root, is denied", () => {
  const denied = { name: "AccessDenied" };
  const key = nextKey();
  let admin: S3Client;
  beforeAll(async () => {
    admin = await as("administrator");
    await (await storeOf(HOME, "capture")).create(key, good, { lockUntil: LATER });
  });
  const put = (input: Partial<PutObjectCommandInput>) =>
    admin.send(new PutObjectCommand({ Bucket, Key: nextKey(), Body: "evil", IfNoneMatch: "*", ...input }));
  const lock = (until: Date) =>
    ({
      ObjectLockMode: "GOVERNANCE",
      ObjectLockRetainUntilDate: until,
      ChecksumAlgorithm: "SHA256",
    }) as const;
  const century = inDays(36_500);
  const foreign = "arn:aws:kms:us-east-1:999999999999:key/11111111-2222-3333-4444-555555555555";

  test.each<[string, () => Promise<unknown>]>([
    ["to put something over what is kept", () => put({ Key: key, IfNoneMatch: undefined })],
    [
      "to upload in parts, which carries no condition",
      () => admin.send(new CreateMultipartUploadCommand({ Bucket, Key: key })),
    ],
    [
      "to write under a key of the caller's own making",
      () => put({ SSECustomerAlgorithm: "AES256", SSECustomerKey: Buffer.alloc(32, 1).toString("base64") }),
    ],
    ["to write under S3's own key", () => put({ ServerSideEncryption: "AES256" })],
    [
      "to write under another account's key",
      () => put({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: foreign }),
    ],
    [
      "to write under another account's key among what is only work, by whatever role",
      async () => {
        const sealed = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: foreign } as const;
        const s3 = await as(roleName(HOME, "discover"));
        return s3.send(new PutObjectCommand({ Bucket, Key: "work/x", Body: "evil", ...sealed }));
      },
    ],
    ["to write among what is only work", () => put({ Key: "work/x", IfNoneMatch: undefined })],
    [
      "to write under another region's key",
      () =>
        put({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: foreign.replace("us-east-1:9", "eu-west-1:9") }),
    ],
    [
      "to write under another key of the account where the region's own points lie",
      () => put({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyAliasArn(scope, HOME, ZONE) }),
    ],
    [
      "to shorten a lock with the bypass",
      () => {
        const Retention = { Mode: "GOVERNANCE", RetainUntilDate: new Date(Date.now() + 60_000) } as const;
        return admin.send(
          new PutObjectRetentionCommand({ Bucket, Key: key, Retention, BypassGovernanceRetention: true }),
        );
      },
    ],
    ["to hide what is kept", () => admin.send(new DeleteObjectCommand({ Bucket, Key: key }))],
    [
      "to hold what is kept for ever",
      () => admin.send(new PutObjectLegalHoldCommand({ Bucket, Key: key, LegalHold: { Status: "ON" } })),
    ],
    ["to lock for a hundred years what comes with it", () => put(lock(century))],
    ["to lock for longer than policies ask", () => put(lock(inDays(DAYS + 8.1)))],
    [
      "to lock among what is only work, by a role that may write there",
      async () => {
        const s3 = await as(roleName(HOME, "discover"));
        return s3.send(new PutObjectCommand({ Bucket, Key: "work/y", Body: "[]", ...lock(century) }));
      },
    ],
    [
      "to lock for a hundred years what is kept",
      () =>
        admin.send(
          new PutObjectRetentionCommand({
            ...{ Bucket, Key: key },
            Retention: { Mode: "GOVERNANCE", RetainUntilDate: century },
          }),
        ),
    ],
    [
      "to lock so that nobody can lift it, where no policy asks for it",
      () => put({ ...lock(inDays(1)), ObjectLockMode: "COMPLIANCE" }),
    ],
    [
      "to hold what comes with it until an event that never is",
      () =>
        put({ ObjectLockEventHold: "ON", ObjectLockEventHoldDurationDays: 1, ChecksumAlgorithm: "SHA256" }),
    ],
    [
      "to give what is kept away",
      () => admin.send(new PutObjectAclCommand({ Bucket, Key: key, ACL: "public-read" })),
    ],
  ])("%s", async (_what, call) => {
    await expect(call()).rejects.toMatchObject(denied);
  });

  test("and may write where nothing is, under the key of the region or its default", async () => {
    await put({});
    await put({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: OWN });
    await put(lock(inDays(DAYS)));
    await expect(put({ Key: key })).rejects.toMatchObject({ name: "PreconditionFailed" });
  });
});

test("the account's root user is not kept out: the break-glass", async () => {
  const key = nextKey();
  for (const Body of ["one", "two"]) await aws.s3.send(new PutObjectCommand({ Bucket, Key: key, Body }));
});

test("a compliance lock is for everybody where a policy of the estate asks for one, no longer than any", () => {
  const places = { ...scope, region: HOME, zones: [ZONE], keyArn };
  const sids = (compliance: boolean) =>
    bucketPolicy({ ...places, longest: { days: DAYS, compliance } }).map(({ Sid }) => Sid);
  expect(sids(false).filter((sid) => !sids(true).includes(sid))).toEqual(["NoComplianceLock"]);
  expect(sids(true)).toContain("LockedNoLonger");
});

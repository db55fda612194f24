import { createServer, type Server as HttpServer } from "node:http";
import { CreateAliasCommand, CreateKeyCommand, DisableKeyCommand } from "@aws-sdk/client-kms";
import {
  DeleteObjectCommand,
  GetBucketReplicationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListObjectVersionsCommand,
  PutBucketReplicationCommand,
  PutObjectCommand,
  PutObjectRetentionCommand,
  type ReplicationRule,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AWAY, type Aws, clients, eventually, fresh, makeBucket, makeRole, required } from "./clients.ts";
import { type Probe, probeBoth } from "./probes.ts";
import { ACCOUNT, type Server, startExtension } from "./servers.ts";

const DAY = 86_400_000;
const inDays = (days: number): Date => new Date(Math.floor(Date.now() / 1000) * 1000 + days * DAY);

interface Pair {
  readonly home: string;
  readonly away: string;
  readonly alias: string;
}

/** Two buckets, a key with an alias where the replicas go, and one rule for `keep/`. */
async function makePair(
  aws: Aws,
  change: (rule: ReplicationRule) => ReplicationRule = (rule) => rule,
): Promise<Pair> {
  const home = await makeBucket(aws.s3, { lock: true });
  const away = await makeBucket(aws.s3Away, { lock: true });
  const alias = fresh("alias/zonekeep");
  const { KeyMetadata } = await aws.kmsAway.send(new CreateKeyCommand({}));
  await aws.kmsAway.send(
    new CreateAliasCommand({ AliasName: alias, TargetKeyId: required(KeyMetadata?.KeyId) }),
  );
  const rule: ReplicationRule = {
    ID: "keep",
    Status: "Enabled",
    Priority: 1,
    Filter: { Prefix: "keep/" },
    DeleteMarkerReplication: { Status: "Disabled" },
    SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: "Enabled" } },
    Destination: {
      Bucket: `arn:aws:s3:::${away}`,
      EncryptionConfiguration: { ReplicaKmsKeyID: `arn:aws:kms:${AWAY}:${ACCOUNT}:${alias}` },
    },
  };
  await aws.s3.send(
    new PutBucketReplicationCommand({
      Bucket: home,
      ReplicationConfiguration: { Role: await makeRole(aws, "s3.amazonaws.com"), Rules: [change(rule)] },
    }),
  );
  return { home, away, alias };
}

/** Puts `keep/k` under a key of the source region. */
async function putUnderKey(aws: Aws, Bucket: string, more: object = {}) {
  const { KeyMetadata } = await aws.kms.send(new CreateKeyCommand({}));
  const { VersionId } = await aws.s3.send(
    new PutObjectCommand({
      Bucket,
      Key: "keep/k",
      Body: "bytes",
      Metadata: { point: "one" },
      ContentType: "text/x-point",
      ServerSideEncryption: "aws:kms",
      SSEKMSKeyId: required(KeyMetadata?.KeyId),
      ...more,
    }),
  );
  return { Key: "keep/k", VersionId: required(VersionId) };
}

const ended = (
  aws: Aws,
  Bucket: string,
  at: { Key: string; VersionId: string },
): Promise<HeadObjectCommandOutput> =>
  eventually(aws, async () => {
    const head = await aws.s3.send(new HeadObjectCommand({ Bucket, ...at }));
    return head.ReplicationStatus === "PENDING" || head.ReplicationStatus === undefined ? undefined : head;
  });

const versions = async ({ s3Away }: Aws, Bucket: string): Promise<number> => {
  const { Versions = [], DeleteMarkers = [] } = await s3Away.send(new ListObjectVersionsCommand({ Bucket }));
  return Versions.length + DeleteMarkers.length;
};

const probes: readonly Probe[] = [
  {
    says: "a version is copied with bytes, metadata and retention, under the destination's key",
    holds: async (aws) => {
      const { home, away, alias } = await makePair(aws);
      const until = inDays(9);
      const at = await putUnderKey(aws, home, {
        ObjectLockMode: "GOVERNANCE",
        ObjectLockRetainUntilDate: until,
        ChecksumAlgorithm: "SHA256",
      });
      const pending = await aws.s3.send(new HeadObjectCommand({ Bucket: home, ...at }));
      expect(pending.ReplicationStatus).toBe("PENDING");
      expect((await ended(aws, home, at)).ReplicationStatus).toBe("COMPLETED");
      const replica = await aws.s3Away.send(
        new GetObjectCommand({ Bucket: away, ...at, ChecksumMode: "ENABLED" }),
      );
      expect(await replica.Body?.transformToString()).toBe("bytes");
      expect(replica).toMatchObject({
        ReplicationStatus: "REPLICA",
        Metadata: { point: "one" },
        ContentType: "text/x-point",
        ObjectLockMode: "GOVERNANCE",
        ObjectLockRetainUntilDate: until,
        ServerSideEncryption: "aws:kms",
        SSEKMSKeyId: expect.stringMatching(new RegExp(`^arn:aws:kms:${AWAY}:${ACCOUNT}:key/`)),
        VersionId: at.VersionId,
      });
      expect(alias).toMatch(/^alias\//);
    },
  },
  {
    says: "without the destination's alias, or with its key disabled, replication fails",
    holds: async (aws) => {
      const wrong = `arn:aws:kms:${AWAY}:${ACCOUNT}:alias/nowhere`;
      const { home, away } = await makePair(aws, (rule) => ({
        ...rule,
        Destination: { ...required(rule.Destination), EncryptionConfiguration: { ReplicaKmsKeyID: wrong } },
      }));
      expect((await ended(aws, home, await putUnderKey(aws, home))).ReplicationStatus).toBe("FAILED");
      expect(await versions(aws, away)).toBe(0);
      const second = await makePair(aws);
      const { TargetKeyId } = await keyBehind(aws, second.alias);
      await aws.kmsAway.send(new DisableKeyCommand({ KeyId: TargetKeyId }));
      expect((await ended(aws, second.home, await putUnderKey(aws, second.home))).ReplicationStatus).toBe(
        "FAILED",
      );
    },
  },
  {
    says: "a retention that is extended later is extended at the destination too",
    holds: async (aws) => {
      const { home, away } = await makePair(aws);
      const lock = {
        ObjectLockMode: "GOVERNANCE",
        ObjectLockRetainUntilDate: inDays(2),
        ChecksumAlgorithm: "SHA256",
      };
      const at = await putUnderKey(aws, home, lock);
      await ended(aws, home, at);
      const Retention = { Mode: "GOVERNANCE" as const, RetainUntilDate: inDays(30) };
      await aws.s3.send(new PutObjectRetentionCommand({ Bucket: home, ...at, Retention }));
      const replica = await eventually(aws, async () => {
        const head = await aws.s3Away.send(new HeadObjectCommand({ Bucket: away, ...at }));
        return head.ObjectLockRetainUntilDate?.getTime() === Retention.RetainUntilDate.getTime()
          ? head
          : undefined;
      });
      expect(replica.ReplicationStatus).toBe("REPLICA");
    },
  },
  {
    says: "only what a rule selects is copied: its prefix, and no delete marker",
    holds: async (aws) => {
      const { home, away } = await makePair(aws);
      await aws.s3.send(
        new PutObjectCommand({ Bucket: home, Key: "other/k", Body: "x", ChecksumAlgorithm: "CRC32" }),
      );
      const at = await putUnderKey(aws, home);
      await ended(aws, home, at);
      await aws.s3.send(new DeleteObjectCommand({ Bucket: home, Key: at.Key }));
      const last = await putUnderKey(aws, home);
      await ended(aws, home, last);
      expect(await versions(aws, away)).toBe(2);
    },
  },
  {
    says: "a delete marker is copied when the rule says so",
    holds: async (aws) => {
      const { home, away } = await makePair(aws, (rule) => ({
        ...rule,
        DeleteMarkerReplication: { Status: "Enabled" },
      }));
      const at = await putUnderKey(aws, home);
      await ended(aws, home, at);
      await aws.s3.send(new DeleteObjectCommand({ Bucket: home, Key: at.Key }));
      await eventually(aws, async () => ((await versions(aws, away)) === 2 ? true : undefined));
    },
  },
  {
    says: "the rules come back as they were sent",
    holds: async (aws) => {
      const rule = (sent: ReplicationRule): ReplicationRule => ({ ...sent, Priority: 7 });
      const { home, away, alias } = await makePair(aws, rule);
      const { ReplicationConfiguration } = await aws.s3.send(
        new GetBucketReplicationCommand({ Bucket: home }),
      );
      expect(ReplicationConfiguration?.Rules).toEqual([
        {
          ID: "keep",
          Status: "Enabled",
          Priority: 7,
          Filter: { Prefix: "keep/" },
          DeleteMarkerReplication: { Status: "Disabled" },
          SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: "Enabled" } },
          Destination: {
            Bucket: `arn:aws:s3:::${away}`,
            EncryptionConfiguration: { ReplicaKmsKeyID: `arn:aws:kms:${AWAY}:${ACCOUNT}:${alias}` },
          },
        },
      ]);
    },
  },
  {
    says: "a destination that does not exist is refused",
    holds: async (aws) => {
      const nowhere = (rule: ReplicationRule): ReplicationRule => ({
        ...rule,
        Destination: { Bucket: "arn:aws:s3:::nowhere-at-all" },
      });
      await expect(makePair(aws, nowhere)).rejects.toMatchObject({
        name: "InvalidRequest",
        message: "Destination bucket must exist.",
      });
    },
  },
];

async function keyBehind({ kmsAway }: Aws, alias: string): Promise<{ TargetKeyId: string }> {
  const { DescribeKeyCommand } = await import("@aws-sdk/client-kms");
  const { KeyMetadata } = await kmsAway.send(new DescribeKeyCommand({ KeyId: alias }));
  return { TargetKeyId: required(KeyMetadata?.KeyId) };
}

probeBoth(probes);

test("an object under KMS stays where it is unless the rule selects it", async () => {
  const { home, away } = await makePair(aws, ({ SourceSelectionCriteria: _, ...rule }) => ({
    ...rule,
    Destination: { Bucket: required(rule.Destination?.Bucket) },
  }));
  const under = await putUnderKey(aws, home);
  const { VersionId } = await aws.s3.send(
    new PutObjectCommand({ Bucket: home, Key: "keep/plain", Body: "x", ChecksumAlgorithm: "CRC32" }),
  );
  await ended(aws, home, { Key: "keep/plain", VersionId: required(VersionId) });
  expect(await versions(aws, away)).toBe(1);
  const head = await aws.s3.send(new HeadObjectCommand({ Bucket: home, ...under }));
  expect(head.ReplicationStatus).toBeUndefined();
});

test("nothing leaves or reaches a region that is cut off, until it is healed", async () => {
  const { home, away } = await makePair(aws);
  cut = [AWAY];
  const at = await putUnderKey(aws, home);
  const before = asked;
  await eventually(aws, async () => (asked > before + 1 ? true : undefined));
  expect((await aws.s3.send(new HeadObjectCommand({ Bucket: home, ...at }))).ReplicationStatus).toBe(
    "PENDING",
  );
  expect(await versions(aws, away)).toBe(0);
  cut = [];
  expect((await ended(aws, home, at)).ReplicationStatus).toBe("COMPLETED");
  expect(await versions(aws, away)).toBe(1);
});

let gateway: HttpServer;
let cut: readonly string[] = [];
/** How often the extension has wanted to know what is cut off. */
let asked = 0;
let extension: Server;
let aws: Aws;

beforeAll(async () => {
  gateway = createServer((_, answer) => {
    asked += 1;
    answer.end(JSON.stringify({ regions: cut }));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => gateway.once("listening", resolve));
  const address = gateway.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  extension = await startExtension(`http://127.0.0.1:${address.port}`);
  aws = clients(extension.endpoint);
});
afterAll(async () => {
  await extension.stop();
  gateway.close();
});

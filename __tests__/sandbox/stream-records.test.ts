import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import * as K from "@aws-sdk/client-kinesis";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { afterAll, beforeAll, expect, test } from "vitest";
import { capture } from "../../handlers/capture/capture.ts";
import { storeLocation } from "../../modules/aws/backup-request.ts";
import { keyAliasArn } from "../../modules/aws/names.ts";
import { findStream } from "../../modules/cli/drain/kinesis.ts";
import type { CaptureItem } from "../../modules/contract/events.ts";
import { openRecords } from "../../modules/drain/records/open-records.ts";
import { replayOpened } from "../../modules/drain/replay.ts";
import { loadProtector } from "../../modules/protectors/load.ts";
import type { ClientOf } from "../../modules/protectors/protector.ts";
import { knownBlob } from "../../modules/recovery/known-blob.ts";
import { drainedFolder } from "../../modules/recovery/layout.ts";
import { readPoint } from "../../modules/recovery/read-point.ts";
import { KmsUnwrapping, KmsWrapping } from "../../modules/store/kms-keys.ts";
import { FAKE_CREDENTIALS } from "../../sandbox/environment.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { MemorySpool } from "../support/memory-spool.ts";
import { MemoryWork } from "../support/memory-work.ts";
import { witness } from "../support/run-witness.ts";
import { request, run } from "../support/sample-request.ts";
import { makeStores } from "./cli/restoring/make-stores.ts";
import { clientsOf, EAST, prefix, SCOPE, storeOf, WEST } from "./cli/restoring/places.ts";

const StreamName = "clicks";
const ARN = `arn:aws:kinesis:${EAST}:${SCOPE.account}:stream/${StreamName}`;
const RECORDS = 10_000;
const KEYS = 97;

let sandbox: Sandbox;

const kinesisIn = (region: string): K.KinesisClient =>
  new K.KinesisClient({
    ...{ endpoint: sandbox.endpoint, region, credentials: FAKE_CREDENTIALS, maxAttempts: 1 },
    requestHandler: new NodeHttpHandler(),
  });
const clientIn =
  (region: string): ClientOf =>
  (Class) => {
    const requestHandler = new NodeHttpHandler();
    const own = { endpoint: sandbox.endpoint, region, credentials: FAKE_CREDENTIALS, requestHandler };
    return new Class(own);
  };

const atRest = (client: K.KinesisClient) =>
  K.waitUntilStreamExists({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { StreamName });

async function put(client: K.KinesisClient, from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += 500)
    await client.send(
      new K.PutRecordsCommand({
        StreamName,
        Records: Array.from({ length: Math.min(500, to - at) }, (_, n) => ({
          Data: Buffer.from(`click ${at + n}`),
          PartitionKey: `user-${(at + n) % KEYS}`,
        })),
      }),
    );
}

/** A production reader: three reads a second of each shard, as long as it is not told to stop. */
async function readBeside(stop: { now: boolean }) {
  const client = kinesisIn(EAST);
  const { Shards = [] } = await client.send(new K.ListShardsCommand({ StreamName }));
  const told = { records: 0, throttled: 0, lag: 0 };
  await Promise.all(
    Shards.map(async ({ ShardId }) => {
      const at = { StreamName, ShardId, ShardIteratorType: "TRIM_HORIZON" } as const;
      let { ShardIterator } = await client.send(new K.GetShardIteratorCommand(at));
      while (!stop.now && ShardIterator !== undefined) {
        try {
          const answer: K.GetRecordsCommandOutput = await client.send(
            new K.GetRecordsCommand({ ShardIterator, Limit: 10_000 }),
          );
          told.records += answer.Records?.length ?? 0;
          told.lag = Math.max(told.lag, answer.MillisBehindLatest ?? 0);
          ShardIterator = answer.NextShardIterator;
        } catch (error) {
          if (!(error instanceof K.ProvisionedThroughputExceededException)) throw error;
          told.throttled += 1;
        }
        await sleep(334);
      }
    }),
  );
  return told;
}

/** Of each partition key what a stream holds, in its order. */
async function byKey(region: string): Promise<Map<string, string[]>> {
  const client = kinesisIn(region);
  const { Shards = [] } = await client.send(new K.ListShardsCommand({ StreamName }));
  const found = new Map<string, string[]>();
  for (const { ShardId } of Shards) {
    const at = { StreamName, ShardId, ShardIteratorType: "TRIM_HORIZON" } as const;
    const { ShardIterator } = await client.send(new K.GetShardIteratorCommand(at));
    const { Records = [] } = await client.send(new K.GetRecordsCommand({ ShardIterator, Limit: 10_000 }));
    for (const { PartitionKey = "", Data = new Uint8Array() } of Records)
      found.set(PartitionKey, [...(found.get(PartitionKey) ?? []), Buffer.from(Data).toString()]);
  }
  return found;
}

beforeAll(async () => {
  sandbox = await startSandbox();
  await makeStores(sandbox);
  for (const region of [EAST, WEST]) {
    const ShardCount = region === EAST ? 4 : 3;
    await kinesisIn(region).send(new K.CreateStreamCommand({ StreamName, ShardCount }));
    await atRest(kinesisIn(region));
  }
  const client = kinesisIn(EAST);
  await put(client, 0, RECORDS / 2);
  const split = { ShardToSplit: "shardId-000000000001", NewStartingHashKey: String(3n * 2n ** 125n) };
  await client.send(new K.SplitShardCommand({ StreamName, ...split }));
  await atRest(client);
  await put(client, RECORDS / 2, RECORDS);
}, 180_000);

afterAll(async () => sandbox?.stop());

test("10,000 records over four shards, one of them split in the middle, are kept beside a production reader that does not feel it, and replayed in order for each key", async () => {
  const alone = { now: false };
  const undisturbed = readBeside(alone);
  await sleep(6000);
  alone.now = true;
  const without = await undisturbed;

  const stop = { now: false };
  const reading = readBeside(stop);
  const item: CaptureItem = {
    kind: "kinesis-stream",
    id: StreamName,
    name: StreamName,
    arn: ARN,
    related: [],
  };
  const store = storeOf(sandbox, EAST);
  const kms = (region: string) => clientsOf(sandbox, region).kms;
  const outcome = await capture(
    {
      ...witness,
      aws: {
        ...{ ...SCOPE, region: EAST, client: clientIn(EAST), spool: new MemorySpool() },
        known: knownBlob(store, prefix),
        sleep: (milliseconds) => sleep(milliseconds),
        download: () => {
          throw new Error("a stream has no bytes behind an address");
        },
      },
      protector: loadProtector,
      ...{ store, random: randomBytes, work: new MemoryWork(), log: () => undefined },
      keys: new KmsWrapping(kms),
      now: () => new Date(),
    },
    {
      request: {
        ...request,
        store: storeLocation(SCOPE, EAST, EAST),
        copies: [{ site: WEST, region: WEST, key: keyAliasArn(SCOPE, WEST, WEST) }],
        events: { kinesis: { minutes: 60 } },
      },
      run,
      item,
    },
  );
  stop.now = true;
  const beside = await reading;
  expect(outcome).toMatchObject({
    status: "captured",
    warnings: [],
    records: { records: RECORDS, read: RECORDS, throttled: 0 },
  });
  expect(beside.throttled).toBe(without.throttled);
  expect(without).toMatchObject({ records: RECORDS, throttled: 0 });
  expect(beside.records).toBe(RECORDS);
  expect(beside.lag).toBeLessThanOrEqual(without.lag + 1000);

  const point = await readPoint(store, outcome.point?.key ?? "");
  const records = await openRecords(
    store,
    point,
    new KmsUnwrapping(kms, (site, region) => keyAliasArn(SCOPE, region, site)),
    WEST,
  );
  const told = await replayOpened(
    {
      ...{ store, run: run.id, random: randomBytes, lockUntil: point.manifest.expiresAt },
      queue: await findStream(clientIn(WEST), StreamName, WEST),
      folder: drainedFolder(prefix, `kinesis-stream/${StreamName}`, run.id),
      sleep: (milliseconds) => sleep(milliseconds),
      onSent: () => undefined,
    },
    records,
  );
  expect(told).toMatchObject({ sent: RECORDS, failed: [], ended: true });
  await sleep(1100);
  const found = await byKey(WEST);
  const put = new Map<string, string[]>();
  for (let n = 0; n < RECORDS; n++)
    put.set(`user-${n % KEYS}`, [...(put.get(`user-${n % KEYS}`) ?? []), `click ${n}`]);
  expect([...found].sort(([a], [b]) => (a < b ? -1 : 1))).toEqual(
    [...put].sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}, 240_000);

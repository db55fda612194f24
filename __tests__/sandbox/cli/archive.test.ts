import { rmSync } from "node:fs";
import * as K from "@aws-sdk/client-kinesis";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FAKE_CREDENTIALS } from "../../../sandbox/environment.ts";
import { makeEstate, type TheirEstate } from "../../../sandbox/neighbours/estate.ts";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox.ts";
import { makeStores } from "./restoring/make-stores.ts";
import { EAST, SCOPE, storeOf, WEST } from "./restoring/places.ts";
import { runZonekeep, userFolder } from "./restoring/user-folder.ts";

const StreamName = "clicks";
const SECRET = "card 4711";
const THING = `kinesis-stream/${StreamName}`;

let folder = "";
let sandbox: Sandbox;
let estate: TheirEstate;
let run = "";

const zonekeep = (...args: readonly string[]) => runZonekeep(folder, sandbox, args);

function kinesisIn(region: string): K.KinesisClient {
  const requestHandler = new NodeHttpHandler();
  return new K.KinesisClient({
    ...{ endpoint: sandbox.endpoint, region, credentials: FAKE_CREDENTIALS, requestHandler },
  });
}

const atRest = (client: K.KinesisClient) =>
  K.waitUntilStreamExists({ client, maxWaitTime: 20, minDelay: 1, maxDelay: 1 }, { StreamName });

/** The n-th record; every seventh goes by a hash key of its own, to the last shard. */
const put = (client: K.KinesisClient, from: number, to: number) =>
  client.send(
    new K.PutRecordsCommand({
      StreamName,
      Records: Array.from({ length: to - from }, (_, at) => ({
        Data: Buffer.from(`${SECRET} of ${from + at}`),
        PartitionKey: `user-${(from + at) % 7}`,
        ...((from + at) % 7 === 0 && { ExplicitHashKey: String(2n ** 128n - 1n) }),
      })),
    }),
  );

beforeAll(async () => {
  folder = userFolder("zonekeep-archive-");
  sandbox = await startSandbox();
  estate = await makeEstate(sandbox.endpoint, [EAST, WEST]);
  await makeStores(sandbox);
  for (const region of [EAST, WEST]) {
    const ShardCount = region === EAST ? 2 : 3;
    await kinesisIn(region).send(new K.CreateStreamCommand({ StreamName, ShardCount }));
    await atRest(kinesisIn(region));
  }
  const client = kinesisIn(EAST);
  await put(client, 0, 40);
  const split = { ShardToSplit: "shardId-000000000000", NewStartingHashKey: String(2n ** 126n) };
  await client.send(new K.SplitShardCommand({ StreamName, ...split }));
  await atRest(client);
  await put(client, 40, 80);
}, 120_000);

afterAll(async () => {
  await sandbox?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Of each shard of a region what it holds, by the partition key, in its order. */
async function byKey(region: string): Promise<Record<string, string[]>> {
  const client = kinesisIn(region);
  const { Shards = [] } = await client.send(new K.ListShardsCommand({ StreamName }));
  const found: Record<string, string[]> = {};
  for (const { ShardId } of Shards) {
    const asked = { StreamName, ShardId, ShardIteratorType: "TRIM_HORIZON" } as const;
    const { ShardIterator } = await client.send(new K.GetShardIteratorCommand(asked));
    const { Records = [] } = await client.send(new K.GetRecordsCommand({ ShardIterator }));
    for (const { PartitionKey = "", Data = new Uint8Array() } of Records)
      found[PartitionKey] = [...(found[PartitionKey] ?? []), Buffer.from(Data).toString()];
  }
  return found;
}

test("an archive keeps the records of a window, of a shard that was split too, sealed and locked", async () => {
  const before = await byKey(EAST);
  const { code, stdout } = await zonekeep("archive", StreamName, "--window", "1h", "--site", EAST, "--json");
  const told = JSON.parse(stdout) as { run: string };
  expect({ code, told }).toMatchObject({
    code: 0,
    told: { records: 80, shards: 4, throttled: 0, overtaken: [] },
  });
  ({ run } = told);
  const store = storeOf(sandbox, EAST);
  let objects = 0;
  for await (const { key } of store.list(`${SCOPE.account}/${EAST}/drained/`)) {
    objects += 1;
    const { lockedUntil = "" } = (await store.head(key)) ?? {};
    expect(Date.parse(lockedUntil)).toBeGreaterThan(Date.now() + 6 * 86_400_000);
    const chunks: Uint8Array[] = [];
    for await (const chunk of (await store.open(key)) ?? []) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString("latin1")).not.toContain(SECRET);
  }
  expect(objects).toBeGreaterThan(3);
  expect(await byKey(EAST)).toEqual(before);
}, 60_000);

test("a replay puts them into a stream of other shards in another region, in order for each key, and once", async () => {
  const replay = ["replay", THING, "--run", run, "--site", EAST, "--region", WEST];
  const { code, stdout, stderr } = await zonekeep(...replay);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toBe(
    `80 messages of 80 sent to arn:aws:kinesis:${WEST}:${SCOPE.account}:stream/${StreamName}\n`,
  );
  expect(await byKey(WEST)).toEqual(await byKey(EAST));
  const again = await zonekeep(...replay, "--json");
  expect(JSON.parse(again.stdout)).toMatchObject({ sent: 0, before: 80, failed: [], ended: true });
}, 120_000);

test("what is not there, and what does not fit, is told in a sentence", async () => {
  const absent = await zonekeep("archive", "nobody", "--site", EAST);
  expect(absent).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`there is no stream nobody in ${EAST}`),
  });
  const wrong = await zonekeep("replay", THING, "--run", run, "--site", EAST, "--to-queue", "orders");
  expect(wrong).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("what was taken from a stream goes to a stream"),
  });
}, 60_000);

test("a window that the stream does not keep is told with the time from when on it does", async () => {
  const { code, stdout } = await zonekeep("archive", StreamName, "--window", "3d", "--site", EAST);
  expect(code).toBe(3);
  expect(stdout).toMatch(
    /stream clicks keeps nothing from before \S+Z: what came from \S+Z to then is lost\n/,
  );
}, 60_000);

test("nothing that another team has was touched", async () => {
  expect(await estate.changed()).toEqual([]);
});

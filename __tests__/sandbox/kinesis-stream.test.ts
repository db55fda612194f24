import * as K from "@aws-sdk/client-kinesis";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
} from "@aws-sdk/client-lambda";
import { beforeAll, expect, test } from "vitest";
import type { KeptThing } from "./event-rules/application.ts";
import { besideNeighbours } from "./event-rules/beside-neighbours.ts";
import { AWAY, eventually, HOME, makeFunction, required } from "./extension/clients.ts";
import { SAYS_WHAT_IT_GOT } from "./extension/listeners.ts";
import { logLines } from "./extension/logs.ts";
import { ACCOUNT } from "./extension/servers.ts";

const StreamName = "clicks";
const STREAM = `arn:aws:kinesis:${HOME}:${ACCOUNT}:stream/${StreamName}`;
const inRegion = (region: string): string => STREAM.replace(HOME, region);

const here = besideNeighbours();
let name: string;
let kept: KeptThing[];
const map: Record<string, string> = {};
const warned: string[] = [];

beforeAll(async () => {
  const [key, other] = await Promise.all(
    [here.aws.kms, here.aws.kmsAway].map(async (kms) =>
      required((await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn),
    ),
  );
  map[required(key)] = required(other);
  name = await makeFunction(here.aws, SAYS_WHAT_IT_GOT);
  const consumer = await makeStream(required(key));
  for (const EventSourceArn of [STREAM, consumer])
    await here.aws.lambda.send(
      new CreateEventSourceMappingCommand({
        EventSourceArn,
        FunctionName: name,
        StartingPosition: "LATEST",
      }),
    );
  kept = await here.application.backup(HOME, name, (text) => warned.push(text));
  for (const region of [HOME, AWAY]) await here.application.stage(region, `points-${region}`, kept);
}, 120_000);

const kinesisIn = (region: string): K.KinesisClient => here.application.ports(region).client(K.KinesisClient);

/** Sends what a stream takes only when it is at rest. */
async function change(region: string, send: (kinesis: K.KinesisClient) => Promise<unknown>): Promise<void> {
  const kinesis = kinesisIn(region);
  await send(kinesis);
  await K.waitUntilStreamExists(
    { client: kinesis, maxWaitTime: 20, minDelay: 1, maxDelay: 1 },
    { StreamName },
  );
}

const policyFor = (Resource: string) => ({
  ResourceARN: Resource,
  Policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "reads",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: ["kinesis:DescribeStreamSummary"],
        Resource,
      },
    ],
  }),
});

/** Three shards of different sizes, and everything else that a stream may have; the ARN of its consumer. */
async function makeStream(KeyId: string): Promise<string> {
  const Tags = { team: "shop" };
  await change(HOME, (kinesis) =>
    kinesis.send(new K.CreateStreamCommand({ StreamName, ShardCount: 2, Tags, MaxRecordSizeInKiB: 2048 })),
  );
  const { Shards = [] } = await kinesisIn(HOME).send(new K.ListShardsCommand({ StreamName }));
  const ShardToSplit = required(Shards[0]?.ShardId);
  for (const send of [
    (kinesis: K.KinesisClient) =>
      kinesis.send(new K.SplitShardCommand({ StreamARN: STREAM, ShardToSplit, NewStartingHashKey: "4711" })),
    (kinesis: K.KinesisClient) =>
      kinesis.send(
        new K.IncreaseStreamRetentionPeriodCommand({ StreamARN: STREAM, RetentionPeriodHours: 48 }),
      ),
    (kinesis: K.KinesisClient) =>
      kinesis.send(new K.StartStreamEncryptionCommand({ StreamARN: STREAM, EncryptionType: "KMS", KeyId })),
    (kinesis: K.KinesisClient) =>
      kinesis.send(
        new K.EnableEnhancedMonitoringCommand({ StreamARN: STREAM, ShardLevelMetrics: ["IncomingBytes"] }),
      ),
    (kinesis: K.KinesisClient) => kinesis.send(new K.PutResourcePolicyCommand(policyFor(STREAM))),
  ])
    await change(HOME, send);
  const { Consumer } = await kinesisIn(HOME).send(
    new K.RegisterStreamConsumerCommand({ StreamARN: STREAM, ConsumerName: "intake", Tags: { of: "fans" } }),
  );
  const arn = required(Consumer?.ConsumerARN);
  await kinesisIn(HOME).send(new K.PutResourcePolicyCommand(policyFor(arn)));
  return arn;
}

/** A stream as AWS describes it, without what it has of its birth. */
async function described(region: string): Promise<unknown> {
  const kinesis = kinesisIn(region);
  const StreamARN = inRegion(region);
  const { StreamDescriptionSummary } = await kinesis.send(new K.DescribeStreamSummaryCommand({ StreamARN }));
  const { StreamCreationTimestamp: _, ...summary } = required(StreamDescriptionSummary);
  const { Shards = [] } = await kinesis.send(
    new K.ListShardsCommand({ StreamARN, ShardFilter: { Type: "AT_LATEST" } }),
  );
  const { Consumers = [] } = await kinesis.send(new K.ListStreamConsumersCommand({ StreamARN }));
  const held = await Promise.all(
    [StreamARN, ...Consumers.map((one) => required(one.ConsumerARN))].map(async (ResourceARN) => {
      const { Tags } = await kinesis.send(new K.ListTagsForResourceCommand({ ResourceARN }));
      const { Policy } = await kinesis.send(new K.GetResourcePolicyCommand({ ResourceARN }));
      return { ResourceARN, Tags, Policy: JSON.parse(Policy ?? "{}") as unknown };
    }),
  );
  const ranges = Shards.map(({ HashKeyRange }) => HashKeyRange).sort((a, b) =>
    BigInt(a?.StartingHashKey ?? 0) < BigInt(b?.StartingHashKey ?? 0) ? -1 : 1,
  );
  const text = JSON.stringify({ summary, ranges, held }).replace(/(consumer\/[a-z]+):\d+/g, "$1");
  return JSON.parse(
    Object.entries(map).reduce((now, [from, to]) => now.replaceAll(from, to), text),
  ) as unknown;
}

/** ARNs of what the function's mappings read. */
async function mapped(region: string): Promise<string[]> {
  const { EventSourceMappings = [] } = await here.application
    .ports(region)
    .client(LambdaClient)
    .send(new ListEventSourceMappingsCommand({ FunctionName: name }));
  return EventSourceMappings.map(({ EventSourceArn }) => required(EventSourceArn)).sort();
}

async function consumerIn(region: string): Promise<string> {
  const { ConsumerDescription } = await kinesisIn(region).send(
    new K.DescribeStreamConsumerCommand({ StreamARN: inRegion(region), ConsumerName: "intake" }),
  );
  return required(ConsumerDescription?.ConsumerARN);
}

async function put(region: string, text: string): Promise<void> {
  await kinesisIn(region).send(
    new K.PutRecordCommand({ StreamName, PartitionKey: "one", Data: Buffer.from(text) }),
  );
}

/** The function with its mappings, as somebody deletes them. */
async function loseFunction(): Promise<void> {
  const { EventSourceMappings = [] } = await here.aws.lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: name }),
  );
  for (const { UUID } of EventSourceMappings)
    await here.aws.lambda.send(new DeleteEventSourceMappingCommand({ UUID: required(UUID) }));
  await here.aws.lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
}

interface Arrived {
  readonly eventSourceARN: string;
  readonly kinesis: { readonly data: string };
}

/** ARNs under which the function got a record, once each of two mappings has brought it. */
async function arrivals(text: string, region: string): Promise<string[]> {
  const data = Buffer.from(text).toString("base64");
  return eventually(here.aws, async () => {
    const lines = await logLines(here.aws.endpoint, `/aws/lambda/${name}`, region);
    const got = lines
      .filter((line) => line.startsWith("got "))
      .flatMap((line) => (JSON.parse(line.slice(4)) as { Records: Arrived[] }).Records)
      .filter((record) => record.kinesis.data === data);
    return got.length < 2 ? undefined : got.map(({ eventSourceARN }) => eventSourceARN).sort();
  });
}

test("a stream is followed from the function that reads it, once, also where a consumer is read", () => {
  expect(warned).toEqual([]);
  expect(kept.map(({ item: { kind, id, arn } }) => `${kind}/${id} ${arn}`)).toEqual([
    `kinesis-stream/${StreamName} ${STREAM}`,
    expect.stringContaining(`lambda/${name}`),
  ]);
});

test("lost at home, it comes back as it was; its mappings read the new stream and the new consumer, and what is put invokes the function", async () => {
  const before = await described(HOME);
  const old = await consumerIn(HOME);
  await loseFunction();
  await kinesisIn(HOME).send(new K.DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true }));
  const restored = await here.application.restore(kept, HOME, `points-${HOME}`);
  expect(await described(HOME)).toEqual(before);
  const now = await consumerIn(HOME);
  expect(now).not.toBe(old);
  expect(await mapped(HOME)).toEqual([STREAM, now]);
  await here.application.arm(HOME, restored);
  await put(HOME, "an order at home");
  expect(await arrivals("an order at home", HOME)).toEqual([STREAM, now]);
});

test("a function that is lost alone reads on where it had read, although it once began at the end: nothing is skipped", async () => {
  await put(HOME, "an order before the loss");
  const readers = [STREAM, await consumerIn(HOME)];
  expect(await arrivals("an order before the loss", HOME)).toEqual(readers);
  const lost = Date.now();
  await loseFunction();
  await put(HOME, "an order meanwhile");
  const restored = await here.application.restore(kept, HOME, `points-${HOME}`);
  const { EventSourceMappings = [] } = await here.aws.lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: name }),
  );
  for (const { StartingPosition, StartingPositionTimestamp } of EventSourceMappings) {
    expect(StartingPosition).toBe("AT_TIMESTAMP");
    expect(StartingPositionTimestamp?.getTime()).toBeLessThan(lost);
  }
  await here.application.arm(HOME, restored);
  expect(await arrivals("an order meanwhile", HOME)).toEqual(readers);
});

test("elsewhere it is encrypted with the key that the map names, and its records invoke the function there", async () => {
  const expected = JSON.parse(JSON.stringify(await described(HOME)).replaceAll(HOME, AWAY)) as unknown;
  const restored = await here.application.restore(kept, AWAY, `points-${AWAY}`, { map });
  expect(await described(AWAY)).toEqual(expected);
  expect(await mapped(AWAY)).toEqual([inRegion(AWAY), await consumerIn(AWAY)]);
  await here.application.arm(AWAY, restored);
  await put(AWAY, "an order elsewhere");
  expect(await arrivals("an order elsewhere", AWAY)).toEqual([inRegion(AWAY), await consumerIn(AWAY)]);
});

test("a stream that somebody changed is as it was again where that is said alone", async () => {
  const before = await described(HOME);
  const { Shards = [] } = await kinesisIn(HOME).send(
    new K.ListShardsCommand({ StreamName, ShardFilter: { Type: "AT_LATEST" } }),
  );
  const ids = Shards.toSorted((a, b) =>
    BigInt(a.HashKeyRange?.StartingHashKey ?? 0) < BigInt(b.HashKeyRange?.StartingHashKey ?? 0) ? -1 : 1,
  ).map(({ ShardId }) => required(ShardId));
  await change(HOME, (kinesis) =>
    kinesis.send(
      new K.MergeShardsCommand({
        StreamName,
        ShardToMerge: required(ids[0]),
        AdjacentShardToMerge: required(ids[1]),
      }),
    ),
  );
  await change(HOME, (kinesis) =>
    kinesis.send(new K.IncreaseStreamRetentionPeriodCommand({ StreamARN: STREAM, RetentionPeriodHours: 96 })),
  );
  const things = kept.filter(({ item: { kind } }) => kind === "kinesis-stream");
  await expect(here.application.restore(things, HOME, `points-${HOME}`)).rejects.toThrow(
    "is there and differs",
  );
  await here.application.restore(things, HOME, `points-${HOME}`, { replace: true });
  expect(await described(HOME)).toEqual(before);
});

import fc from "fast-check";
import type { JsonObject } from "../../modules/contract/json.ts";
import type { StreamConsumer, StreamDocument } from "../../modules/protectors/kinesis-stream/document.ts";
import { SOURCE } from "./protector-conformance/conforming.ts";

const { account, region } = SOURCE;
const KEYS = 2n ** 128n;
export const KEY = `arn:aws:kms:${region}:${account}:key/0b1e5f6a-0000-4000-8000-000000000001`;
const ROOT = `arn:aws:iam::${account}:root`;

export function arnOf(name: string): string {
  return `arn:aws:kinesis:${region}:${account}:stream/${name}`;
}

/** A stream with these parts and otherwise what Kinesis gives a new one of one shard. */
export function streamOf(name: string, parts: Partial<StreamDocument> = {}): StreamDocument {
  return {
    kind: "kinesis-stream",
    ...{ name, arn: arnOf(name), account, region, mode: "PROVISIONED" },
    ...(parts.mode === "ON_DEMAND"
      ? { recordDistributionStrategy: "USER_PARTITION_KEY" }
      : { shards: shardsAt([]) }),
    ...{ retentionPeriodHours: 24, maxRecordSizeInKiB: 1024, shardLevelMetrics: [], consumers: [], tags: {} },
    ...parts,
  };
}

/** Shards that begin at these keys, and one before. */
export function shardsAt(keys: readonly bigint[]): NonNullable<StreamDocument["shards"]> {
  const starts = [0n, ...keys];
  return starts.map((start, at) => ({
    startingHashKey: String(start),
    endingHashKey: String((starts[at + 1] ?? KEYS) - 1n),
  }));
}

export function evenly(count: number): NonNullable<StreamDocument["shards"]> {
  return shardsAt(Array.from({ length: count - 1 }, (_, at) => (KEYS / BigInt(count)) * BigInt(at + 1)));
}

/** A consumer of a stream, with a policy of its own or without. */
export function consumerOf(
  stream: string,
  name: string,
  parts: Partial<StreamConsumer> = {},
): StreamConsumer {
  return { name, arn: `${arnOf(stream)}/consumer/${name}:1764460800`, tags: {}, ...parts };
}

export function policyOf(Resource: string, Sid: string): JsonObject {
  const statement = { Sid, Effect: "Allow", Principal: { AWS: ROOT }, Action: ["kinesis:SubscribeToShard"] };
  return { Version: "2012-10-17", Statement: [{ ...statement, Resource }] };
}

const tags = fc
  .dictionary(fc.stringMatching(/^[a-z]{2,6}$/), fc.stringMatching(/^[a-z]{0,5}$/), { maxKeys: 3 })
  .map((found) => ({ ...found }));

const shards = fc.oneof(
  fc.integer({ min: 1, max: 4 }).map(evenly),
  fc
    .uniqueArray(fc.bigInt({ min: 2n ** 100n, max: KEYS - 2n ** 100n }), { minLength: 1, maxLength: 3 })
    .map((keys) => keys.toSorted((a, b) => (a < b ? -1 : 1)))
    // No split leaves a shard of a single hash key.
    .filter((keys) => keys.every((key, at) => key - (keys[at - 1] ?? 0n) > 1n))
    .map(shardsAt),
);

const mode = fc.oneof(
  fc.record({ mode: fc.constant("PROVISIONED" as const), shards }),
  fc.record(
    {
      mode: fc.constant("ON_DEMAND" as const),
      recordDistributionStrategy: fc.constantFrom("AUTO" as const, "USER_PARTITION_KEY" as const),
      warmThroughputMiBps: fc.constantFrom(8, 100),
    },
    { requiredKeys: ["mode", "recordDistributionStrategy"] },
  ),
);

const metrics = fc.constantFrom<string[][]>([], ["IncomingBytes"], ["IncomingBytes", "OutgoingBytes"]);

/** Streams as a point holds them: in both modes, of shards of one size and of any, with and without each part. */
export const arbitraryStream: fc.Arbitrary<StreamDocument> = fc
  .record({
    name: fc.stringMatching(/^[a-z][A-Za-z0-9_.-]{2,11}$/),
    mode,
    retentionPeriodHours: fc.constantFrom(24, 48, 8760),
    keyId: fc.constantFrom(undefined, KEY, "alias/aws/kinesis"),
    maxRecordSizeInKiB: fc.constantFrom(1024, 10240),
    channels: fc.constantFrom(undefined, 2),
    shardLevelMetrics: metrics,
    policy: fc.boolean(),
    consumers: fc.uniqueArray(
      fc.record({ name: fc.stringMatching(/^[a-z]{2,5}$/), policy: fc.boolean(), tags }),
      {
        selector: ({ name }) => name,
        maxLength: 3,
      },
    ),
    tags,
  })
  .map(({ name, mode: modal, keyId, channels, policy, consumers, ...rest }) =>
    streamOf(name, {
      ...rest,
      ...modal,
      ...(keyId !== undefined && { keyId }),
      ...(channels !== undefined && { channels }),
      ...(policy && { policy: policyOf(arnOf(name), "theirs") }),
      consumers: consumers
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ policy: own, ...one }) => {
          const made = consumerOf(name, one.name, { tags: one.tags });
          return own ? { ...made, policy: policyOf(made.arn, "reads") } : made;
        }),
    }),
  );

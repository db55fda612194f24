import type { StreamDocument } from "../../../modules/protectors/kinesis-stream/document.ts";
import { kinesisStream } from "../../../modules/protectors/kinesis-stream/protector.ts";
import type { IdMap } from "../../../modules/protectors/protector.ts";
import { arbitraryStream, consumerOf, KEY, policyOf, streamOf } from "../arbitrary-stream.ts";
import { evenShards, split } from "../fake-kinesis/stream.ts";
import { type AnyCaptured, type Conforming, ELSEWHERE, SOURCE } from "../protector-conformance/conforming.ts";
import { APPLICATION, endToEnd } from "../protector-conformance/proven.ts";
import { KinesisPlace } from "./kinesis-place.ts";

interface Value {
  readonly id: string;
  readonly document: StreamDocument;
}

/** ARNs of consumers end in when they were registered: each goes by its name. */
function comparable({ document, secrets }: AnyCaptured, ids: IdMap) {
  const { consumers } = document as StreamDocument;
  const own = new Map(consumers.flatMap(({ name, arn }) => [arn, ids[arn] ?? arn].map((one) => [one, name])));
  return {
    document: JSON.parse(JSON.stringify(document), (_key, value: unknown) =>
      typeof value === "string" ? (own.get(value) ?? ids[value] ?? value) : value,
    ) as unknown,
    secrets,
  };
}

/** Streams of Kinesis, as the suite of kinds takes them. */
export const conforming: Conforming<KinesisPlace, Value> = {
  protector: kinesisStream,
  fake: (options) => new KinesisPlace(options),
  arbitrary: arbitraryStream.map((document) => ({ id: document.name, document })),
  put: (place, { document }) => {
    place.put(document);
  },
  // A tag that is no longer wanted stays, and so does a consumer: a restore only adds them.
  change: ({ kinesis }, { id, document }, n) => {
    const stream = kinesis.streams.get(id);
    if (stream === undefined) throw new Error(`there is no stream ${id}`);
    stream.hours = 30 + n;
    stream.keyId = `alias/changed-${n}`;
    stream.recordSize = 2048 + n;
    stream.metrics = ["OutgoingBytes", ...(n % 2 === 0 ? ["IncomingRecords"] : ["OutgoingRecords"])];
    stream.policy = JSON.stringify(policyOf(kinesis.arn(id), `changed${n}`));
    for (const key of Object.keys(stream.tags)) stream.tags[key] = `changed-${n}`;
    for (const one of stream.consumers.values())
      for (const key of Object.keys(one.tags)) one.tags[key] = `changed-${n}`;
    if (document.mode === "PROVISIONED") {
      const shard = stream.shards.findLast(({ open }) => open);
      if (shard !== undefined) split(stream, shard.id, (shard.start + shard.end) / 2n);
    } else if (n % 2 === 0) {
      stream.warm = 10 + n;
      stream.strategy = stream.strategy === "AUTO" ? "USER_PARTITION_KEY" : "AUTO";
    } else {
      stream.mode = "PROVISIONED";
      stream.warm = undefined;
      stream.strategy = "USER_PARTITION_KEY";
      stream.shards = evenShards(2);
    }
  },
  neighbours: (place, { id }) => {
    place.put(moved(streamOf("zz-other", { consumers: [consumerOf("zz-other", "theirs")] }), place));
    place.put(moved(streamOf("zz-third"), place));
    const ours = place.kinesis.streams.get(id);
    if (ours !== undefined) {
      ours.tags.theirs = "theirs";
      ours.consumers.set("zz-theirs", {
        ...{ arn: `${place.kinesis.arn(id)}/consumer/zz-theirs:1764460700`, at: new Date(0) },
        ...{ creating: 0, tags: {} },
      });
    }
    return () => {
      const now = place.kinesis.streams.get(id);
      return {
        others: ["zz-other", "zz-third"].map((name) => {
          const { shards, consumers, ...rest } = place.kinesis.streams.get(name) ?? {};
          return structuredClone({ ...rest, shards: shards?.length, consumers: [...(consumers ?? [])] });
        }),
        ...(ours !== undefined && {
          tag: now?.tags.theirs,
          consumer: structuredClone(now?.consumers.get("zz-theirs")),
        }),
      };
    };
  },
  map: () => ({ [KEY]: KEY.replace(SOURCE.region, ELSEWHERE.region) }),
  secretsOf: { reason: "a stream has none" },
  fires: { reason: "what puts records into a stream is no part of it" },
  // Told, and not made again.
  readOnlyFields: ["channels"],
  comparable,
  unseen: { "kinesis:AddTagsToStream": "asked for by AWS where CreateStream gives tags" },
  tolerated: { "kms:DescribeKey": "Kinesis tries the key, and will say" },
  proven: endToEnd(
    APPLICATION,
    "__tests__/sandbox/kinesis-stream.test.ts",
    "__tests__/sandbox/deployed-records.test.ts",
  ),
  lost: [
    "records, until [`replay`](draining.md#the-records-of-a-stream) has put again what its point holds (`protect.events.kinesis`), or what `archive` kept by hand",
    "how far each reader had come",
    "ARNs of consumers, which the result tells",
    "channels that deliver records to S3, which are told by their number",
  ],
};

function moved(document: StreamDocument, { kinesis }: KinesisPlace): StreamDocument {
  return JSON.parse(
    JSON.stringify(document).replaceAll(`:${SOURCE.region}:`, `:${kinesis.region}:`),
  ) as StreamDocument;
}

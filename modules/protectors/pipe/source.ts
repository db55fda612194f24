import type { Json, JsonObject } from "../../contract/json.ts";
import { isArn, parseArn } from "../../core/arn.ts";
import { isObject } from "../kit/canonical.ts";
import type { StreamStart } from "../stream-start.ts";
import type { PipeSettings } from "./document.ts";

const STARTS = ["StartingPosition", "StartingPositionTimestamp"];

/**
 * What of a source's parameters is said at birth alone: UpdatePipe does not take it.
 * https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_UpdatePipeSourceParameters.html
 */
const AT_BIRTH = [
  ...STARTS,
  "AdditionalBootstrapServers",
  "ConsumerGroupID",
  "QueueName",
  "TopicName",
  "VirtualHost",
];

/** Clusters keep how far a consumer group is, and need not be told where to start. */
const KAFKA: ReadonlySet<string> = new Set(["ManagedStreamingKafkaParameters", "SelfManagedKafkaParameters"]);

const BATCH = { BatchSize: 100, MaximumBatchingWindowInSeconds: 0 };
const STREAM = {
  ...BATCH,
  MaximumRecordAgeInSeconds: -1,
  MaximumRetryAttempts: -1,
  ParallelizationFactor: 1,
};

/**
 * By the member of SourceParameters, what AWS takes where nobody says otherwise.
 * https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_PipeSourceParameters.html
 */
const DEFAULTS: Readonly<Record<string, JsonObject>> = {
  ActiveMQBrokerParameters: BATCH,
  DynamoDBStreamParameters: STREAM,
  KinesisStreamParameters: STREAM,
  ManagedStreamingKafkaParameters: BATCH,
  RabbitMQBrokerParameters: BATCH,
  SelfManagedKafkaParameters: BATCH,
  SqsQueueParameters: { ...BATCH, BatchSize: 10 },
};

/** The parameters of a source with the defaults of its kind; of a queue also where it has none. */
export function withSourceDefaults({ Source, SourceParameters }: PipeSettings): JsonObject {
  const queue = isArn(Source) && parseArn(Source).service === "sqs" ? { SqsQueueParameters: {} } : {};
  const given = isObject(SourceParameters) ? SourceParameters : {};
  return eachSource({ ...queue, ...given }, (parameters, key) => ({ ...DEFAULTS[key], ...parameters }));
}

/** What an update can say of a source. */
export function updatable(parameters: Json | undefined): JsonObject {
  return eachSource(parameters, (one) => without(one, AT_BIRTH));
}

/** What none can, but for where it once started: it has a position of its own since. */
export function fixedAtBirth(parameters: Json | undefined): JsonObject {
  const { FilterCriteria: _, ...sources } = eachSource(parameters, (one) => {
    const said = AT_BIRTH.filter((key) => !STARTS.includes(key) && one[key] !== undefined);
    return Object.fromEntries(said.map((key) => [key, one[key] ?? null]));
  });
  return sources;
}

/** Where it once started is no part of what it is. */
export function withoutStart(parameters: Json | undefined): JsonObject {
  return eachSource(parameters, (one) => without(one, STARTS));
}

/**
 * How far it had read cannot be asked, so a stream starts where it once did, or where the person says. Only one of
 * Kinesis can start at a time: of any other source none of its records is skipped.
 * https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_PipeSourceKinesisStreamParameters.html
 */
export function startingAt(settings: PipeSettings, start: StreamStart | undefined): PipeSettings {
  if (start === undefined || settings.SourceParameters === undefined) return settings;
  const moved = eachSource(settings.SourceParameters, (one, key) =>
    one.StartingPosition === undefined && !KAFKA.has(key)
      ? one
      : { ...without(one, STARTS), ...startOf(start, key) },
  );
  return { ...settings, SourceParameters: moved };
}

function startOf(start: StreamStart, source: string): JsonObject {
  if (start === "latest") return { StartingPosition: "LATEST" };
  return start === "trim-horizon" || source !== "KinesisStreamParameters"
    ? { StartingPosition: "TRIM_HORIZON" }
    : { StartingPosition: "AT_TIMESTAMP", StartingPositionTimestamp: start.at };
}

/** What a person has to know of where a new pipe begins: nothing, where it reads a queue or a broker. */
export function whereItStarts(name: string, { Source, SourceParameters }: PipeSettings): readonly string[] {
  const all = isObject(SourceParameters) ? Object.entries(SourceParameters) : [];
  return all.flatMap(([key, one]) => {
    if (!isObject(one) || (one.StartingPosition === undefined && !KAFKA.has(key))) return [];
    const { StartingPosition: start, StartingPositionTimestamp: time, ConsumerGroupID: group } = one;
    const at = [start, time].filter((part) => part !== undefined).join(" ");
    const starts =
      at === "" ? `starts where AWS begins by itself in ${Source}` : `starts at ${at} of ${Source}`;
    const told =
      group === undefined
        ? `${starts}: how far it had read is told to nobody`
        : `goes on where its cluster has consumer group ${group}, and ${starts} where that is not known`;
    return [`pipe ${name} ${told}, so records may come twice or be skipped`];
  });
}

/**
 * What a stop leaves to come. Of queues and streams two minutes, of brokers and Kafka a quarter of an hour, at most.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/pipes-start-stop.html
 */
export function goesOn(source: string): string {
  const isSlow = !isArn(source) || ["kafka", "mq"].includes(parseArn(source).service);
  return `it may go on with events for up to ${isSlow ? 15 : 2} minutes more`;
}

/** What `of` makes of the parameters of each kind of source; filters and all else stay. */
function eachSource(
  parameters: Json | undefined,
  of: (one: JsonObject, key: string) => JsonObject,
): JsonObject {
  if (!isObject(parameters)) return {};
  return Object.fromEntries(
    Object.entries(parameters).map(([key, one]) => [
      key,
      Object.hasOwn(DEFAULTS, key) && isObject(one) ? of(one, key) : one,
    ]),
  );
}

function without(one: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(one).filter(([key]) => !keys.includes(key)));
}

import type { Json, JsonObject } from "../../../contract/json.ts";
import { isArn, parseArn } from "../../../core/arn.ts";
import { secondOf } from "../../../core/second.ts";
import { canonical, isObject, sameJson } from "../../kit/canonical.ts";
import { pick } from "../../kit/json.ts";
import type { StreamStart } from "../../stream-start.ts";
import { KAFKA_CONFIGS, MAPPING_DEFAULTS, WINDOW } from "../mapping-form.ts";
import type { ReadUntil } from "./read-until.ts";

/** What a mapping reads and where it starts: no update can say it again. */
const AT_BIRTH = new Set([
  "EventSourceArn",
  "Queues",
  "StartingPosition",
  "StartingPositionTimestamp",
  "Tags",
  "Topics",
]);

/**
 * What stays as it is for as long as a mapping is there, though two that read the same may differ in it: the consumer
 * group, whether it shares records with others of it, and which servers of a cluster it was told.
 * https://docs.aws.amazon.com/lambda/latest/api/API_SelfManagedKafkaEventSourceConfig.html
 */
const LASTING_OF_KAFKA = ["ConsumerGroupId", "ConsumptionMode"];
const LASTING = new Set([...LASTING_OF_KAFKA, "SelfManagedEventSource"]);

/** https://docs.aws.amazon.com/lambda/latest/dg/kafka-scaling-modes.html for pollers */
const EMPTIED = new Set(["DestinationConfig", "FilterCriteria", "ProvisionedPollerConfig", "ScalingConfig"]);

/**
 * Two mappings of one function that read the same cannot exist: this is what tells them apart. A cluster of one's own is
 * the same by any of its servers, a queue of RabbitMQ by its virtual host, which is part of the access.
 */
export function readsTheSame(one: JsonObject, other: JsonObject): boolean {
  const source = ({ EventSourceArn = null, Topics = null, Queues = null, ...rest }: JsonObject): JsonObject =>
    canonical({ EventSourceArn, Topics, Queues, hosts: accessOf(rest).filter(isVirtualHost) });
  if (!sameJson(source(one), source(other))) return false;
  const [servers, others] = [serversOf(one), serversOf(other)];
  return servers.length === 0 ? others.length === 0 : servers.some((server) => others.includes(server));
}

function serversOf({ SelfManagedEventSource }: JsonObject): readonly Json[] {
  const endpoints = isObject(SelfManagedEventSource) ? SelfManagedEventSource.Endpoints : undefined;
  return isObject(endpoints) ? (Object.values(endpoints).flat() as Json[]) : [];
}

function accessOf({ SourceAccessConfigurations: access }: JsonObject): readonly Json[] {
  return Array.isArray(access) ? access : [];
}

function isVirtualHost(access: Json): boolean {
  return isObject(access) && access.Type === "VIRTUAL_HOST";
}

/** What the person who reads a plan recognises it by. */
export function sourceLabel({ EventSourceArn, Topics, Queues }: JsonObject): string {
  if (typeof EventSourceArn !== "string") return `Kafka topic ${JSON.stringify(Topics ?? "")}`;
  const part =
    Topics !== undefined ? ["topic", Topics] : Queues !== undefined ? ["queue", Queues] : undefined;
  return part === undefined ? EventSourceArn : `${EventSourceArn} (${part[0]} ${JSON.stringify(part[1])})`;
}

/**
 * What an update can change, and under a name of its own what it cannot (see `lasts`). Where a stream starts is part of
 * birth: afterwards it has a position of its own. A virtual host may not even be said again.
 * https://docs.aws.amazon.com/lambda/latest/api/API_SourceAccessConfiguration.html
 */
export function updatable(settings: JsonObject): JsonObject {
  const access = accessOf(settings).filter((one) => !isVirtualHost(one));
  const lasting: JsonObject = {};
  const own = kafkaConfigs(settings).map(([key, config]) => {
    Object.assign(lasting, pick(config, LASTING_OF_KAFKA));
    return [key, Object.fromEntries(Object.entries(config).filter(([one]) => !LASTING.has(one)))] as const;
  });
  return canonical({
    ...Object.fromEntries(Object.entries(settings).filter(([key]) => !AT_BIRTH.has(key))),
    SourceAccessConfigurations: access,
    ...Object.fromEntries(own),
    ...lasting,
  });
}

function kafkaConfigs(settings: JsonObject): readonly (readonly [string, JsonObject])[] {
  return KAFKA_CONFIGS.flatMap((key) => {
    const config = settings[key];
    return isObject(config) ? [[key, config] as const] : [];
  });
}

function groupOf(settings: JsonObject): Json | undefined {
  return kafkaConfigs(settings)[0]?.[1].ConsumerGroupId;
}

/**
 * What a person has to know of where a new mapping begins: nothing, where it reads a queue. How far a consumer group is lies
 * in its cluster, which Lambda asks first.
 * https://docs.aws.amazon.com/lambda/latest/dg/kafka-consumer-group-id.html
 */
export function whereItStarts(settings: JsonObject, read?: ReadUntil | "refused"): string[] {
  const { StartingPosition, StartingPositionTimestamp: time } = settings;
  const start = time === undefined ? StartingPosition : time;
  const [group, from] = [groupOf(settings), `the mapping from ${sourceLabel(settings)}`];
  if (start === undefined) return [];
  if (group === undefined)
    return [
      `${from} starts at ${String(start)}: ${typeof read === "object" ? told(read) : unknownOf(settings, read)}`,
    ];
  return [
    `${from} goes on where its cluster has consumer group ${String(group)}, and starts at ${String(start)} where that ` +
      "is not known: then records may come twice or be skipped",
  ];
}

function unknownOf({ EventSourceArn: source }: JsonObject, refused?: "refused"): string {
  const why = refused && ", since cloudwatch:GetMetricData is not allowed to the role that restores";
  const only = takesTime(source) ? "" : " (latest or trim-horizon, since DynamoDB knows no start at a time)";
  return `how far it had read is not known${why ?? ""}, so records may come twice or be skipped; --streams${only} says where to start`;
}

function takesTime(source: Json | undefined): boolean {
  return typeof source !== "string" || !isArn(source) || parseArn(source).service !== "dynamodb";
}

function told({ until, again, waiting }: ReadUntil): string {
  const records = (count: number): string => `${count} record${count === 1 ? "" : "s"}`;
  return (
    `it had read until about ${secondOf(until)}, as Lambda's IteratorAge says, so ${records(again)} may come twice, and ` +
    `${records(waiting)} that came since wait, as far as the stream still keeps them`
  );
}

/** Whether Lambda keeps a setting as long as the mapping is there, whatever all of them are to become. */
export function lasts(key: string, to: JsonObject): boolean {
  if (LASTING.has(key)) return true;
  const halfSecond = key === WINDOW && to.SelfManagedEventSource !== undefined;
  return to[key] === undefined && (halfSecond || noneOf(key) === undefined);
}

/** AWS's way to say none, for a setting that is to go; `undefined` where it has none, and keeps what it is not told. */
export function noneOf(key: string): Json | undefined {
  if (key === "FunctionResponseTypes" || key === "SourceAccessConfigurations") return [];
  if (EMPTIED.has(key)) return {};
  if (key === "MetricsConfig") return { Metrics: [] };
  if (key === "KMSKeyArn") return "";
  if (key === "BisectBatchOnFunctionError") return false;
  return MAPPING_DEFAULTS[key];
}

/**
 * The checkpoint is told to nobody, so a stream starts where it once did, or where it is said. One of DynamoDB cannot start
 * at a time: none of its records is skipped.
 * https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
 */
export function startingAt(settings: JsonObject, start: StreamStart | undefined): JsonObject {
  if (start === undefined || settings.StartingPosition === undefined) return settings;
  const { StartingPositionTimestamp: _old, ...rest } = settings;
  if (start === "latest") return { ...rest, StartingPosition: "LATEST" };
  return start === "trim-horizon" || !takesTime(settings.EventSourceArn)
    ? { ...rest, StartingPosition: "TRIM_HORIZON" }
    : { ...rest, StartingPosition: "AT_TIMESTAMP", StartingPositionTimestamp: start.at };
}

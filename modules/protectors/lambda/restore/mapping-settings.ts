import type { Json, JsonObject } from "../../../contract/json.ts";
import { canonical } from "../../kit/canonical.ts";
import type { StreamStart } from "../../protector.ts";
import { MAPPING_DEFAULTS } from "../mapping-form.ts";

/** What a mapping reads, and what no update can change. */
const AT_BIRTH = new Set([
  "EventSourceArn",
  "Queues",
  "SelfManagedEventSource",
  "StartingPosition",
  "StartingPositionTimestamp",
  "Tags",
  "Topics",
]);

/** https://docs.aws.amazon.com/lambda/latest/dg/kafka-scaling-modes.html for pollers */
const EMPTIED = new Set(["DestinationConfig", "FilterCriteria", "ProvisionedPollerConfig", "ScalingConfig"]);

/** Two mappings of one function that read the same thing cannot exist: this is what tells them apart. */
export function sourceOf(settings: JsonObject): string {
  const { EventSourceArn = null, SelfManagedEventSource = null, Topics = null, Queues = null } = settings;
  return JSON.stringify(canonical({ EventSourceArn, SelfManagedEventSource, Topics, Queues }));
}

/** What the person who reads a plan recognises it by. */
export function sourceLabel({ EventSourceArn, Topics }: JsonObject): string {
  return typeof EventSourceArn === "string" ? EventSourceArn : `Kafka topic ${JSON.stringify(Topics ?? "")}`;
}

/** The part an update can change. Where a stream starts is part of birth: afterwards it has a position of its own. */
export function updatable(settings: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(settings).filter(([key]) => !AT_BIRTH.has(key)));
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

/** The checkpoint was not captured, so a stream starts where it once did, or where the person says. */
export function startingAt(settings: JsonObject, start: StreamStart | undefined): JsonObject {
  if (start === undefined || settings.StartingPosition === undefined) return settings;
  const { StartingPositionTimestamp: _old, ...rest } = settings;
  return { ...rest, StartingPosition: start === "latest" ? "LATEST" : "TRIM_HORIZON" };
}

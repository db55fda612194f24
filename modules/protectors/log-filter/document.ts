import type { Json, JsonObject } from "../../contract/json.ts";
import { parserOf } from "../kit/parse.ts";
import schema from "./document.schema.json" with { type: "json" };

/** Of `LogGroupDocument`; another number is another form. */
export const FORMAT = 1;

/** Fields that are kept among the secrets: what people look for in events, mask in them or add to them. */
export const SEALED = [
  "metricFilters.*.filterPattern",
  "metricFilters.*.fieldSelectionCriteria",
  "subscriptionFilters.*.filterPattern",
  "subscriptionFilters.*.fieldSelectionCriteria",
  "transformer",
  "dataProtectionPolicy.Configuration",
];

/** What a log group does with its events, beside its filters. Each absent where the group has none of its own. */
export interface GroupPolicies {
  /** What is masked in its events. */
  readonly dataProtectionPolicy?: JsonObject;
  /** Which fields are indexed. */
  readonly indexPolicy?: JsonObject;
  /** Processors, as PutTransformer takes them. */
  readonly transformer?: readonly Json[];
}

/** What a log group was: the part of a recovery point that a restore reads. Its events are not here. */
export interface LogGroupDocument extends GroupPolicies {
  readonly kind: "log-filter";
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** By Logs' own names: class, key, days of retention, protections. */
  readonly settings: JsonObject;
  /** As PutMetricFilter takes them, without the group's name; sorted by name. */
  readonly metricFilters: readonly JsonObject[];
  /** As PutSubscriptionFilter takes them, without the group's name; sorted by name. */
  readonly subscriptionFilters: readonly JsonObject[];
  readonly tags: Readonly<Record<string, string>>;
}

/** @throws FormError */
export const parseGroup = parserOf<LogGroupDocument>(schema, "the document of a log group");

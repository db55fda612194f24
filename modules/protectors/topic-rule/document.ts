import type { JsonObject } from "../../contract/json.ts";
import { parserOf } from "../kit/parse.ts";
import schema from "./document.schema.json" with { type: "json" };

/** Of `TopicRuleDocument`; another number is another form. */
export const FORMAT = 1;

/** Of an action, what it tells others, and so may hold credentials: by action and member. */
export const TOLD = [
  "http.headers",
  "kafka.clientProperties",
  "kafka.headers",
  "republish.headers",
  "salesforce.token",
];

/** Of an action, addresses on the web, which may hold a token behind their host. */
export const ADDRESSES = ["http.url", "http.confirmationUrl", "salesforce.url"];

/** Fields that are kept among the secrets: what the rule looks for in messages, and what its actions tell others. */
export const SEALED = [
  "settings.sql",
  ...["settings.actions.*", "settings.errorAction"].flatMap((action) =>
    [...TOLD, ...ADDRESSES].map((member) => `${action}.${member}`),
  ),
];

/** What CreateTopicRule takes as its payload, by its own names, but for whether the rule is disabled. */
export interface TopicRuleSettings extends JsonObject {
  /** At most 10, each an object of one member that says which: https://docs.aws.amazon.com/iot/latest/apireference/API_TopicRulePayload.html */
  readonly actions: readonly JsonObject[];
}

/** What a topic rule was: the part of a recovery point that a restore reads. */
export interface TopicRuleDocument {
  readonly kind: "topic-rule";
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly enabled: boolean;
  readonly settings: TopicRuleSettings;
  /** ARNs of the functions that its SQL calls, in their order there: the SQL itself is sealed. Absent: none. */
  readonly called?: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** @throws FormError */
export const parseTopicRule = parserOf<TopicRuleDocument>(schema, "the document of a topic rule");

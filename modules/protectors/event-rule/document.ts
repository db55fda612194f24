import type { JsonObject } from "../../contract/json.ts";
import { parserOf } from "../kit/parse.ts";
import schema from "./document.schema.json" with { type: "json" };

/** Of `RuleDocument`; another number is another form. */
export const FORMAT = 1;

/**
 * Fields that are kept among the secrets: the values that a pattern looks for, also in alternatives (`$or`), and where its
 * writer has joined names by dots, as EventBridge does. Where events come from is no secret.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
 */
export const SEALED = [["settings", "EventPattern", "**", /^detail(\.|$)/]];

/** What a rule was: the part of a recovery point that a restore reads. */
export interface RuleDocument {
  readonly kind: "event-rule";
  /** Name of its bus. */
  readonly bus: string;
  /** Absent: the default bus, which is always there. */
  readonly busArn?: string;
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly state: "ENABLED" | "DISABLED" | "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";
  /** What PutRule takes, by its own names, its pattern as JSON: without name, bus, state and tags. */
  readonly settings: JsonObject;
  /** As PutTargets takes them, sorted by Id; without what stands among the secrets. */
  readonly targets: readonly JsonObject[];
  readonly tags: Readonly<Record<string, string>>;
}

/** What a rule tells its targets may hold anything, credentials too. */
export interface RuleSecrets {
  /** By the target's Id, the fields that the document leaves out, where PutTargets has them. */
  readonly targets: Readonly<Record<string, JsonObject>>;
}

/** @throws FormError */
export const parseRule = parserOf<RuleDocument>(schema, "the document of an event rule");

/** @throws FormError */
export const parseTold = parserOf<RuleSecrets>(
  {
    type: "object",
    additionalProperties: false,
    required: ["targets"],
    properties: { targets: { type: "object", additionalProperties: { type: "object" } } },
  },
  "what an event rule tells its targets",
);

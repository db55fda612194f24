import type { JsonObject } from "../../contract/json.ts";
import { CallError } from "../kit/calls.ts";
import { exactText, parseExactObject } from "../kit/exact-json.ts";
import { livingPolicy } from "../kit/resource-policy.ts";
import type { QueueSettings } from "./document.ts";

/** What GetQueueAttributes gives and no call sets. Everything else is kept, also what is not known yet. */
const READ_ONLY: Readonly<Record<string, string>> = {
  QueueArn: "it follows from the name",
  CreatedTimestamp: "SQS's own clock",
  LastModifiedTimestamp: "SQS's own clock",
};

/** How many messages wait, by one measure or another: messages are not kept. */
const COUNTS = /^ApproximateNumberOf/;

/** Attributes that are JSON, and where they stand in the document. */
export const POLICIES = {
  Policy: "policy",
  RedrivePolicy: "redrivePolicy",
  RedriveAllowPolicy: "redriveAllowPolicy",
} as const;
type PolicyAttribute = keyof typeof POLICIES;

/** @throws CallError for a policy that is not a JSON object: a point without it would lack it for ever */
export function settingsOf(name: string, given: Readonly<Record<string, string>>): QueueSettings {
  const settable = Object.entries(given).filter(([key]) => !(key in READ_ONLY) && !COUNTS.test(key));
  const policies = settable.flatMap(([key, text]) =>
    isPolicy(key) && text !== "" ? [[POLICIES[key], parsed(name, key, text)] as const] : [],
  );
  return {
    attributes: Object.fromEntries(settable.filter(([key]) => !isPolicy(key))),
    ...(Object.fromEntries(policies) as Omit<QueueSettings, "attributes">),
  };
}

/** The same as CreateQueue and SetQueueAttributes take it. */
export function textsOf(settings: QueueSettings): Record<string, string> {
  const texts: Record<string, string> = { ...settings.attributes };
  for (const [attribute, field] of Object.entries(POLICIES)) {
    const policy = field === "policy" ? livingPolicy(settings.policy) : settings[field];
    if (policy !== undefined) texts[attribute] = exactText(policy);
  }
  return texts;
}

function isPolicy(attribute: string): attribute is PolicyAttribute {
  return Object.hasOwn(POLICIES, attribute);
}

function parsed(name: string, attribute: string, text: string): JsonObject {
  const value = parseExactObject(text);
  if (value !== undefined) return value;
  throw new CallError("sqs:GetQueueAttributes", name, new Error(`${attribute} is not a JSON object`));
}

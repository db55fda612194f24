import type { JsonObject } from "../../contract/json.ts";
import { CallError } from "../kit/calls.ts";
import { parseExactObject } from "../kit/exact-json.ts";

/** What SNS gives and no call sets, or what happens only once. Everything else is kept, also what is not known yet. */
const READ_ONLY = {
  topic: new Set([
    "TopicArn",
    "Owner",
    "SubscriptionsConfirmed",
    "SubscriptionsDeleted",
    "SubscriptionsPending",
    // What comes of the delivery policy and SNS's own.
    "EffectiveDeliveryPolicy",
    "BeginningArchiveTime",
  ]),
  subscription: new Set([
    "SubscriptionArn",
    "TopicArn",
    "Protocol",
    "Endpoint",
    "Owner",
    "SubscriptionPrincipal",
    "ConfirmationWasAuthenticated",
    "PendingConfirmation",
    "EffectiveDeliveryPolicy",
    // A replay that was under way is not begun again.
    "ReplayPolicy",
    "ReplayStatus",
  ]),
};

/** Attributes that are JSON, and where they stand in the document. */
export const TOPIC_POLICIES = {
  Policy: "policy",
  DeliveryPolicy: "deliveryPolicy",
  ArchivePolicy: "archivePolicy",
} as const;
export const SUBSCRIPTION_POLICIES = {
  FilterPolicy: "filterPolicy",
  RedrivePolicy: "redrivePolicy",
  DeliveryPolicy: "deliveryPolicy",
} as const;

interface Split {
  readonly attributes: Readonly<Record<string, string>>;
  readonly policies: Readonly<Record<string, JsonObject>>;
}

/** @throws CallError for a policy that is not a JSON object: a point without it would lack it for ever */
export function split(
  of: keyof typeof READ_ONLY,
  name: string,
  given: Readonly<Record<string, string>>,
): Split {
  const fields: Readonly<Record<string, string>> = of === "topic" ? TOPIC_POLICIES : SUBSCRIPTION_POLICIES;
  const call = of === "topic" ? "sns:GetTopicAttributes" : "sns:GetSubscriptionAttributes";
  const attributes: Record<string, string> = {};
  const policies: Record<string, JsonObject> = {};
  for (const [attribute, text] of Object.entries(given)) {
    if (READ_ONLY[of].has(attribute)) continue;
    const field = fields[attribute];
    if (field === undefined) attributes[attribute] = text;
    else if (text !== "" && text !== "{}") policies[field] = parsed(call, name, attribute, text);
  }
  return { attributes, policies };
}

/** @throws CallError which shows nothing of the text */
export function parsed(call: string, name: string, attribute: string, text: string): JsonObject {
  const value = parseExactObject(text);
  if (value !== undefined) return value;
  throw new CallError(call, name, new Error(`${attribute} is not a JSON object`));
}

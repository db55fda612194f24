import type { Json, JsonObject } from "../../contract/json.ts";
import { isArn, parseArn } from "../../core/arn.ts";
import { compareText } from "../../core/source-order.ts";
import { exactText } from "../kit/exact-json.ts";
import { sortedKeys } from "../kit/sorted-keys.ts";
import { SUBSCRIPTION_POLICIES, split } from "./attributes.ts";
import type { OthersSubscription, Subscription, SubscriptionSettings } from "./document.ts";

/** Protocols of subscriptions that nobody has to confirm. */
export const MADE = new Set(["firehose", "lambda", "sqs"]);
const WEB = /^(https?:\/\/)(?:[^/?#]*@)?([^/?#@]+)/i;

const SCOPE = "FilterPolicyScope";

/** What SNS takes an attribute for that nobody set. */
const DEFAULTS: Readonly<Record<string, string>> = {
  RawMessageDelivery: "false",
  [SCOPE]: "MessageAttributes",
};

/** @throws CallError for a policy that is not a JSON object */
export function subscriptionSettings(
  name: string,
  given: Readonly<Record<string, string>>,
): SubscriptionSettings {
  const { attributes, policies } = split("subscription", name, given);
  return { attributes, ...policies };
}

/** Whether a restore can make it: an endpoint of the topic's account, subscribed by it, which SNS takes at once. */
export function isMade({ protocol, endpoint, owner, pending }: OthersSubscription, account: string): boolean {
  return (
    MADE.has(protocol) &&
    owner === undefined &&
    pending === undefined &&
    isArn(endpoint) &&
    parseArn(endpoint).account === account
  );
}

/** Of an address on the web its host; every other endpoint as it is. */
export function shownEndpoint(endpoint: string): string {
  const [, scheme, host] = WEB.exec(endpoint) ?? [];
  return scheme === undefined ? endpoint : `${scheme}${host}`;
}

/** One form for settings that mean the same: attribute to its value, policies as JSON. */
export function subscriptionForm(settings: SubscriptionSettings): JsonObject {
  const { filterPolicy } = settings;
  const plain = Object.entries(settings.attributes).filter(
    ([name, value]) =>
      value !== "" &&
      value !== DEFAULTS[name] &&
      // Without a filter it says nothing.
      !(name === SCOPE && filterPolicy === undefined),
  );
  const policies = Object.entries(SUBSCRIPTION_POLICIES).flatMap(([attribute, field]) => {
    const value = settings[field];
    return value === undefined ? [] : [[attribute, value] as const];
  });
  return sortedKeys(Object.fromEntries<Json>([...plain, ...policies])) as JsonObject;
}

/**
 * An attribute of the form as SNS takes it; absent: as what it takes it for by itself. `undefined` is sent as no value
 * at all, which alone takes away a policy that has no empty form: SNS refuses an empty text.
 * https://github.com/hashicorp/terraform-provider-aws/issues/14800
 */
export function subscriptionText(attribute: string, value: Json): string;
export function subscriptionText(attribute: string, value: Json | undefined): string | undefined;
export function subscriptionText(attribute: string, value: Json | undefined): string | undefined {
  if (value === undefined) return DEFAULTS[attribute] ?? (attribute === "FilterPolicy" ? "{}" : undefined);
  return typeof value === "string" ? value : exactText(value as JsonObject);
}

/**
 * Attributes in an order in which SNS takes each: a filter that nests only while the scope is the message's body, so that
 * scope comes before all, and the other one after all.
 */
export function inScopeOrder(attributes: readonly string[], form: JsonObject): readonly string[] {
  const rest = attributes.filter((one) => one !== SCOPE);
  if (rest.length === attributes.length) return attributes;
  return form[SCOPE] === "MessageBody" ? [SCOPE, ...rest] : [...rest, SCOPE];
}

/** What is told of a subscription to people: `lambda arn:aws:lambda:...`. */
export function subscriptionLabel({ protocol, endpoint }: Told): string {
  return `${protocol} ${endpoint}`;
}

type Told = Pick<Subscription, "protocol" | "endpoint">;

export function byEndpoint(a: Told, b: Told): number {
  return compareText(a.protocol, b.protocol) || compareText(a.endpoint, b.endpoint);
}

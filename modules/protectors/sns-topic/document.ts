import type { JsonObject } from "../../contract/json.ts";
import { parserOf } from "../kit/parse.ts";
import schema from "./document.schema.json" with { type: "json" };

/** Of `TopicDocument`; another number is another form. */
export const FORMAT = 1;

/** Fields that are kept among the secrets, beside whole addresses: what people look for in messages, and mask in them. */
export const SEALED = [
  "subscriptions.*.filterPolicy",
  "others.*.filterPolicy",
  "dataProtectionPolicy.Configuration",
];

/** What a topic does, as SNS was told, apart from whom it tells. */
export interface TopicSettings {
  /** By SNS's own names and as its own texts. Policies stand below. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Absent: the one that SNS gives every new topic. */
  readonly policy?: JsonObject;
  readonly deliveryPolicy?: JsonObject;
  /** How long a FIFO topic keeps messages; those are no part of it. */
  readonly archivePolicy?: JsonObject;
  readonly dataProtectionPolicy?: JsonObject;
  /** Whether it has one is not known: SNS refused to say. */
  readonly dataProtectionUnread?: true;
}

/** How somebody is told. */
export interface SubscriptionSettings {
  /** By SNS's own names and as its own texts. Policies stand below. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Which messages it is told of; absent: of all. */
  readonly filterPolicy?: JsonObject;
  /** Where messages go that cannot be delivered. */
  readonly redrivePolicy?: JsonObject;
  readonly deliveryPolicy?: JsonObject;
}

/** One that is told by the topic: SNS has one of a protocol and an endpoint. */
export interface Subscription extends SubscriptionSettings {
  /** `lambda`, `sqs`, `firehose`. */
  readonly protocol: string;
  readonly endpoint: string;
}

/** One that no restore can make. */
export interface OthersSubscription extends Subscription {
  /** The account whose it is; absent: the topic's. */
  readonly owner?: string;
  /** It was not confirmed yet, and SNS tells no more of it. */
  readonly pending?: true;
}

/** What a topic was: the part of a recovery point that a restore reads. */
export interface TopicDocument extends TopicSettings {
  readonly kind: "sns-topic";
  /** A FIFO topic's ends in `.fifo`. */
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** Those that arming makes again. */
  readonly subscriptions: readonly Subscription[];
  /** Those that their owners have to make or confirm again. Of an address on the web the host alone: the rest is a secret. */
  readonly others: readonly OthersSubscription[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Addresses on the web often hold a key, in their path or behind a question mark. */
export interface TopicSecrets {
  /** Whole, sorted. */
  readonly addresses: readonly string[];
}

/** @throws FormError */
export const parseTopic = parserOf<TopicDocument>(schema, "the document of a topic");

/** @throws FormError */
export const parseAddresses = parserOf<TopicSecrets>(
  {
    type: "object",
    additionalProperties: false,
    required: ["addresses"],
    properties: { addresses: { type: "array", items: { type: "string" } } },
  },
  "the addresses that a topic tells",
);

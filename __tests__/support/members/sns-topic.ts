import { attributesIn } from "./documented.ts";
import type { Members } from "./members.ts";
import { OWN } from "./own.ts";

const TOLD = "counts whom it tells, who are listed";
const MADE = "follows from the delivery policy";

export const members: Members = {
  keys: {
    "GetTopicAttributes.Attributes.*": [
      ...new Set([...attributesIn("GetTopicAttributesResponse"), ...attributesIn("CreateTopicInput")]),
    ],
    "GetSubscriptionAttributes.Attributes.*": attributesIn("GetSubscriptionAttributesResponse"),
    "CreateTopic.Attributes.*": attributesIn("CreateTopicInput"),
  },
  ignored: {
    "GetTopicAttributes.Attributes.Owner": OWN,
    "GetTopicAttributes.Attributes.EffectiveDeliveryPolicy": MADE,
    "GetTopicAttributes.Attributes.SubscriptionsConfirmed": TOLD,
    "GetTopicAttributes.Attributes.SubscriptionsDeleted": TOLD,
    "GetTopicAttributes.Attributes.SubscriptionsPending": TOLD,
    "GetTopicAttributes.Attributes.BeginningArchiveTime": "of messages, which are no part of the point",
    "GetSubscriptionAttributes.Attributes.ConfirmationWasAuthenticated": "of a confirmation, which is over",
    "GetSubscriptionAttributes.Attributes.EffectiveDeliveryPolicy": MADE,
    "GetSubscriptionAttributes.Attributes.Owner": OWN,
    "GetSubscriptionAttributes.Attributes.PendingConfirmation": "the list tells it",
    "GetSubscriptionAttributes.Attributes.SubscriptionArn": "an id that AWS gives",
    "GetSubscriptionAttributes.Attributes.TopicArn": OWN,
    "ListSubscriptionsByTopic.Subscriptions[].TopicArn": OWN,
  },
  unlike: {
    "GetSubscriptionAttributes.Attributes.FilterPolicyScope":
      "says nothing without its filter, which is sealed: a plan compares both",
  },
  unsent: {
    "CreateTopic.DataProtectionPolicy": "put by a call of its own, since AWS refuses it to new customers",
  },
};

import type { Permission } from "../../contract/permission.ts";
import { inRegion } from "../in-region.ts";
import type { KindSpec } from "../spec.ts";

const ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html";

const onTopics = (...actions: string[]): Permission[] =>
  actions.map((action) => ({
    action: `sns:${action}`,
    resources: ["arn:{partition}:sns:{region}:{account}:*"],
  }));

const subscriptions = [
  ...onTopics("ListSubscriptionsByTopic"),
  ...inRegion("sns", "GetSubscriptionAttributes"),
];
const reads = [
  ...onTopics("GetTopicAttributes", "GetDataProtectionPolicy", "ListTagsForResource"),
  ...subscriptions,
];

/** Nothing here publishes, and nothing deletes a topic; a subscription is ended by a disarm alone. */
export const snsTopicSpec: KindSpec = {
  kind: "sns-topic",
  noun: ["topic", "topics"],
  home: "regional",
  source: "https://docs.aws.amazon.com/sns/latest/dg/welcome.html",
  trigger: "sns",
  listedToFollow: true,
  // A subscription has one more part, an application's endpoint has slashes.
  idOf: ({ service, resource }) =>
    service === "sns" && /^[A-Za-z0-9_-]+(\.fifo)?$/.test(resource) ? resource : undefined,
  written: {
    id: "NAME",
    arn: "arn:{partition}:sns:{region}:{account}:NAME",
    parts: [{ letters: /[A-Za-z0-9_.-]/, most: 256, whole: /^[^.]+(\.fifo)?$/ }],
  },
  permissions: {
    // Subscriptions, since their dead-letter queues are captured with it.
    inventory: [...inRegion("sns", "ListSubscriptions", "ListTopics"), ...subscriptions],
    capture: reads,
    restore: [
      ...onTopics("CreateTopic", "SetTopicAttributes", "TagResource", "PutDataProtectionPolicy"),
      ...reads,
      { action: "iam:GetRole", resources: ["arn:{partition}:iam::{account}:role/*"] },
      { action: "kms:DescribeKey", resources: ["arn:{partition}:kms:{region}:{account}:key/*"] },
    ],
    // Of a subscription IAM knows no resource: on one of zonekeep's own topics the guard tells of it.
    activate: [
      ...onTopics("Subscribe"),
      ...subscriptions,
      ...inRegion("sns", "SetSubscriptionAttributes", "Unsubscribe"),
    ],
  },
  wildcardActions: {
    "sns:GetSubscriptionAttributes": ACTIONS,
    "sns:ListSubscriptions": ACTIONS,
    "sns:ListTopics": ACTIONS,
    "sns:SetSubscriptionAttributes": ACTIONS,
    "sns:Unsubscribe": ACTIONS,
  },
  passedTo: "sns.amazonaws.com",
  pace: {
    budget: "SNS reads",
    source: "https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html",
    perSecond: 30,
    perThing: () => 2,
    perPage: () => 2,
    pageSize: 100,
  },
};

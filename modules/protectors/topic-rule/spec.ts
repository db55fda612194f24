import type { Permission } from "../../contract/permission.ts";
import { inRegion } from "../in-region.ts";
import type { KindSpec } from "../spec.ts";
import { topicRuleNamed } from "./arn.ts";

const ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html";

const onTopicRules = (...actions: string[]): Permission[] =>
  actions.map((action) => ({
    action: `iot:${action}`,
    resources: ["arn:{partition}:iot:{region}:{account}:rule/*"],
  }));

/** IoT refuses a question about a rule that is not there as one that is not allowed: its list says which it is. */
const list = inRegion("iot", "ListTopicRules");

/** Rules of AWS IoT Core, with their actions. Nothing here deletes one. */
export const topicRuleSpec: KindSpec = {
  kind: "topic-rule",
  noun: ["topic rule", "topic rules"],
  home: "regional",
  source: "https://docs.aws.amazon.com/iot/latest/developerguide/iot-rules.html",
  trigger: "iot",
  // A function's policy need not name the rule, and what else it calls is called by a role.
  listedToFollow: true,
  idOf: ({ service, resource }) => (service === "iot" ? topicRuleNamed(resource) : undefined),
  written: {
    id: "NAME",
    arn: "arn:{partition}:iot:{region}:{account}:rule/NAME",
    parts: [{ letters: /[A-Za-z0-9_]/, most: 128 }],
  },
  permissions: {
    inventory: [...list, ...onTopicRules("GetTopicRule")],
    capture: [...list, ...onTopicRules("GetTopicRule", "ListTagsForResource")],
    restore: [
      ...list,
      ...onTopicRules(
        "CreateTopicRule",
        "GetTopicRule",
        "ListTagsForResource",
        "ReplaceTopicRule",
        "TagResource",
      ),
      { action: "iam:GetRole", resources: ["arn:{partition}:iam::{account}:role/*"] },
    ],
    activate: [...list, ...onTopicRules("DisableTopicRule", "EnableTopicRule", "GetTopicRule")],
  },
  wildcardActions: { "iot:ListTopicRules": ACTIONS },
  passedTo: "iot.amazonaws.com",
  pace: {
    budget: "IoT reads of topic rules",
    source: "https://docs.aws.amazon.com/general/latest/gr/iot-core.html",
    perSecond: 200,
    // The rule before and after its tags.
    perThing: () => 3,
    // The list, and each rule in it.
    perPage: () => 1 + 1000,
    pageSize: 1000,
  },
};

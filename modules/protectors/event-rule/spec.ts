import type { Permission } from "../../contract/permission.ts";
import { EVENTBRIDGE_BUDGET } from "../eventbridge-budget.ts";
import { inRegion } from "../in-region.ts";
import type { KindSpec } from "../spec.ts";

const ACTIONS =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html";

const onRules = (...actions: string[]): Permission[] =>
  actions.map((action) => ({
    action: `events:${action}`,
    resources: ["arn:{partition}:events:{region}:{account}:rule/*"],
  }));

const CONNECTIONS = "arn:{partition}:events:{region}:{account}:connection/*";

/** AWS asks for the destination's connection too. */
const destinations: Permission = {
  action: "events:DescribeApiDestination",
  resources: ["arn:{partition}:events:{region}:{account}:api-destination/*", CONNECTIONS],
};

const reads = onRules("DescribeRule", "ListTargetsByRule", "ListTagsForResource");

/** Rules of EventBridge, with their targets. Nothing here deletes one, or takes a target away. */
export const eventRuleSpec: KindSpec = {
  kind: "event-rule",
  noun: ["event rule", "event rules"],
  home: "regional",
  source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html",
  trigger: "eventbridge",
  // A function's policy may name its rule, and queues, topics and buses need not.
  listedToFollow: true,
  idOf: ({ service, resource }) => {
    const [, path] = service === "events" ? (/^rule\/(.+)$/.exec(resource) ?? []) : [];
    return path === undefined || path.includes("/") ? path : `default/${path}`;
  },
  // A partner's bus has slashes in its name.
  written: {
    id: "BUS/NAME",
    arn: "arn:{partition}:events:{region}:{account}:rule/[BUS/]NAME",
    parts: [
      { letters: /[A-Za-z0-9_./-]/, most: 256 },
      { letters: /[A-Za-z0-9_.-]/, most: 64 },
    ],
  },
  permissions: {
    inventory: [...inRegion("events", "ListEventBuses", "ListRules"), ...onRules("ListTargetsByRule")],
    capture: reads,
    restore: [
      ...onRules("PutRule", "PutTargets", "TagResource"),
      ...reads,
      {
        action: "events:DescribeEventBus",
        resources: ["arn:{partition}:events:{region}:{account}:event-bus/*"],
      },
      destinations,
      { action: "iam:GetRole", resources: ["arn:{partition}:iam::{account}:role/*"] },
    ],
    activate: [
      ...onRules("DisableRule", "EnableRule", "PutRule", "ListTargetsByRule", "ListTagsForResource"),
      // A rule waits for the secret of a connection that it calls by.
      destinations,
      { action: "events:DescribeConnection", resources: [CONNECTIONS] },
      // Also of the region that it was restored from, where it may run still.
      { action: "events:DescribeRule", resources: ["arn:{partition}:events:*:{account}:rule/*"] },
    ],
  },
  wildcardActions: { "events:ListEventBuses": ACTIONS, "events:ListRules": ACTIONS },
  passedTo: "events.amazonaws.com",
  pace: {
    ...EVENTBRIDGE_BUDGET,
    // Rule, targets and tags, twice.
    perThing: () => 6,
    // The list, and the targets of every rule in it.
    perPage: () => 1 + 100,
    pageSize: 100,
  },
};

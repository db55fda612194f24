import type { Permission } from "../../contract/permission.ts";
import { EVENTBRIDGE_BUDGET } from "../eventbridge-budget.ts";
import { inRegion } from "../in-region.ts";
import type { KindSpec } from "../spec.ts";

const ACTIONS =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html";

const onBuses = (...actions: string[]): Permission[] =>
  actions.map((action) => ({
    action: `events:${action}`,
    resources: ["arn:{partition}:events:{region}:{account}:event-bus/*"],
  }));

const reads = onBuses("DescribeEventBus", "ListTagsForResource");

/** Buses that somebody made by their names. Nothing here deletes one, or puts an event on it. */
export const eventBusSpec: KindSpec = {
  kind: "event-bus",
  noun: ["event bus", "event buses"],
  home: "regional",
  source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus.html",
  trigger: "eventbridge",
  // Rules name their bus; a bus calls nobody.
  listedToFollow: false,
  idOf: ({ service, resource }) =>
    service === "events" ? /^event-bus\/(?!default$)([^/]+)$/.exec(resource)?.[1] : undefined,
  written: {
    id: "NAME",
    arn: "arn:{partition}:events:{region}:{account}:event-bus/NAME",
    parts: [{ letters: /[A-Za-z0-9_.-]/, most: 256 }],
    everywhere: "default",
  },
  permissions: {
    // Its dead-letter queue and its archives are captured with it.
    inventory: [...inRegion("events", "ListEventBuses", "ListArchives"), ...onBuses("DescribeEventBus")],
    capture: reads,
    restore: [
      ...onBuses("CreateEventBus", "UpdateEventBus", "TagResource"),
      ...reads,
      { action: "kms:DescribeKey", resources: ["arn:{partition}:kms:{region}:{account}:key/*"] },
    ],
    activate: [...inRegion("events", "PutPermission", "RemovePermission"), ...reads],
  },
  wildcardActions: {
    "events:ListArchives": ACTIONS,
    "events:ListEventBuses": ACTIONS,
    "events:PutPermission": ACTIONS,
    "events:RemovePermission": ACTIONS,
  },
  pace: {
    ...EVENTBRIDGE_BUDGET,
    // The bus and its tags, twice.
    perThing: () => 4,
    perPage: () => 0,
    pageSize: 100,
  },
};

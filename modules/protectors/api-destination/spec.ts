import type { Permission } from "../../contract/permission.ts";
import { EVENTBRIDGE_BUDGET } from "../eventbridge-budget.ts";
import { inRegion } from "../in-region.ts";
import type { KindSpec } from "../spec.ts";

const ACTIONS =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html";

const CONNECTION = "arn:{partition}:events:{region}:{account}:connection/*";

/** AWS asks for the destination's connection too. */
const onDestinations = (...actions: string[]): Permission[] =>
  actions.map((action) => ({
    action: `events:${action}`,
    resources: ["arn:{partition}:events:{region}:{account}:api-destination/*", CONNECTION],
  }));

const reads = onDestinations("DescribeApiDestination");

/** API destinations of EventBridge. Nothing here deletes one. */
export const apiDestinationSpec: KindSpec = {
  kind: "api-destination",
  noun: ["API destination", "API destinations"],
  home: "regional",
  source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html",
  trigger: "eventbridge",
  // Rules name their destination; a destination calls nobody in AWS.
  listedToFollow: false,
  idOf: ({ service, resource }) =>
    service === "events" ? /^api-destination\/([^/]+)\/[^/]+$/.exec(resource)?.[1] : undefined,
  written: {
    id: "NAME",
    arn: "arn:{partition}:events:{region}:{account}:api-destination/NAME/ID",
    parts: [{ letters: /[A-Za-z0-9_.-]/, most: 64 }],
  },
  permissions: {
    // Its connection is captured with it.
    inventory: [...inRegion("events", "ListApiDestinations"), ...reads],
    capture: reads,
    restore: [
      ...onDestinations("CreateApiDestination", "UpdateApiDestination"),
      ...reads,
      { action: "events:DescribeConnection", resources: [CONNECTION] },
    ],
    activate: [],
  },
  wildcardActions: { "events:ListApiDestinations": ACTIONS },
  pace: {
    ...EVENTBRIDGE_BUDGET,
    perThing: () => 1,
    perPage: () => 1,
    pageSize: 100,
  },
};

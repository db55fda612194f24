import type { Permission } from "../../contract/permission.ts";
import { EVENTBRIDGE_BUDGET } from "../eventbridge-budget.ts";
import { inRegion } from "../in-region.ts";
import type { KindSpec } from "../spec.ts";

const ACTIONS =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html";

const ARCHIVES = "arn:{partition}:events:{region}:{account}:archive/*";
const BUSES = "arn:{partition}:events:{region}:{account}:event-bus/*";

const onArchives = (...actions: string[]): Permission[] =>
  actions.map((action) => ({ action: `events:${action}`, resources: [ARCHIVES] }));

const reads = onArchives("DescribeArchive");

/**
 * Archives of event buses, without the events in them. Nothing here deletes one, starts a replay or touches the rule that
 * EventBridge makes for each (`Events-Archive-NAME`).
 */
export const eventArchiveSpec: KindSpec = {
  kind: "event-archive",
  noun: ["event archive", "event archives"],
  home: "regional",
  source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html",
  trigger: "eventbridge",
  // A bus asks for its archives; an archive calls nobody.
  listedToFollow: false,
  idOf: ({ service, resource }) =>
    service === "events" ? /^archive\/([^/]+)$/.exec(resource)?.[1] : undefined,
  written: {
    id: "NAME",
    arn: "arn:{partition}:events:{region}:{account}:archive/NAME",
    parts: [{ letters: /[A-Za-z0-9_.-]/, most: 48 }],
  },
  permissions: {
    // Its bus is captured with it.
    inventory: [...inRegion("events", "ListArchives"), ...reads],
    capture: reads,
    restore: [
      // AWS asks for the bus too.
      { action: "events:CreateArchive", resources: [ARCHIVES, BUSES] },
      ...onArchives("UpdateArchive"),
      ...reads,
      { action: "events:DescribeEventBus", resources: [BUSES] },
      { action: "kms:DescribeKey", resources: ["arn:{partition}:kms:{region}:{account}:key/*"] },
    ],
    activate: [],
  },
  wildcardActions: { "events:ListArchives": ACTIONS },
  pace: {
    ...EVENTBRIDGE_BUDGET,
    // The archive, and before it whose it is.
    perThing: () => 2,
    perPage: () => 1,
    pageSize: 100,
  },
};

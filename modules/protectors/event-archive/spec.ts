import type { Permission } from "../../contract/permission.ts";
import { READING } from "../../drain/events/reading-name.ts";
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

/** What a run makes to read one, by its name; a bus of its own stands before it in the ARN of a rule. */
const RULES = [
  `arn:{partition}:events:{region}:{account}:rule/${READING}*`,
  `arn:{partition}:events:{region}:{account}:rule/*/${READING}*`,
];
const QUEUES = `arn:{partition}:sqs:{region}:{account}:${READING}*`;

const onReadings = (resources: readonly string[], ...actions: string[]): Permission[] =>
  actions.map((action) => ({ action, resources }));

/**
 * Reads the events of an archive: by a replay to a rule of its own, since AWS has no other way. IAM knows no condition on the
 * rules of a replay (`FilterArns`).
 */
const replays: readonly Permission[] = [
  { action: "events:StartReplay", resources: [ARCHIVES, BUSES] },
  ...onReadings(
    [`arn:{partition}:events:{region}:{account}:replay/${READING}*`],
    ...["events:DescribeReplay", "events:CancelReplay"],
  ),
  ...onReadings(RULES, "events:PutRule", "events:RemoveTargets", "events:DeleteRule"),
  // A rule of ours tells nobody but a queue of ours.
  {
    action: "events:PutTargets",
    resources: RULES,
    condition: { "ForAllValues:ArnLike": { "events:TargetArn": QUEUES } },
  },
  ...inRegion("events", "ListRules"),
  ...onReadings(
    [QUEUES],
    ...["sqs:CreateQueue", "sqs:GetQueueUrl", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:DeleteQueue"],
  ),
];

/**
 * Archives of event buses. Nothing here deletes one or touches the rule that EventBridge makes for each
 * (`Events-Archive-NAME`), and a replay is started only where a policy asks for events.
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
  // A rule needs its bus, which has its archives.
  records: {
    ...{ word: "eventbridge", noun: "event", permissions: replays },
    broughtBy: ["event-bus", "event-rule"],
  },
  wildcardActions: { "events:ListArchives": ACTIONS, "events:ListRules": ACTIONS },
  pace: {
    ...EVENTBRIDGE_BUDGET,
    // The archive, and before it whose it is.
    perThing: () => 2,
    perPage: () => 1,
    pageSize: 100,
  },
};

import { describe, expect, test } from "vitest";
import type { Change } from "../../../modules/planner/diff/change.ts";
import { diffPlans } from "../../../modules/planner/diff/diff-plans.ts";
import type { PolicyPlan } from "../../../modules/planner/plan.ts";
import type { Schedule, Selection } from "../../../modules/policy/policy.ts";
import { policyPlan, samplePlan } from "../../support/sample-plan.ts";

type Told = `${Change["class"]} ${string}: ${string}`;

/** What a change of the one policy is told as, without its place and stacks. */
function told(before: Partial<PolicyPlan>, after: Partial<PolicyPlan>): Told[] {
  return diffPlans(samplePlan({}, before), samplePlan({}, after)).map(
    (change): Told => `${change.class} ${change.path}: ${change.what}`,
  );
}

const plain = policyPlan();
const select = (changes: Partial<Selection>) => ({ select: { ...plain.select, ...changes } });
const protect = (changes: Partial<PolicyPlan["protect"]>) => ({
  protect: { ...plain.protect, ...changes },
});
const schedule = (changes: Partial<Schedule>) => ({ schedule: { ...plain.schedule, ...changes } });
const timed = (timing: Schedule["timing"], interval: number) => ({
  ...schedule({ timing }),
  exposure: { ...plain.exposure, interval },
});
const cost = (changes: Partial<PolicyPlan["cost"]>) => ({ cost: { ...plain.cost, ...changes } });
const firm = { mode: "compliance", armedOn: "2027-01-15" } as const;
const SILENT: Partial<PolicyPlan> = {};
const SAME: Told = "changes : is written otherwise and means the same";

/** From the first to the second, and back. */
const ROWS: readonly (readonly [Partial<PolicyPlan>, Partial<PolicyPlan>, Told | Told[], Told | Told[]])[] = [
  [
    SILENT,
    { owner: "web" },
    'changes owner: owned by "web", "payments" before',
    'changes owner: owned by "payments", "web" before',
  ],
  // Selection: which functions.
  [
    select({ tags: { backup: ["yes"], team: ["a", "b"] } }),
    SILENT,
    'adds select.tags.team: asks for tag "team" no more, for "a", "b" before',
    'weakens select.tags.team: asks for tag "team" with "a", "b" too',
  ],
  [
    SILENT,
    select({ tags: { backup: ["maybe", "yes"] } }),
    'adds select.tags.backup: accepts "maybe" of tag "backup" too',
    'weakens select.tags.backup: accepts "maybe" of tag "backup" no more',
  ],
  [
    SILENT,
    select({ tags: { backup: ["*"] } }),
    'adds select.tags.backup: accepts any value of tag "backup" too',
    'weakens select.tags.backup: accepts any value of tag "backup" no more',
  ],
  // A tag may be called anything.
  [
    select({ tags: { valueOf: ["a"], toString: ["a"] } }),
    select({ tags: { valueOf: ["a"], toString: ["a", "b"] } }),
    'adds select.tags.toString: accepts "b" of tag "toString" too',
    'weakens select.tags.toString: accepts "b" of tag "toString" no more',
  ],
  [
    select({ tags: { constructor: ["a"] } }),
    select({ tags: { constructor: ["b"] } }),
    [
      'weakens select.tags.constructor: accepts "a" of tag "constructor" no more',
      'adds select.tags.constructor: accepts "b" of tag "constructor" too',
    ],
    [
      'weakens select.tags.constructor: accepts "b" of tag "constructor" no more',
      'adds select.tags.constructor: accepts "a" of tag "constructor" too',
    ],
  ],
  [
    SILENT,
    select({ names: [] }),
    "adds select.names: selects every function, orders-* before",
    "weakens select.names: selects only functions orders-*, every one before",
  ],
  [select({ names: [] }), select({ names: ["*"] }), SAME, SAME],
  [
    SILENT,
    select({ names: ["media-*", "orders-*"] }),
    "adds select.names: selects functions media-* too, orders-* before",
    "weakens select.names: selects functions media-* no more, only orders-*",
  ],
  [
    SILENT,
    select({ names: ["orders-a*", "orders-b?"] }),
    "weakens select.names: selects functions orders-* no more, only orders-a*, orders-b?",
    "adds select.names: selects functions orders-* too, orders-a*, orders-b? before",
  ],
  [
    select({ arns: ["arn:aws:lambda:*:*:function:a"] }),
    SILENT,
    "adds select.arns: selects every ARN, arn:aws:lambda:*:*:function:a before",
    "weakens select.arns: selects only ARNs arn:aws:lambda:*:*:function:a, every one before",
  ],
  [
    select({ runtimes: ["nodejs*"] }),
    select({ runtimes: ["nodejs*", "python*"] }),
    "adds select.runtimes: selects runtimes python* too, nodejs* before",
    "weakens select.runtimes: selects runtimes python* no more, only nodejs*",
  ],
  [SILENT, select({ accounts: ["123456789012"] }), SAME, SAME],
  [
    SILENT,
    select({ accounts: ["123456789012", "210987654321"] }),
    "adds select.accounts: selects in account 210987654321 too",
    "weakens select.accounts: selects in account 210987654321 no more",
  ],
  [
    SILENT,
    select({ exclude: [{ name: "orders-test-*" }, { name: "tmp-*" }] }),
    "weakens select.exclude: leaves out tmp-* too",
    "adds select.exclude: leaves out tmp-* no more",
  ],
  [SILENT, select({ exclude: [{ name: "orders-test-*" }, { name: "orders-test-a" }] }), SAME, SAME],
  [
    SILENT,
    select({ exclude: [{ name: "orders-test-*", reason: "rebuilt" }] }),
    'changes select.exclude.orders-test-*: leaves out orders-test-* because of "rebuilt", none before',
    'changes select.exclude.orders-test-*: leaves out orders-test-* because of none, "rebuilt" before',
  ],
  [
    SILENT,
    select({ resources: ["arn:aws:dynamodb:us-east-1:123456789012:table/t"] }),
    "adds select.resources: protects arn:aws:dynamodb:us-east-1:123456789012:table/t too",
    "weakens select.resources: protects arn:aws:dynamodb:us-east-1:123456789012:table/t no more",
  ],
  // What of a function.
  [
    SILENT,
    protect({ code: "all" }),
    "adds protect.code: keeps versions of code: all, published before",
    "weakens protect.code: keeps versions of code: published, all before",
  ],
  [
    protect({ code: "latest" }),
    SILENT,
    "adds protect.code: keeps versions of code: published, latest before",
    "weakens protect.code: keeps versions of code: latest, published before",
  ],
  [
    protect({ configuration: "without-environment" }),
    SILENT,
    "adds protect.configuration: keeps configuration: all, without-environment before",
    "weakens protect.configuration: keeps configuration: without-environment, all before",
  ],
  [
    protect({ triggers: ["sqs"] }),
    SILENT,
    "adds protect.triggers: keeps all triggers, sqs before",
    "weakens protect.triggers: keeps triggers sqs only, all before",
  ],
  [
    protect({ triggers: [] }),
    protect({ triggers: ["s3"] }),
    "adds protect.triggers: keeps triggers s3 too",
    "weakens protect.triggers: keeps triggers s3 no more",
  ],
  [
    SILENT,
    protect({ state: ["tables"] }),
    "adds protect.state: keeps tables too",
    "weakens protect.state: keeps tables no more",
  ],
  [
    SILENT,
    protect({ events: { kinesis: 1440 } }),
    "adds protect.events.kinesis: keeps events of kinesis: 1d, none before",
    "weakens protect.events.kinesis: keeps events of kinesis: none, 1d before",
  ],
  [
    protect({ events: { sqs: 60 } }),
    protect({ events: { sqs: "all" } }),
    "adds protect.events.sqs: keeps events of sqs: all, 1h before",
    "weakens protect.events.sqs: keeps events of sqs: 1h, all before",
  ],
  // When.
  [
    SILENT,
    timed({ every: 59 }, 59),
    "adds schedule.every: runs every 59m, every 1h before, at worst 59m apart and 1h before",
    "weakens schedule.every: runs every 1h, every 59m before, at worst 1h apart and 59m before",
  ],
  [
    SILENT,
    timed({ rate: 60 }, 60),
    "changes schedule.rate: runs every 1h from the deployment on, every 1h before",
    "changes schedule.every: runs every 1h, every 1h from the deployment on before",
  ],
  [
    timed({ cron: "0 5 * * *" }, 1440),
    timed({ cron: "0 6 * * *" }, 1440),
    'changes schedule.cron: runs at "0 6 * * *", at "0 5 * * *" before',
    'changes schedule.cron: runs at "0 5 * * *", at "0 6 * * *" before',
  ],
  [
    timed({ cron: "0 9,17 * * *" }, 960),
    timed({ cron: "0 9-17 * * *" }, 960),
    'adds schedule.cron: runs at "0 9-17 * * *", at "0 9,17 * * *" before, more often',
    'weakens schedule.cron: runs at "0 9,17 * * *", at "0 9-17 * * *" before, less often',
  ],
  // Less far apart at worst, and yet fewer runs: one that is worse decides.
  [
    timed({ cron: "0 9-17 * * *" }, 960),
    timed({ cron: "0 */12 * * *" }, 720),
    'weakens schedule.cron: runs at "0 */12 * * *", at "0 9-17 * * *" before, at worst 12h apart and 16h before',
    'weakens schedule.cron: runs at "0 9-17 * * *", at "0 */12 * * *" before, at worst 16h apart and 12h before',
  ],
  [
    SILENT,
    schedule({ timeZone: "Europe/Berlin" }),
    "changes schedule.time-zone: time zone Europe/Berlin, UTC before",
    "changes schedule.time-zone: time zone UTC, Europe/Berlin before",
  ],
  [
    SILENT,
    schedule({ startWindow: 14 }),
    "adds schedule.start-window: runs begin within 14m, 15m before",
    "weakens schedule.start-window: runs begin within 15m, 14m before",
  ],
  [
    SILENT,
    schedule({ completionWindow: 120 }),
    "adds schedule.completion-window: a run counts as failed after 2h, any time before",
    "weakens schedule.completion-window: a run counts as failed after any time, 2h before",
  ],
  [
    SILENT,
    schedule({ pauses: [{ from: "2026-12-20", to: "2027-01-03", reason: "freeze" }] }),
    "weakens schedule.pauses: no runs from 2026-12-20 to 2027-01-03 any more",
    "adds schedule.pauses: runs from 2026-12-20 to 2027-01-03 again",
  ],
  // Two that touch are one.
  [
    schedule({
      pauses: [
        { from: "2026-12-20", to: "2026-12-27", reason: "a" },
        { from: "2026-12-27", to: "2027-01-03", reason: "b" },
      ],
    }),
    schedule({ pauses: [{ from: "2026-12-20", to: "2027-01-03", reason: "a" }] }),
    SAME,
    SAME,
  ],
  [
    schedule({ pauses: [{ from: "2026-12-20", to: "2027-01-03", reason: "a" }] }),
    schedule({ pauses: [{ from: "2026-12-20", to: "2027-01-04", reason: "a" }] }),
    "weakens schedule.pauses: no runs from 2026-12-20 to 2027-01-04 any more",
    "adds schedule.pauses: runs from 2026-12-20 to 2027-01-04 again",
  ],
  [
    schedule({ pauses: [{ from: "2026-12-20", to: "2027-01-03", reason: "a" }] }),
    schedule({ pauses: [{ from: "2026-12-20", to: "2027-01-03", reason: "b" }] }),
    'changes schedule.pauses.2026-12-20: pauses from 2026-12-20 to 2027-01-03 because of "b", "a" before',
    'changes schedule.pauses.2026-12-20: pauses from 2026-12-20 to 2027-01-03 because of "a", "b" before',
  ],
  [
    SILENT,
    schedule({ on: ["change", "deployment"] }),
    "adds schedule.on: runs on change, deployment too",
    "weakens schedule.on: runs on change, deployment no more",
  ],
  [
    SILENT,
    schedule({ overlap: "skip" }),
    "weakens schedule.overlap: a run that begins during another: skip, allow before",
    "adds schedule.overlap: a run that begins during another: allow, skip before",
  ],
  [
    SILENT,
    { exposure: { ...plain.exposure, local: 76, remote: 91 } },
    [
      "weakens exposure.local: loses at worst 76m, 75m before",
      "weakens exposure.remote: loses at worst 91m, 90m before, with its region",
    ],
    [
      "adds exposure.local: loses at worst 75m, 76m before",
      "adds exposure.remote: loses at worst 90m, 91m before, with its region",
    ],
  ],
  // How long.
  [
    SILENT,
    { retention: { keep: 36, generations: {} } },
    "adds retention.keep: keeps every point for 36d, 35d before",
    "weakens retention.keep: keeps every point for 35d, 36d before",
  ],
  [
    SILENT,
    { retention: { generations: { daily: 7 } } },
    [
      "weakens retention.keep: keeps every point for no time, 35d before",
      "adds retention.daily: keeps daily points: 7, none before",
    ],
    [
      "weakens retention.daily: keeps daily points: none, 7 before",
      "adds retention.keep: keeps every point for 35d, no time before",
    ],
  ],
  [
    { retention: { keep: 35, generations: { yearly: 7 } } },
    { retention: { keep: 35, generations: { yearly: 6 } } },
    "weakens retention.yearly: keeps yearly points: 6, 7 before",
    "adds retention.yearly: keeps yearly points: 7, 6 before",
  ],
  [
    { retention: { keep: 365, coldAfter: 30, generations: {} } },
    { retention: { keep: 365, coldAfter: 60, generations: {} } },
    "changes retention.cold-after: moves points to cold storage after 60d, 30d before",
    "changes retention.cold-after: moves points to cold storage after 30d, 60d before",
  ],
  [
    { lock: firm },
    { lock: firm, retention: { keep: 36, generations: {} } },
    "irreversible retention.keep: keeps every point for 36d, 35d before, under a compliance lock that nobody can take back",
    "weakens retention.keep: keeps every point for 35d, 36d before",
  ],
  // Copies.
  [
    SILENT,
    { copies: [{ to: "eu-west-1" }, { to: "us-west-2" }] },
    "adds copies.us-west-2: copies to us-west-2 too",
    "weakens copies.us-west-2: copies to us-west-2 no more",
  ],
  [
    SILENT,
    { copies: [{ to: "eu-west-1", account: "210987654321" }] },
    [
      "weakens copies.eu-west-1: copies to eu-west-1 no more",
      "adds copies.eu-west-1: copies to eu-west-1 in account 210987654321 too",
    ],
    [
      "weakens copies.eu-west-1: copies to eu-west-1 in account 210987654321 no more",
      "adds copies.eu-west-1: copies to eu-west-1 too",
    ],
  ],
  [
    SILENT,
    { copies: [{ to: "eu-west-1", keep: 90 }] },
    "adds copies.eu-west-1.keep: keeps its copy in eu-west-1 for 90d, as long as the source before",
    "weakens copies.eu-west-1.keep: keeps its copy in eu-west-1 for as long as the source, 90d before",
  ],
  [SILENT, { copies: [{ to: "eu-west-1", keep: 35 }] }, SAME, SAME],
  // Whether 90 days are more than seven of each generation is nothing that can be proven point by point.
  [
    { retention: { generations: { daily: 7 } } },
    { retention: { generations: { daily: 7 } }, copies: [{ to: "eu-west-1", keep: 90 }] },
    "weakens copies.eu-west-1.keep: keeps its copy in eu-west-1 for 90d, as long as the source before",
    "weakens copies.eu-west-1.keep: keeps its copy in eu-west-1 for as long as the source, 90d before",
  ],
  [
    SILENT,
    { copies: [{ to: "eu-west-1", coldAfter: 30 }] },
    "changes copies.eu-west-1.cold-after: moves its copy in eu-west-1 to cold storage after 30d, as long as at the source before",
    "changes copies.eu-west-1.cold-after: moves its copy in eu-west-1 to cold storage after as long as at the source, 30d before",
  ],
  [SILENT, { copies: [{ to: "eu-west-1", lock: "governance" }] }, SAME, SAME],
  [
    SILENT,
    { copies: [{ to: "eu-west-1", lock: "compliance" }] },
    "irreversible copies.eu-west-1.lock: lock of the copy in eu-west-1 compliance, governance before: nobody can take it back",
    "weakens copies.eu-west-1.lock: lock of the copy in eu-west-1 governance, compliance before; points that are locked already stay locked",
  ],
  [
    { copies: [] },
    { copies: [{ to: "eu-west-1", lock: "compliance" }] },
    "irreversible copies.eu-west-1: copies to eu-west-1 too, under a compliance lock that nobody can take back",
    "weakens copies.eu-west-1: copies to eu-west-1 no more",
  ],
  // Lock.
  [
    SILENT,
    { lock: firm },
    "irreversible lock: lock compliance, governance before: nobody can take it back from 2027-01-15 on",
    "weakens lock: lock governance, compliance before; points that are locked already stay locked",
  ],
  [
    { lock: firm },
    { lock: { mode: "compliance", armedOn: "2027-01-14" } },
    "irreversible lock.armed-on: compliance lock armed on 2027-01-14, 2027-01-15 before",
    "weakens lock.armed-on: compliance lock armed on 2027-01-15, 2027-01-14 before",
  ],
  [
    { lock: { mode: "compliance" } },
    { lock: firm },
    "irreversible lock.armed-on: compliance lock armed on 2027-01-15, no day before",
    "weakens lock.armed-on: compliance lock armed on no day, 2027-01-15 before",
  ],
  // Residency, hold, goals, proofs, people, keys, money.
  [
    SILENT,
    { stayIn: ["EU"] },
    "adds stay-in: stays in EU, no jurisdiction before",
    "weakens stay-in: stays in no jurisdiction, EU before",
  ],
  [
    { stayIn: ["DE", "EU"] },
    { stayIn: ["DE"] },
    "adds stay-in: stays in DE, DE, EU before",
    "weakens stay-in: stays in DE, EU, DE before",
  ],
  [
    { stayIn: ["DE"] },
    { stayIn: ["FR"] },
    "weakens stay-in: stays in FR, DE before",
    "weakens stay-in: stays in DE, FR before",
  ],
  [
    SILENT,
    { hold: { reason: "case 17" } },
    'adds hold: legal hold: "case 17", none before',
    'weakens hold: legal hold: none, "case 17" before',
  ],
  [
    { hold: { reason: "x", until: "2027-06-30" } },
    { hold: { reason: "x", until: "2027-07-01" } },
    "adds hold.until: legal hold until 2027-07-01, 2027-06-30 before",
    "weakens hold.until: legal hold until 2027-06-30, 2027-07-01 before",
  ],
  [
    { hold: { reason: "x", until: "2027-06-30" } },
    { hold: { reason: "y" } },
    [
      'changes hold.reason: legal hold: "y", "x" before',
      "adds hold.until: legal hold until it is taken away, 2027-06-30 before",
    ],
    [
      "weakens hold.until: legal hold until 2027-06-30, it is taken away before",
      'changes hold.reason: legal hold: "x", "y" before',
    ],
  ],
  [
    SILENT,
    { objectives: { rpo: 120, rto: 240, survive: 1 } },
    [
      "adds objectives.rpo: may lose changes of at most 2h, none before",
      "adds objectives.rto: answers again elsewhere within 4h, none before",
      "adds objectives.survive: survives the loss of regions: 1, none before",
    ],
    [
      "weakens objectives.rpo: may lose changes of at most none, 2h before",
      "weakens objectives.rto: answers again elsewhere within none, 4h before",
      "weakens objectives.survive: survives the loss of regions: none, 1 before",
    ],
  ],
  [
    { objectives: { rpo: 120 } },
    { objectives: { rpo: 119 } },
    "adds objectives.rpo: may lose changes of at most 119m, 2h before",
    "weakens objectives.rpo: may lose changes of at most 2h, 119m before",
  ],
  [
    SILENT,
    { drill: { every: 43_200 } },
    "adds drill.every: drills every 30d, none before",
    "weakens drill.every: drills every none, 30d before",
  ],
  [
    { drill: { every: 43_200 } },
    { drill: { every: 43_200, site: "eu-west-1" } },
    "changes drill.site: drills in eu-west-1, the first copy before",
    "changes drill.site: drills in the first copy, eu-west-1 before",
  ],
  [
    SILENT,
    { alerts: { notify: ["a@example.com"], on: ["failed"] } },
    [
      "adds alerts.notify: a@example.com is told of runs too",
      "adds alerts.on: tells of runs that are failed too",
    ],
    [
      "weakens alerts.notify: a@example.com is told of runs no more",
      "weakens alerts.on: tells of runs that are failed no more",
    ],
  ],
  [
    SILENT,
    { compliance: { frameworks: ["nist-800-53"] } },
    "adds compliance: meets nist-800-53 too",
    "weakens compliance: has to meet nist-800-53 no more",
  ],
  [
    SILENT,
    { encryption: { key: "arn:aws:kms:us-east-1:1:key/k" } },
    "changes encryption: encrypts with key arn:aws:kms:us-east-1:1:key/k, of each site before; points made before keep theirs",
    "changes encryption: encrypts with key of each site, arn:aws:kms:us-east-1:1:key/k before; points made before keep theirs",
  ],
  [
    SILENT,
    cost({ limit: 50, functions: 11, packageSize: 1, changes: 9 }),
    [
      "changes cost.changes: estimated with deployments of a function a month: 9, 8 before",
      "changes cost.functions: estimated with functions at each site: 11, 10 before",
      "changes cost.limit: may cost a month, in dollars: 50, no limit before",
      "changes cost.package-size: estimated with bytes of a package: 1, 5000000 before",
    ],
    [
      "changes cost.changes: estimated with deployments of a function a month: 8, 9 before",
      "changes cost.functions: estimated with functions at each site: 10, 11 before",
      "changes cost.limit: may cost a month, in dollars: no limit, 50 before",
      "changes cost.package-size: estimated with bytes of a package: 5000000, 1 before",
    ],
  ],
];

describe("each promise says in which direction it changed, and nothing when it did not", () => {
  test.each(ROWS)("%j to %j", (before, after, forth, back) => {
    expect(told(before, before)).toEqual([]);
    expect(told(after, after)).toEqual([]);
    expect(told(before, after)).toEqual([forth].flat());
    expect(told(after, before)).toEqual([back].flat());
  });
});

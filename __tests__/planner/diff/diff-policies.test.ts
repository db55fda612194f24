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
    'changes owner: owned by "web" (was "payments")',
    'changes owner: owned by "payments" (was "web")',
  ],
  // Selection: which functions.
  [
    select({ tags: { backup: ["yes"], team: ["a", "b"] } }),
    SILENT,
    'adds select.tags.team: no longer asks for tag "team" (was "a", "b")',
    'weakens select.tags.team: asks for tag "team" with "a", "b" too',
  ],
  [
    SILENT,
    select({ tags: { backup: ["maybe", "yes"] } }),
    'adds select.tags.backup: accepts "maybe" of tag "backup" too',
    'weakens select.tags.backup: no longer accepts "maybe" of tag "backup"',
  ],
  [
    SILENT,
    select({ tags: { backup: ["*"] } }),
    'adds select.tags.backup: accepts any value of tag "backup" too',
    'weakens select.tags.backup: no longer accepts any value of tag "backup"',
  ],
  // A tag may be called anything.
  [
    select({ tags: { valueOf: ["a"], toString: ["a"] } }),
    select({ tags: { valueOf: ["a"], toString: ["a", "b"] } }),
    'adds select.tags.toString: accepts "b" of tag "toString" too',
    'weakens select.tags.toString: no longer accepts "b" of tag "toString"',
  ],
  [
    select({ tags: { constructor: ["a"] } }),
    select({ tags: { constructor: ["b"] } }),
    [
      'weakens select.tags.constructor: no longer accepts "a" of tag "constructor"',
      'adds select.tags.constructor: accepts "b" of tag "constructor" too',
    ],
    [
      'weakens select.tags.constructor: no longer accepts "b" of tag "constructor"',
      'adds select.tags.constructor: accepts "a" of tag "constructor" too',
    ],
  ],
  [
    SILENT,
    select({ names: [] }),
    "adds select.names: selects every function (was orders-*)",
    "weakens select.names: selects only functions orders-* (was every one)",
  ],
  [select({ names: [] }), select({ names: ["*"] }), SAME, SAME],
  [
    SILENT,
    select({ names: ["media-*", "orders-*"] }),
    "adds select.names: selects functions media-* too (was orders-*)",
    "weakens select.names: no longer selects functions media-*, only orders-*",
  ],
  [
    SILENT,
    select({ names: ["orders-a*", "orders-b?"] }),
    "weakens select.names: no longer selects functions orders-*, only orders-a*, orders-b?",
    "adds select.names: selects functions orders-* too (was orders-a*, orders-b?)",
  ],
  [
    select({ arns: ["arn:aws:lambda:*:*:function:a"] }),
    SILENT,
    "adds select.arns: selects every ARN (was arn:aws:lambda:*:*:function:a)",
    "weakens select.arns: selects only ARNs arn:aws:lambda:*:*:function:a (was every one)",
  ],
  [
    select({ runtimes: ["nodejs*"] }),
    select({ runtimes: ["nodejs*", "python*"] }),
    "adds select.runtimes: selects runtimes python* too (was nodejs*)",
    "weakens select.runtimes: no longer selects runtimes python*, only nodejs*",
  ],
  [SILENT, select({ accounts: ["123456789012"] }), SAME, SAME],
  [
    SILENT,
    select({ accounts: ["123456789012", "210987654321"] }),
    "adds select.accounts: selects in account 210987654321 too",
    "weakens select.accounts: no longer selects in account 210987654321",
  ],
  [
    SILENT,
    select({ exclude: [{ name: "orders-test-*" }, { name: "tmp-*" }] }),
    "weakens select.exclude: leaves out tmp-* too",
    "adds select.exclude: no longer leaves out tmp-*",
  ],
  [SILENT, select({ exclude: [{ name: "orders-test-*" }, { name: "orders-test-a" }] }), SAME, SAME],
  [
    SILENT,
    select({ exclude: [{ name: "orders-test-*", reason: "rebuilt" }] }),
    'changes select.exclude.orders-test-*: leaves out orders-test-*: reason "rebuilt" (was none)',
    'changes select.exclude.orders-test-*: leaves out orders-test-*: reason none (was "rebuilt")',
  ],
  [
    SILENT,
    select({ resources: ["arn:aws:dynamodb:us-east-1:123456789012:table/t"] }),
    "adds select.resources: protects arn:aws:dynamodb:us-east-1:123456789012:table/t too",
    "weakens select.resources: no longer protects arn:aws:dynamodb:us-east-1:123456789012:table/t",
  ],
  // What of a function.
  [
    SILENT,
    protect({ code: "all" }),
    "adds protect.code: keeps versions of code: all (was published)",
    "weakens protect.code: keeps versions of code: published (was all)",
  ],
  [
    protect({ code: "latest" }),
    SILENT,
    "adds protect.code: keeps versions of code: published (was latest)",
    "weakens protect.code: keeps versions of code: latest (was published)",
  ],
  [
    protect({ configuration: "without-environment" }),
    SILENT,
    "adds protect.configuration: keeps configuration: all (was without-environment)",
    "weakens protect.configuration: keeps configuration: without-environment (was all)",
  ],
  [
    protect({ triggers: ["sqs"] }),
    SILENT,
    "adds protect.triggers: keeps all triggers (was sqs)",
    "weakens protect.triggers: keeps triggers sqs only (was all)",
  ],
  [
    protect({ triggers: [] }),
    protect({ triggers: ["s3"] }),
    "adds protect.triggers: keeps triggers s3 too",
    "weakens protect.triggers: no longer keeps triggers s3",
  ],
  [
    SILENT,
    protect({ state: ["tables"] }),
    "adds protect.state: keeps tables too",
    "weakens protect.state: no longer keeps tables",
  ],
  [
    SILENT,
    protect({ events: { kinesis: 1440 } }),
    "adds protect.events.kinesis: keeps events of kinesis: 1d (was none)",
    "weakens protect.events.kinesis: keeps events of kinesis: none (was 1d)",
  ],
  [
    protect({ events: { sqs: 60 } }),
    protect({ events: { sqs: "all" } }),
    "adds protect.events.sqs: keeps events of sqs: all (was 1h)",
    "weakens protect.events.sqs: keeps events of sqs: 1h (was all)",
  ],
  // When.
  [
    SILENT,
    timed({ every: 59 }, 59),
    "adds schedule.every: runs every 59m (was every 1h), at worst 59m apart (was 1h)",
    "weakens schedule.every: runs every 1h (was every 59m), at worst 1h apart (was 59m)",
  ],
  [
    SILENT,
    timed({ rate: 60 }, 60),
    "changes schedule.rate: runs every 1h from the deployment on (was every 1h)",
    "changes schedule.every: runs every 1h (was every 1h from the deployment on)",
  ],
  [
    timed({ cron: "0 5 * * *" }, 1440),
    timed({ cron: "0 6 * * *" }, 1440),
    'changes schedule.cron: runs at "0 6 * * *" (was at "0 5 * * *")',
    'changes schedule.cron: runs at "0 5 * * *" (was at "0 6 * * *")',
  ],
  [
    timed({ cron: "0 9,17 * * *" }, 960),
    timed({ cron: "0 9-17 * * *" }, 960),
    'adds schedule.cron: runs at "0 9-17 * * *" (was at "0 9,17 * * *"), more often',
    'weakens schedule.cron: runs at "0 9,17 * * *" (was at "0 9-17 * * *"), less often',
  ],
  // Less far apart at worst, and yet fewer runs: one that is worse decides.
  [
    timed({ cron: "0 9-17 * * *" }, 960),
    timed({ cron: "0 */12 * * *" }, 720),
    'weakens schedule.cron: runs at "0 */12 * * *" (was at "0 9-17 * * *"), at worst 12h apart (was 16h)',
    'weakens schedule.cron: runs at "0 9-17 * * *" (was at "0 */12 * * *"), at worst 16h apart (was 12h)',
  ],
  [
    SILENT,
    schedule({ timeZone: "Europe/Berlin" }),
    "changes schedule.time-zone: time zone Europe/Berlin (was UTC)",
    "changes schedule.time-zone: time zone UTC (was Europe/Berlin)",
  ],
  [
    SILENT,
    schedule({ startWindow: 14 }),
    "adds schedule.start-window: runs begin within 14m (was within 15m)",
    "weakens schedule.start-window: runs begin within 15m (was within 14m)",
  ],
  [
    SILENT,
    schedule({ completionWindow: 120 }),
    "adds schedule.completion-window: a run counts as failed after 2h (was any time)",
    "weakens schedule.completion-window: a run counts as failed after any time (was 2h)",
  ],
  [
    SILENT,
    schedule({ pauses: [{ from: "2026-12-20", to: "2027-01-03", reason: "freeze" }] }),
    "weakens schedule.pauses: no longer runs from 2026-12-20 to 2027-01-03",
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
    "weakens schedule.pauses: no longer runs from 2027-01-03 to 2027-01-04",
    "adds schedule.pauses: runs from 2027-01-03 to 2027-01-04 again",
  ],
  [
    schedule({ pauses: [{ from: "2026-12-20", to: "2027-01-03", reason: "a" }] }),
    schedule({ pauses: [{ from: "2026-12-23", to: "2026-12-27", reason: "a" }] }),
    "adds schedule.pauses: runs from 2026-12-20 to 2026-12-23, 2026-12-27 to 2027-01-03 again",
    "weakens schedule.pauses: no longer runs from 2026-12-20 to 2026-12-23, 2026-12-27 to 2027-01-03",
  ],
  [
    schedule({ pauses: [{ from: "2026-12-20", to: "2027-01-03", reason: "a" }] }),
    schedule({ pauses: [{ from: "2026-12-20", to: "2027-01-03", reason: "b" }] }),
    'changes schedule.pauses.2026-12-20: pauses from 2026-12-20 to 2027-01-03: reason "b" (was "a")',
    'changes schedule.pauses.2026-12-20: pauses from 2026-12-20 to 2027-01-03: reason "a" (was "b")',
  ],
  [
    SILENT,
    schedule({ on: ["change", "deployment"] }),
    "adds schedule.on: runs on change, deployment too",
    "weakens schedule.on: no longer runs on change, deployment",
  ],
  [
    SILENT,
    schedule({ overlap: "skip" }),
    "weakens schedule.overlap: a run that begins during another: skip (was allow)",
    "adds schedule.overlap: a run that begins during another: allow (was skip)",
  ],
  [
    SILENT,
    { exposure: { ...plain.exposure, local: 76, remote: 91 } },
    [
      "weakens exposure.local: loses at worst 76m (was 75m)",
      "weakens exposure.remote: loses at worst 91m (was 90m), with its region",
    ],
    [
      "adds exposure.local: loses at worst 75m (was 76m)",
      "adds exposure.remote: loses at worst 90m (was 91m), with its region",
    ],
  ],
  // How long.
  [
    SILENT,
    { retention: { keep: 36, generations: {} } },
    "adds retention.keep: keeps every point for 36d (was 35d)",
    "weakens retention.keep: keeps every point for 35d (was 36d)",
  ],
  [
    SILENT,
    { retention: { generations: { daily: 7 } } },
    [
      "weakens retention.keep: keeps every point for no time (was 35d)",
      "adds retention.daily: keeps daily points: 7 (was none)",
    ],
    [
      "weakens retention.daily: keeps daily points: none (was 7)",
      "adds retention.keep: keeps every point for 35d (was no time)",
    ],
  ],
  [
    { retention: { keep: 35, generations: { yearly: 7 } } },
    { retention: { keep: 35, generations: { yearly: 6 } } },
    "weakens retention.yearly: keeps yearly points: 6 (was 7)",
    "adds retention.yearly: keeps yearly points: 7 (was 6)",
  ],
  [
    { retention: { keep: 365, coldAfter: 30, generations: {} } },
    { retention: { keep: 365, coldAfter: 60, generations: {} } },
    "changes retention.cold-after: moves points to cold storage after 60d (was 30d)",
    "changes retention.cold-after: moves points to cold storage after 30d (was 60d)",
  ],
  [
    { lock: firm },
    { lock: firm, retention: { keep: 36, generations: {} } },
    "irreversible retention.keep: keeps every point for 36d (was 35d), under a compliance lock that nobody can take back",
    "weakens retention.keep: keeps every point for 35d (was 36d)",
  ],
  // Copies.
  [
    SILENT,
    { copies: [{ to: "eu-west-1" }, { to: "us-west-2" }] },
    "adds copies.us-west-2: copies to us-west-2 too",
    "weakens copies.us-west-2: no longer copies to us-west-2",
  ],
  [
    SILENT,
    { copies: [{ to: "eu-west-1", account: "210987654321" }] },
    [
      "weakens copies.eu-west-1: no longer copies to eu-west-1",
      "adds copies.eu-west-1: copies to eu-west-1 in account 210987654321 too",
    ],
    [
      "weakens copies.eu-west-1: no longer copies to eu-west-1 in account 210987654321",
      "adds copies.eu-west-1: copies to eu-west-1 too",
    ],
  ],
  [
    SILENT,
    { copies: [{ to: "eu-west-1", keep: 90 }] },
    "adds copies.eu-west-1.keep: keeps its copy in eu-west-1 for 90d (was as long as the source)",
    "weakens copies.eu-west-1.keep: keeps its copy in eu-west-1 for as long as the source (was 90d)",
  ],
  [SILENT, { copies: [{ to: "eu-west-1", keep: 35 }] }, SAME, SAME],
  // Whether 90 days are more than seven of each generation is nothing that can be proven point by point.
  [
    { retention: { generations: { daily: 7 } } },
    { retention: { generations: { daily: 7 } }, copies: [{ to: "eu-west-1", keep: 90 }] },
    "weakens copies.eu-west-1.keep: keeps its copy in eu-west-1 for 90d (was as long as the source)",
    "weakens copies.eu-west-1.keep: keeps its copy in eu-west-1 for as long as the source (was 90d)",
  ],
  [
    SILENT,
    { copies: [{ to: "eu-west-1", coldAfter: 30 }] },
    "changes copies.eu-west-1.cold-after: moves its copy in eu-west-1 to cold storage after 30d (was as long as at the source)",
    "changes copies.eu-west-1.cold-after: moves its copy in eu-west-1 to cold storage after as long as at the source (was 30d)",
  ],
  [SILENT, { copies: [{ to: "eu-west-1", lock: "governance" }] }, SAME, SAME],
  [
    SILENT,
    { copies: [{ to: "eu-west-1", lock: "compliance" }] },
    "irreversible copies.eu-west-1.lock: lock of the copy in eu-west-1 compliance (was governance): nobody can take it back",
    "weakens copies.eu-west-1.lock: lock of the copy in eu-west-1 governance (was compliance); points that are locked already stay locked",
  ],
  [
    { copies: [] },
    { copies: [{ to: "eu-west-1", lock: "compliance" }] },
    "irreversible copies.eu-west-1: copies to eu-west-1 too, under a compliance lock that nobody can take back",
    "weakens copies.eu-west-1: no longer copies to eu-west-1",
  ],
  // Lock.
  [
    SILENT,
    { lock: firm },
    "irreversible lock: lock compliance (was governance): nobody can take it back from 2027-01-15 on",
    "weakens lock: lock governance (was compliance); points that are locked already stay locked",
  ],
  [
    { lock: firm },
    { lock: { mode: "compliance", armedOn: "2027-01-14" } },
    "irreversible lock.armed-on: compliance lock armed on 2027-01-14 (was 2027-01-15)",
    "weakens lock.armed-on: compliance lock armed on 2027-01-15 (was 2027-01-14)",
  ],
  [
    { lock: { mode: "compliance" } },
    { lock: firm },
    "irreversible lock.armed-on: compliance lock armed on 2027-01-15 (was no day)",
    "weakens lock.armed-on: compliance lock armed on no day (was 2027-01-15)",
  ],
  // Residency, hold, goals, proofs, people, keys, money.
  [
    SILENT,
    { stayIn: ["EU"] },
    "adds stay-in: stays in EU (was no jurisdiction)",
    "weakens stay-in: stays in no jurisdiction (was EU)",
  ],
  [
    { stayIn: ["DE", "EU"] },
    { stayIn: ["DE"] },
    "adds stay-in: stays in DE (was DE, EU)",
    "weakens stay-in: stays in DE, EU (was DE)",
  ],
  [
    { stayIn: ["DE"] },
    { stayIn: ["FR"] },
    "weakens stay-in: stays in FR (was DE)",
    "weakens stay-in: stays in DE (was FR)",
  ],
  [
    SILENT,
    { hold: { reason: "case 17" } },
    'adds hold: legal hold: "case 17" (was none)',
    'weakens hold: legal hold: none (was "case 17")',
  ],
  [
    { hold: { reason: "x", until: "2027-06-30" } },
    { hold: { reason: "x", until: "2027-07-01" } },
    "adds hold.until: legal hold until 2027-07-01 (was 2027-06-30)",
    "weakens hold.until: legal hold until 2027-06-30 (was 2027-07-01)",
  ],
  [
    { hold: { reason: "x", until: "2027-06-30" } },
    { hold: { reason: "y" } },
    [
      'changes hold.reason: legal hold: "y" (was "x")',
      "adds hold.until: legal hold until it is taken away (was 2027-06-30)",
    ],
    [
      "weakens hold.until: legal hold until 2027-06-30 (was it is taken away)",
      'changes hold.reason: legal hold: "x" (was "y")',
    ],
  ],
  [
    SILENT,
    { objectives: { rpo: 120, rto: 240, survive: 1 } },
    [
      "adds objectives.rpo: may lose changes of at most 2h (was no promise)",
      "adds objectives.rto: answers again elsewhere within 4h (was no promise)",
      "adds objectives.survive: survives the loss of regions: 1 (was no promise)",
    ],
    [
      "weakens objectives.rpo: no longer promises an rpo (was 2h)",
      "weakens objectives.rto: no longer promises an rto (was 4h)",
      "weakens objectives.survive: survives the loss of regions: no promise (was 1)",
    ],
  ],
  [
    { objectives: { rpo: 120 } },
    { objectives: { rpo: 119 } },
    "adds objectives.rpo: may lose changes of at most 119m (was 2h)",
    "weakens objectives.rpo: may lose changes of at most 2h (was 119m)",
  ],
  [
    SILENT,
    { drill: { every: 43_200 } },
    "adds drill.every: drills every 30d (was no drill)",
    "weakens drill.every: no longer drills (was every 30d)",
  ],
  [
    { drill: { every: 43_200 } },
    { drill: { every: 43_200, site: "eu-west-1" } },
    "changes drill.site: drills in eu-west-1 (was the first copy)",
    "changes drill.site: drills in the first copy (was eu-west-1)",
  ],
  [
    SILENT,
    { alerts: { notify: ["a@example.com"], on: ["failed"] } },
    [
      "adds alerts.notify: a@example.com is told of runs too",
      "adds alerts.on: tells of runs that are failed too",
    ],
    [
      "weakens alerts.notify: a@example.com is no longer told of runs",
      "weakens alerts.on: no longer tells of runs that are failed",
    ],
  ],
  [
    SILENT,
    { compliance: { frameworks: ["nist-800-53"] } },
    "adds compliance: meets nist-800-53 too",
    "weakens compliance: no longer has to meet nist-800-53",
  ],
  [
    SILENT,
    { encryption: { key: "arn:aws:kms:us-east-1:1:key/k" } },
    "changes encryption: encryption key: arn:aws:kms:us-east-1:1:key/k (was each site's own); points made before keep theirs",
    "changes encryption: encryption key: each site's own (was arn:aws:kms:us-east-1:1:key/k); points made before keep theirs",
  ],
  [
    SILENT,
    cost({ limit: 50, functions: 11, packageSize: 1, changes: 9 }),
    [
      "changes cost.changes: estimated with deployments of a function a month: 9 (was 8)",
      "changes cost.functions: estimated with functions at each site: 11 (was 10)",
      "changes cost.limit: may cost a month, in dollars: 50 (was no limit)",
      "changes cost.package-size: estimated with bytes of a package: 1 (was 5000000)",
    ],
    [
      "changes cost.changes: estimated with deployments of a function a month: 8 (was 9)",
      "changes cost.functions: estimated with functions at each site: 10 (was 11)",
      "changes cost.limit: may cost a month, in dollars: no limit (was 50)",
      "changes cost.package-size: estimated with bytes of a package: 5000000 (was 1)",
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

test("days of a pause that are past weaken nothing, and are told", () => {
  const pauses = [{ from: "2026-12-20", to: "2027-01-03", reason: "a" }];
  const [none, one] = [samplePlan(), samplePlan({}, schedule({ pauses }))];
  const classes = (before: typeof none, after: typeof none, today: string) =>
    diffPlans(before, after, today).map((change) => `${change.class}: ${change.what}`);
  const past = "changes: another pause from 2026-12-20 to 2027-01-03, which is past";
  expect(classes(none, one, "2027-01-03")).toEqual([past]);
  expect(classes(one, none, "2027-01-03")).toEqual([past]);
  expect(classes(none, one, "2027-01-02")).toEqual(["weakens: no longer runs from 2026-12-20 to 2027-01-03"]);
});

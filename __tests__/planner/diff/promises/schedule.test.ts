import { describe, expect, test } from "vitest";
import { diffPlans } from "../../../../modules/planner/diff/diff-plans.ts";
import type { Schedule } from "../../../../modules/policy/policy.ts";
import { samplePlan } from "../../../support/sample-plan.ts";
import { bothWays, plain, type Row, SAME, SILENT, schedule } from "./both-ways.ts";

const timed = (timing: Schedule["timing"], interval: number) => ({
  ...schedule({ timing }),
  exposure: { ...plain.exposure, interval },
});

const ROWS: readonly Row[] = [
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
];

describe("each promise says in which direction it changed, and nothing when it did not", () => {
  test.each(ROWS)("%j to %j", bothWays);
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

import { describe, expect, test } from "vitest";
import { formatDiagnostic } from "../../modules/core/diagnostic.ts";
import { windowOfInterval } from "../../modules/core/start-window.ts";
import { checkObjectives } from "../../modules/planner/check/check-objectives.ts";
import { exposureOf } from "../../modules/planner/lose/exposure.ts";
import { longestGap } from "../../modules/planner/times/gaps.ts";
import type { Copy, Objectives, Origin, Schedule } from "../../modules/policy/policy.ts";
import { EAST, policyPlan, WEST, ZONE } from "../support/sample-plan.ts";

const limit = (value: number) => ({ value, source: "page" });
const at = (line: number) => ({ file: "policies/orders.yaml", line, col: 1 });
const hourly = policyPlan().schedule;
const toWest: readonly Copy[] = [{ to: WEST }];

interface Given {
  readonly sites?: readonly string[];
  readonly copies?: readonly Copy[];
  readonly schedule?: Partial<Schedule>;
  readonly from?: Origin;
  /** Where other policies copy the sites. */
  readonly ofOthers?: readonly string[];
}

function told(objectives: Objectives, given: Given = {}): string[] {
  const { sites = [EAST], copies = [], from = "policy" } = given;
  const schedule = { ...hourly, ...given.schedule };
  const places = { rpo: at(12), survive: at(13) };
  const planned = policyPlan({
    sites,
    copies,
    schedule,
    objectives,
    exposure: exposureOf(schedule, copies, longestGap(schedule.timing), 15),
  });
  const policy = { name: "orders", objectives: { value: objectives, from, at: at(11), places } };
  return checkObjectives(policy, planned, {
    capabilities: {
      every: { min: limit(10), max: limit(2880) },
      startWindow: { min: limit(1), max: limit(60) },
      completionWindow: { min: limit(30), beyondStart: limit(20) },
      replication: limit(15),
    },
    copiesAt: () => given.ofOthers ?? [],
    today: "2026-11-29",
    regionOf: (site) => (site === ZONE ? EAST : site),
  }).map(formatDiagnostic);
}

describe("rpo", () => {
  test("with a copy is proven by interval, window and replication; equal is enough", () => {
    expect(told({ rpo: 90 }, { copies: toWest })).toEqual([]);
    expect(told({ rpo: 89 }, { copies: toWest })).toEqual([
      "policies/orders.yaml:12:1: error[OBJECTIVE] rpo 89m is not proven: 1h between two runs + 15m window + 15m replication = 90m\n" +
        "  help: every: 30m would prove it, or write rpo: 90m",
    ]);
  });

  test("is not proven during a pause that leaves more without a run, which is a warning; a past one is none", () => {
    const pause = { from: "2026-12-20", to: "2027-01-03", reason: "freeze" };
    const given = (...pauses: (typeof pause)[]) => ({ copies: toWest, schedule: { pauses } });
    expect(told({ rpo: 4 * 1440 }, given(pause))).toEqual([
      "policies/orders.yaml:12:1: warning[OBJECTIVE] rpo 4d is not proven during the pause from 2026-12-20 to 2027-01-03, which leaves 14d 1h between two runs\n" +
        "  help: pause for less, or run npx zonekeep backup by hand within it",
    ]);
    expect(told({ rpo: 15 * 1440 }, given(pause))).toEqual([]);
    expect(told({ rpo: 4 * 1440 }, given({ ...pause, from: "2026-11-01", to: "2026-11-15" }))).toEqual([]);
  });

  test("without a copy is proven by nothing, unless no region has to be survived", () => {
    expect(told({ rpo: 1440 })).toEqual([
      `policies/orders.yaml:12:1: error[OBJECTIVE] rpo 1d is not proven: without a copy nothing is left when the region of ${EAST} is lost\n` +
        "  help: name another region under copies, or write survive: 0",
    ]);
    expect(told({ rpo: 75, survive: 0 })).toEqual([]);
    expect(told({ rpo: 74, survive: 0 })).toEqual([
      "policies/orders.yaml:12:1: error[OBJECTIVE] rpo 74m is not proven: 1h between two runs + 15m window = 75m\n" +
        "  help: every: 30m would prove it, or write rpo: 75m",
    ]);
    expect(told({ rpo: 75, survive: 0 }, { copies: toWest })).toEqual([]);
  });

  test("is helped by the longest interval that proves it, whatever kind of schedule there is", () => {
    const copied = { copies: toWest };
    expect(told({ rpo: 42 }, copied)[0]).toContain("help: every: 12m would prove it");
    expect(told({ rpo: 90 }, { ...copied, schedule: { timing: { cron: "0 5 * * *" } } })[0]).toContain(
      "1d between two runs + 15m window + 15m replication = 1d 30m\n  help: every: 1h would prove it",
    );
  });

  test("is helped by an interval that proves it with the start window that it brings along", () => {
    const cron = { timing: { cron: "0 9-17 * * 1-5" }, startWindow: 0 } as const;
    const [error] = told({ rpo: 30 }, { copies: toWest, schedule: cron });
    const helped = (every: number) => ({ timing: { every }, startWindow: windowOfInterval(every) });
    expect(error).toContain("= 2d 16h 15m\n  help: every: 12m would prove it, or write rpo: 65h");
    expect(told({ rpo: 30 }, { copies: toWest, schedule: helped(12) })).toEqual([]);
    expect(told({ rpo: 30 }, { copies: toWest, schedule: helped(15) })).toHaveLength(1);
    expect(told({ rpo: 65 * 60 }, { copies: toWest, schedule: cron })).toEqual([]);
  });

  test("that no interval offered would prove is helped by the window, down to its least", () => {
    const often = { copies: toWest, schedule: { timing: { every: 10 } } };
    expect(told({ rpo: 30 }, often)[0]).toContain("help: start-window: 5m would prove it, or write rpo: 40m");
    expect(told({ rpo: 26 }, often)[0]).toContain("help: start-window: 1m would prove it");
    expect(told({ rpo: 25 }, often)[0]).toContain("  help: write rpo: 40m");
    const slow = { copies: toWest, schedule: { timing: { every: 10 }, completionWindow: 120 } };
    expect(told({ rpo: 60 }, slow)[0]).toContain(
      "10m between two runs + 2h window + 15m replication = 2h 25m\n  help: completion-window: 35m would prove it",
    );
    expect(told({ rpo: 59 }, slow)[0]).toContain("  help: write rpo: 145m");
  });
});

describe("survive", () => {
  test("is proven by one place more than may be lost; equal is enough", () => {
    expect(told({ survive: 1 }, { copies: toWest })).toEqual([]);
    expect(told({ survive: 0 })).toEqual([]);
    expect(told({ survive: 3 }, { copies: toWest })).toEqual([
      `policies/orders.yaml:13:1: error[OBJECTIVE] survive 3 is not proven: the points of ${EAST} lie in ${WEST}, ${EAST} only\n` +
        "  help: name 2 more regions under copies, or write survive: 1",
    ]);
  });

  test("counts an edge zone's points where they lie, in its parent region, and the thinnest site decides", () => {
    expect(told({ survive: 1 }, { sites: [ZONE] })).toEqual([
      `policies/orders.yaml:13:1: error[OBJECTIVE] survive 1 is not proven: the points of ${ZONE} lie in ${EAST} only\n` +
        "  help: name 1 more region under copies, or write survive: 0",
    ]);
    // A site is copied whole: what another policy asked for carries these points too, as what-if says.
    expect(told({ survive: 1, rpo: 90 }, { sites: [ZONE], ofOthers: [WEST] })).toEqual([]);
    expect(told({ survive: 1 }, { sites: [EAST, WEST], copies: toWest })[0]).toContain(
      `the points of ${WEST} lie in ${WEST} only`,
    );
  });
});

test("an rpo that clocks may break on two days of a year is a warning, once it is proven for all others", () => {
  const warned = (given: Partial<Schedule>, rpo = 90) => told({ rpo }, { copies: toWest, schedule: given });
  expect(warned({ timeZone: "Europe/Berlin" })).toEqual([
    "policies/orders.yaml:12:1: warning[OBJECTIVE] rpo 90m is not proven for days on which Europe/Berlin changes its clocks\n" +
      "  help: time-zone: UTC has no such days",
  ]);
  for (const timeZone of ["UTC", "Asia/Tokyo", "Etc/GMT-1"]) expect(warned({ timeZone })).toEqual([]);
  // Of a whole year, Morocco puts its clocks back for the month of Ramadan only.
  expect(warned({ timeZone: "Africa/Casablanca" })).toHaveLength(1);
  expect(warned({ timeZone: "Europe/Berlin", timing: { rate: 60 } })).toEqual([]);
  expect(warned({ timeZone: "Europe/Berlin" }, 89)).toEqual([expect.stringContaining("error[OBJECTIVE]")]);
});

test("what a profile or the estate asks for says which policy does not keep it", () => {
  expect(told({ rpo: 60, survive: 2 }, { copies: toWest, from: "profile" })).toEqual([
    "policies/orders.yaml:12:1: error[OBJECTIVE] rpo 1h is not proven: 1h between two runs + 15m window + 15m replication = 90m, for policy orders\n" +
      "  help: every: 30m would prove it, or write rpo: 90m",
    `policies/orders.yaml:13:1: error[OBJECTIVE] survive 2 is not proven: the points of ${EAST} lie in ${WEST}, ${EAST} only, for policy orders\n` +
      "  help: name 1 more region under copies, or write survive: 1",
  ]);
});

test("a policy without objectives, or with only an rto, has nothing to prove here", () => {
  expect(told({})).toEqual([]);
  expect(told({ rto: 60 })).toEqual([]);
});

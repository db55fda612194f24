import { expect, test } from "vitest";
import {
  describeActivation,
  describeDisarming,
  describeLive,
} from "../../modules/cli/describe/describe-activation.ts";
import { render } from "../../modules/cli/terminal/text.ts";
import type { ActivationReport } from "../../modules/restore/activate.ts";
import { effectOf } from "../../modules/restore/activation-step.ts";

const DONE = { dryRun: false, check: false };
const CHECK = { dryRun: true, check: true };
const DRY = { dryRun: true, check: false };

const mapping = { title: "enable the mapping", call: "lambda:UpdateEventSourceMapping" };
const mark = { title: "unmark orders: it is armed", call: "lambda:UntagResource", tells: true } as const;

function report(effect: "keep" | undefined, change: Partial<ActivationReport> = {}): ActivationReport {
  const steps = [mapping, mark].map((step) => ({ ...step, effect: effect ?? effectOf(step.title) }));
  return { steps, failed: [], notes: [], found: [], ...change };
}

const failed = [
  { kind: "lambda", id: "orders", title: "enable another", call: "x", message: "no", hint: "wait" },
] as unknown as ActivationReport["failed"];

const last = (lines: ReturnType<typeof describeActivation>): string => {
  const line = lines.at(-1);
  return line === undefined ? "" : render(line, false);
};

test("the last line says whether events arrive, and counts triggers alone", () => {
  const arming = (...[of, how]: [ActivationReport, typeof DONE]) => last(describeActivation("x", of, how));
  expect(arming(report(undefined), DONE)).toBe("armed: events arrive (1 trigger)");
  expect(arming(report("keep"), CHECK)).toBe("armed: events arrive (1 trigger)");
  expect(arming(report(undefined), CHECK)).toBe("not armed: 1 trigger not yet");
  expect(arming(report(undefined, { failed }), DONE)).toBe("armed in part (1 trigger): 1 trigger not yet");
  expect(arming(report(undefined), DRY)).toBe("dry run: nothing was changed");
});

test("a disarm ends with what still lets events in", () => {
  const disarming = (
    of: ActivationReport,
    how: typeof DONE,
    stays: readonly string[] = [],
    lasting: readonly string[] = [],
  ) => last(describeDisarming("x", { ...of, stays, lasting }, how));
  expect(disarming(report(undefined), DONE)).toBe("disarmed: no event arrives");
  expect(disarming(report(undefined, { notes: ["the URL stays"] }), DONE)).toBe(
    "disarmed: no event arrives by what arm did; what stays is noted above",
  );
  expect(disarming(report(undefined), CHECK)).toBe("still armed: events arrive by 1 trigger");
  expect(disarming(report("keep"), CHECK)).toBe("disarmed: no event arrives");
  expect(disarming(report(undefined), DONE, ["let in"])).toBe(
    "disarmed: no event arrives by what arm did; live before it and left: 1 trigger, noted above",
  );
  expect(disarming(report("keep"), CHECK, ["let in"])).toBe("still armed: events arrive by 1 trigger");
  const url = [
    report("keep", { notes: ["the URL of orders stays"] }),
    CHECK,
    [],
    ["the URL of orders"],
  ] as const;
  expect(disarming(...url)).toBe("disarmed, but for the URL of orders: noted above");
});

test("of what could not be asked, events may arrive", () => {
  const disarming = (of: ActivationReport, how: typeof DONE) =>
    last(describeDisarming("x", { ...of, stays: [], lasting: [] }, how));
  expect(disarming(report(undefined, { failed }), DONE)).toBe(
    "events may arrive by 1 trigger, as told above",
  );
  expect(disarming(report(undefined, { failed }), CHECK)).toBe(
    "still armed: events arrive by 1 trigger, and may by 1 trigger, as told above",
  );
});

test("armed with nothing by which events arrive, the last line says so", () => {
  const only = { ...report(undefined), steps: [{ ...mark, effect: "unmark" }] };
  expect(last(describeActivation("x", only, DONE))).toBe("armed: there is no trigger");
  expect(last(describeActivation("x", { ...only, notes: ["answers 403"] }, DONE))).toBe(
    "armed: no event arrives yet, as noted above",
  );
});

test("what is live before is told of triggers, not of tags", () => {
  const live = { live: [], triggers: 2, waiting: ["a", "b", "c"], notes: [] };
  expect(describeLive(live)).toEqual(["live before: none of 2 triggers"]);
});

test.each([
  ["enable event rule x", "enable"],
  ["disable schedule x", "disable"],
  ["subscribe x to topic y", "create"],
  ["unsubscribe x from topic y", "unsubscribe"],
  ["remove statement s3 of orders", "remove"],
  ["let in statement s3 of orders", "create"],
  ["unmark orders: it is armed", "unmark"],
  ["leave the URL of orders", "keep"],
])("the effect of %s is %s", (title, effect) => {
  expect(effectOf(title)).toBe(effect);
});

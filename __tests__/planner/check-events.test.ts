import { expect, test } from "vitest";
import { type Diagnostic, formatDiagnostic } from "../../modules/core/diagnostic.ts";
import type { SourceFile } from "../../modules/policy/parse.ts";
import { relatedListed } from "../../modules/protectors/pipe/related.ts";
import { badFiles, judgeAll } from "../policy/support/bad-files.ts";
import { applyHint, proposalOf } from "../support/apply-hint.ts";

const BESIDE = (badFiles().find(({ name }) => name === "protect-events.yaml")?.files ?? []).slice(1);
const DAY = { select: "tags: { a: b }", schedule: "every: 1h" };

interface Written {
  readonly select?: string;
  readonly schedule?: string;
  readonly protect: string;
}

function source(name: string, written: Written): SourceFile {
  const { select, schedule, protect } = { ...DAY, ...written };
  const text = [
    ...["version: 1", `name: ${name}`, "owner: t", `select: { ${select} }`, "sites: [us-east-1]"],
    ...[`schedule: { ${schedule} }`, "retention: 90d", "copies: [eu-west-1]", `protect: { ${protect} }`, ""],
  ].join("\n");
  return { path: `${name}.yaml`, text };
}

/** Without what is said of sites that nothing uses. */
const judged = (...files: readonly SourceFile[]): Diagnostic[] =>
  judgeAll([...files, ...BESIDE]).filter(({ at }) => at.file !== "estate.yaml");

const told = (written: Written): string[] => judged(source("a", written)).map(formatDiagnostic);

test("records that are asked for while no stream is followed are told with what to follow or to name", () => {
  expect(told({ protect: "events: { kinesis: 24h }, triggers: [sqs]" })).toEqual([
    "a.yaml:9:31: warning[EVENTS] events.kinesis asks for records, and policy a keeps no streams: it follows sqs alone\n" +
      "  help: write triggers: [sqs, kinesis], or add kinesis-stream/NAME to select.resources",
  ]);
  expect(told({ protect: "events: { eventbridge: all }, triggers: [sqs, kinesis]" })).toEqual([
    "a.yaml:9:35: warning[EVENTS] events.eventbridge asks for events, and policy a keeps no event archives: it follows kinesis, sqs alone\n" +
      "  help: write triggers: [kinesis, sqs, eventbridge], or add event-archive/NAME to select.resources",
  ]);
});

test("a policy without functions has the records and events of what it names, and of what those that call it bring", () => {
  const select = 'resources: ["sqs-queue/x"]';
  const events = "events: { kinesis: 24h, eventbridge: 24h }";
  expect(told({ select, protect: events })).toEqual([
    "a.yaml:9:31: warning[EVENTS] events.kinesis asks for records, and policy a selects no function and names no streams: it keeps those alone that pipes bring along\n" +
      "  help: add kinesis-stream/NAME to select.resources",
    "a.yaml:9:49: warning[EVENTS] events.eventbridge asks for events, and policy a selects no function and names no event archives: it keeps those alone that event rules bring along\n" +
      "  help: add event-archive/NAME to select.resources",
  ]);
  expect(told({ select, protect: `${events}, triggers: [sns]` })).toEqual([
    "a.yaml:9:31: warning[EVENTS] events.kinesis asks for records, and policy a keeps no streams: it selects no function and names none\n" +
      "  help: add kinesis-stream/NAME to select.resources",
    "a.yaml:9:49: warning[EVENTS] events.eventbridge asks for events, and policy a keeps no event archives: it selects no function and names none\n" +
      "  help: add event-archive/NAME to select.resources",
  ]);
  for (const resources of [
    '"kinesis-stream/x", "event-archive/*"',
    '"arn:aws:kinesis:us-east-1:123456789012:stream/x", "event-bus/x"',
    '"pipe/x", "event-rule/orders/x"',
  ])
    expect(told({ select: `resources: [${resources}]`, protect: `${events}, triggers: [sqs]` })).toEqual([]);
});

test("what may bring a stream or an archive along is enough, since only a run knows", () => {
  for (const protect of [
    "events: { kinesis: 24h, eventbridge: 24h }",
    "events: { kinesis: 24h }, triggers: [kinesis]",
    "events: { kinesis: 24h }, triggers: [pipes]",
    "events: { eventbridge: 24h }, triggers: [eventbridge]",
  ])
    expect(told({ protect })).toEqual([]);
  // As the facts of streams say.
  const arn = "arn:aws:kinesis:us-east-1:123456789012:stream/x";
  expect(relatedListed({ Source: arn })).toEqual([{ kind: "kinesis-stream", id: "x", arn }]);
});

test("a window that is shorter than the longest time between two runs is told; one as long is enough", () => {
  const window = (schedule: string, events: string) => told({ schedule, protect: `events: { ${events} }` });
  expect(window("every: 24h", "kinesis: 1h")).toEqual([
    "a.yaml:9:31: warning[EVENTS] events.kinesis 1h is shorter than the 1d between two runs: the last 1h of it is kept, and the rest by nobody\n" +
      "  help: write kinesis: 1d, or every: 1h",
  ]);
  expect(window("rate: 90m", "eventbridge: 89m")).toEqual([
    "a.yaml:9:35: warning[EVENTS] events.eventbridge 89m is shorter than the 90m between two runs: the last 89m of it is kept, and the rest by nobody\n" +
      "  help: write eventbridge: 90m, or every: 1h",
  ]);
  expect(window('cron: "0 5 * * MON-FRI"', "kinesis: 24h")).toEqual([
    "a.yaml:9:31: warning[EVENTS] events.kinesis 1d is shorter than the 3d between two runs: the last 1d of it is kept, and the rest by nobody\n" +
      "  help: write kinesis: 3d where it is held that long, or every: 1d",
  ]);
  expect(window("every: 24h", "kinesis: 4m")).toEqual([
    "a.yaml:9:31: warning[EVENTS] events.kinesis 4m is shorter than the 1d between two runs: the last 4m of it is kept, and the rest by nobody\n" +
      "  help: write kinesis: 1d",
  ]);
  expect(window("every: 24h", "kinesis: 24h, eventbridge: 1d")).toEqual([]);
  expect(window('cron: "0 5 * * MON-FRI"', "kinesis: 3d")).toEqual([]);
  expect(window("every: 24h", "kinesis: all")).toEqual([]);
});

test("a pause that leaves more than the window without a run is told", () => {
  const paused = (events: string, to: string) =>
    told({
      schedule: `every: 24h, pauses: [{ from: 2026-12-20, to: ${to}, reason: freeze }]`,
      protect: `events: { ${events} }`,
    });
  expect(paused("kinesis: 24h", "2027-01-03")).toEqual([
    "a.yaml:9:31: warning[EVENTS] events.kinesis 1d is shorter than the 15d between two runs that the pause from 2026-12-20 to 2027-01-03 leaves: the last 1d of it is kept, and the rest by nobody\n" +
      "  help: write kinesis: 15d where it is held that long, or run npx zonekeep backup by hand within it",
  ]);
  expect(paused("kinesis: 24h", "2027-02-03")).toEqual([
    "a.yaml:9:31: warning[EVENTS] events.kinesis 1d is shorter than the 46d between two runs that the pause from 2026-12-20 to 2027-02-03 leaves: the last 1d of it is kept, and the rest by nobody\n" +
      "  help: run npx zonekeep backup by hand within it",
  ]);
  expect(paused("kinesis: 15d", "2027-01-03")).toEqual([]);
});

test("a longer window of another policy of the region counts, for one run reads for all", () => {
  const daily = source("a", { schedule: "every: 24h", protect: "events: { kinesis: 1h }" });
  const other = (protect: string) => source("b", { select: "tags: { c: d }", protect });
  expect(judged(daily, other("events: { kinesis: 24h }"))).toEqual([]);
  expect(judged(daily, other("events: { eventbridge: 24h }")).map(({ code }) => code)).toEqual(["EVENTS"]);
});

test("what a warning says to write ends it", () => {
  for (const written of [
    { protect: "events: { kinesis: 24h }, triggers: [sqs]" },
    { protect: "events: { eventbridge: 24h }, triggers: [sqs]" },
    { protect: "events: { kinesis: 1h }", schedule: "every: 24h" },
    { protect: "events: { eventbridge: 1h }", schedule: "every: 7d" },
  ]) {
    const file = source("a", written);
    const [diagnostic] = judged(file);
    const proposal = proposalOf(diagnostic?.hint?.replace(" where it is held that long", "") ?? "");
    if (diagnostic === undefined || proposal === undefined) throw new Error("nothing is proposed");
    expect(judged({ ...file, text: applyHint(file.text, diagnostic, proposal) ?? "" })).toEqual([]);
  }
});

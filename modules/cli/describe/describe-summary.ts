import type { RunSummary } from "../../contract/events.ts";
import { thingName } from "../../core/thing-name.ts";
import { heldNoun } from "../../protectors/held-noun.ts";
import type { Started } from "../points/run-backup.ts";
import { EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Line, Style } from "../terminal/text.ts";
import { age, count } from "../terminal/words.ts";

const STYLES: Readonly<Record<RunSummary["status"], Style>> = {
  complete: "green",
  partial: "yellow",
  failed: "red",
  paused: "yellow",
};

/** How a run ended, and by name what it could not do. */
export function describeSummary(summary: RunSummary): Line[] {
  const { policy, site, status, captured, gone, failed, warnings, seen = [], records = [] } = summary;
  const { run, startedAt, endedAt, pause } = summary;
  const isEmpty = captured === 0 && failed.length === 0 && pause === undefined;
  const counts = [
    isEmpty ? "it kept nothing" : `${captured} captured`,
    ...(failed.length === 0 ? [] : [`${failed.length} failed`]),
    ...(gone === 0 ? [] : [`${gone} gone`]),
  ].join(", ");
  return [
    [
      `${policy} at ${site}: `,
      { text: status, style: STYLES[status] },
      pause === undefined
        ? `, ${counts} in ${age(startedAt, new Date(endedAt))} (run ${run})`
        : ` until ${pause.to}: ${pause.reason} (run ${run})`,
    ],
    ...(isEmpty
      ? [`  help: nothing at ${site} is what the policy selects: npx zonekeep coverage shows what is there`]
      : []),
    ...failed.map(
      ({ error, ...thing }): Line => [{ text: "  failed ", style: "red" }, `${thingName(thing)}: ${error}`],
    ),
    ...records.map(
      ({ records: held, since, until, read, ...thing }) =>
        `  ${thingName(thing)}: ${count(held, heldNoun(thing.kind))}, all from ${since} to ${until}, ${read} of them read now`,
    ),
    ...warnings.map((warning): Line => [{ text: "  warning ", style: "yellow" }, warning]),
    ...seen.map(
      ({ by, ...thing }): Line => [
        { text: "  seen, not protected ", style: "yellow" },
        `${thingName(thing)}: ${by}`,
      ],
    ),
  ];
}

/** What is said when nobody watches any longer: a run is the state machine's, and ends by itself. */
export function describeGoingOn(started: readonly Started[]): Line[] {
  if (started.length === 0) return [];
  return [
    `no longer watched: ${count(started.length, "run")} of the state machine, which ends by itself`,
    ...started.map(
      ({ region, execution }) =>
        `  watch it: aws stepfunctions describe-execution --region ${region} --execution-arn ${execution}`,
    ),
    "  help: npx zonekeep list shows what was kept; to end a run: aws stepfunctions stop-execution",
  ];
}

/** The worst of them decides. */
export function exitCodeOf(summaries: readonly RunSummary[]): ExitCode {
  if (summaries.some(({ status }) => status === "failed")) return EXIT.bad;
  return summaries.some(({ status }) => status === "partial") ? EXIT.partial : EXIT.done;
}

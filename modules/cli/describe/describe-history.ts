import type { Json } from "../../contract/json.ts";
import type { SourceRevisions } from "../../contract/source-revision.ts";
import { cut } from "../../core/printable.ts";
import { wordOf } from "../../recovery/signing/authenticity.ts";
import type { PointChange } from "../../restore/history/changes.ts";
import { summaryOf } from "../../restore/history/summary.ts";
import type { Moment } from "../points/read-history.ts";
import { table } from "../terminal/table.ts";
import type { Line } from "../terminal/text.ts";
import { age, count } from "../terminal/words.ts";
import { builtFrom, signedBy } from "./describe-points.ts";

/** One point, for `history --json`. */
export interface MomentRow {
  readonly run: string;
  readonly key: string;
  readonly capturedAt?: string;
  readonly signature?: ReturnType<typeof wordOf>;
  /** Of its versions that said it, the revision of their source. */
  readonly sourceRevisions?: SourceRevisions;
  /** In one line; empty where nothing changed. */
  readonly summary?: string;
  readonly changes?: readonly PointChange[];
  readonly sealed?: string;
  readonly problem?: string;
  readonly hint?: string;
}

export function momentRow({ listed, changes, sealed, ...unread }: Moment): MomentRow {
  const { run, key } = listed.ref;
  if ("problem" in listed) {
    const { problem, hint } = listed;
    return { run, key, problem, ...(hint !== undefined && { hint }) };
  }
  const { manifest, authenticity } = listed.point;
  const { capturedAt, sourceRevisions } = manifest;
  return {
    ...{ run, key, capturedAt, signature: wordOf(authenticity) },
    ...(sourceRevisions !== undefined && { sourceRevisions }),
    ...(changes !== undefined && { summary: summaryOf(changes), changes }),
    ...(sealed !== undefined && { sealed }),
    ...unread,
  };
}

/** Newest first, as given. */
export function describeHistory(rows: readonly MomentRow[], now: Date): Line[] {
  const sealed = rows.find((row) => row.sealed !== undefined)?.sealed;
  const built = rows.some(({ sourceRevisions }) => sourceRevisions !== undefined);
  return [
    ...table(
      ["AGE", "SIGNED", "RUN", ...(built ? ["SOURCE"] : []), "CHANGED"],
      rows.map((row) => [
        row.capturedAt === undefined ? "" : age(row.capturedAt, now),
        signedBy(row.signature),
        row.run,
        ...(built ? [builtFrom(row.sourceRevisions)] : []),
        changedText(row),
      ]),
    ),
    count(rows.length, "recovery point"),
    ...rows.flatMap(({ problem, hint }): Line[] =>
      problem === undefined
        ? []
        : [
            [{ text: "unreadable ", style: "red" }, problem],
            ...(hint === undefined ? [] : [`  help: ${hint}`]),
          ],
    ),
    ...(sealed === undefined ? [] : [sealedNote(sealed)]),
  ];
}

function changedText({ problem, summary }: MomentRow): Line {
  if (problem !== undefined) return { text: "unreadable", style: "red" };
  if (summary === undefined) return { text: "the oldest that can be compared", style: "dim" };
  return summary === "" ? { text: "nothing", style: "dim" } : summary;
}

const MAX_VALUE = 60;

/** Each thing that differs between two points; of a secret that it differs. */
export function describeDifferences(changes: readonly PointChange[], sealed: string | undefined): Line[] {
  return [
    ...(changes.length === 0
      ? ["nothing differs"]
      : table(
          ["WHAT", "WAS", "IS"],
          changes.map(({ path, secret, was, is }) =>
            secret ? [path, "a secret", "another one"] : [path, valueText(was), valueText(is)],
          ),
        )),
    ...(changes.length === 0 ? [] : [summaryOf(changes)]),
    ...(sealed === undefined ? [] : [sealedNote(sealed)]),
  ];
}

function valueText(value: Json | undefined): string {
  return value === undefined
    ? "-"
    : cut(typeof value === "string" ? value : JSON.stringify(value), MAX_VALUE);
}

function sealedNote(why: string): Line {
  return [{ text: "note: ", style: "yellow" }, `secrets could not be compared: ${why}`];
}

import type { RunSummary } from "../../modules/contract/events.ts";

/** A state holds 256 KiB: 100 failures, 100 warnings and 200 points are about half of it at their longest. */
const MOST = { failed: 100, warnings: 100, points: 200 } as const;
const LONGEST = 500;

/** The summary with lists cut where they are long; the last entry of a cut list says how much is missing, and where it is. */
export function shortened(summary: RunSummary, whole: string): RunSummary {
  const more = (count: number): string => `and ${count} more: see ${whole}`;
  const cut = <T>(list: readonly T[], most: number, rest: (text: string) => T): readonly T[] =>
    list.length <= most ? list : [...list.slice(0, most), rest(more(list.length - most))];
  return {
    ...summary,
    failed: cut(
      summary.failed.map(({ name, error }) => ({ name, error: clip(error) })),
      MOST.failed,
      (error) => ({ name: "...", error }),
    ),
    warnings: cut(summary.warnings.map(clip), MOST.warnings, (text) => text),
    points: cut(summary.points, MOST.points, (text) => text),
  };
}

function clip(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}...`;
}

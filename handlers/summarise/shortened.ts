import type { RunSummary } from "../../modules/contract/events.ts";

/**
 * A state holds 256 KiB: 100 failures, 100 warnings, 100 points and 20 callers are three quarters of it where every id is
 * the longest that a key can hold.
 */
const MAX = { failed: 100, warnings: 100, points: 100, seen: 20, records: 100 } as const;
/** Bytes: a character may be four of them. */
const MAX_TEXT = 500;

/** The summary with lists cut where they are long; the last entry of a cut list says how much is missing, and where it is. */
export function shortened(summary: RunSummary, whole: string): RunSummary {
  const { failed, warnings, points, seen = [], records = [] } = summary;
  const more = (count: number): string => `and ${count} more: see ${whole}`;
  const cut = (list: readonly string[], max: number): readonly string[] =>
    list.length <= max ? list : [...list.slice(0, max), more(list.length - max)];
  const unnamed = failed.length - MAX.failed;
  const unseen = seen.length - MAX.seen;
  const unlisted = points.length - MAX.points;
  return {
    ...summary,
    failed: failed.slice(0, MAX.failed).map((one) => ({ ...one, error: clip(one.error) })),
    warnings: [
      ...(unnamed > 0 ? [`${unnamed} more failed: see ${whole}`] : []),
      ...(unlisted > 0 ? [`${unlisted} more points: see ${whole}`] : []),
      ...(unseen > 0 ? [`${unseen} more seen and not protected: see ${whole}`] : []),
      ...(records.length > MAX.records
        ? [`records of ${records.length - MAX.records} more streams: see ${whole}`]
        : []),
      ...cut(warnings.map(clip), MAX.warnings),
    ],
    ...(seen.length > 0 && {
      seen: seen.slice(0, MAX.seen).map((one) => ({ ...one, by: clip(one.by) })),
    }),
    ...(records.length > 0 && { records: records.slice(0, MAX.records) }),
    points: points.slice(0, MAX.points),
  };
}

function clip(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= MAX_TEXT) return text;
  // What the cut leaves of a character is decoded as U+FFFD.
  return `${bytes
    .subarray(0, MAX_TEXT)
    .toString("utf8")
    .replace(/\uFFFD+$/, "")}...`;
}

import { compareText } from "../../core/source-order.ts";
import type { Lock, LockMode } from "../../policy/policy.ts";
import { type BlockDifference, was } from "./difference.ts";

/** Who may delete a point before its time, and from which day on nobody can. */
export function diffLock(before: Lock, after: Lock): BlockDifference[] {
  const day = after.armedOn === undefined ? "" : ` from ${after.armedOn} on`;
  return [
    ...diffModes("lock", "lock", before.mode, after.mode, day),
    ...(before.mode === "compliance" && after.mode === "compliance"
      ? diffArming(before.armedOn, after.armedOn)
      : []),
  ];
}

/** One lock's mode; `since` says from when. */
export function diffModes(
  path: string,
  noun: string,
  before: LockMode,
  after: LockMode,
  since = "",
): BlockDifference[] {
  if (before === after) return [];
  const what = `${noun} ${was(before, after)}`;
  return after === "compliance"
    ? [{ class: "irreversible", path, what: `${what}: nobody can take it back${since}` }]
    : [{ class: "widens", path, what: `${what}; points that are locked already stay locked` }];
}

/** A later day lets more people delete until then; an earlier one, or the first, is one that nobody can take back. */
function diffArming(before: string | undefined, after: string | undefined): BlockDifference[] {
  if (before === after) return [];
  const later = after === undefined || (before !== undefined && compareText(before, after) < 0);
  const what = `compliance lock armed on ${was(before, after, String, "no day")}`;
  return [{ class: later ? "widens" : "irreversible", path: "lock.armed-on", what }];
}

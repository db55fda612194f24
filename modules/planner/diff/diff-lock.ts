import type { Confirmation, Lock, LockMode } from "../../policy/policy.ts";
import { sayConfirmation } from "../lock-words.ts";
import { type BlockDifference, other, was } from "./difference.ts";
import { same } from "./same.ts";

/** Who may delete a point before its time, and who said that nobody can. */
export function diffLock(before: Lock, after: Lock): BlockDifference[] {
  return [
    ...diffModes("lock", "lock", before.mode, after.mode),
    ...(before.mode === "compliance" && after.mode === "compliance"
      ? diffConfirmations(before.confirmed, after.confirmed)
      : []),
  ];
}

/** One lock's mode. */
export function diffModes(path: string, noun: string, before: LockMode, after: LockMode): BlockDifference[] {
  if (before === after) return [];
  const what = `${noun} ${was(before, after)}`;
  return after === "compliance"
    ? [
        {
          class: "irreversible",
          path,
          what: `${what}: until a point's retention ends nobody can delete it, root included, and it is paid for`,
        },
      ]
    : [{ class: "widens", path, what: `${what}; points that are locked already stay locked` }];
}

/** By itself it locks nothing: what is kept longer under it is told as that. */
function diffConfirmations(
  before: Confirmation | undefined,
  after: Confirmation | undefined,
): BlockDifference[] {
  if (same(before, after)) return [];
  const say = (one: Confirmation | undefined): string =>
    one === undefined ? "by nobody" : sayConfirmation(one);
  return other(
    "lock.confirmed",
    say(before),
    say(after),
    `compliance lock confirmed ${was(say(before), say(after))}`,
  );
}

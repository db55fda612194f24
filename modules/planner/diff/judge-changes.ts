import type { Acceptance } from "../../policy/policy.ts";
import type { Plan } from "../plan.ts";
import type { Change } from "./change.ts";

/** A class that passes only when somebody says so. */
export type AcceptableClass = Acceptance["change"];

export const ACCEPTABLE: readonly AcceptableClass[] = ["irreversible", "destroys", "weakens"];

/** A change, and whether it may pass. */
export interface JudgedChange extends Change {
  readonly refused: boolean;
  /** Who let it pass: `--accept`, or the policy or estate by the reason it gives. Absent where nobody has to. */
  readonly accepted?: string;
  /** Of a refused change: the policy or estate says this word, and said it before; that was for another change. */
  readonly spent?: true;
}

/**
 * Which changes may pass. A class lets only itself pass. A policy's own word counts for changes of that policy, the
 * estate's for all others, and each once: one that the plan before has too was given for what that plan did.
 */
export function judgeChanges(
  changes: readonly Change[],
  accepted: readonly AcceptableClass[],
  before: Plan,
  after: Plan,
): JudgedChange[] {
  const [saidNow, saidBefore] = [wordsOf(after), wordsOf(before)];
  return changes.map((change): JudgedChange => {
    const kind = ACCEPTABLE.find((one) => one === change.class);
    if (kind === undefined) return { ...change, refused: false };
    if (accepted.includes(kind)) return { ...change, refused: false, accepted: "--accept" };
    const words = saidNow(change).filter((word) => word.change === kind);
    const old = saidBefore(change);
    const fresh = words.find((word) => !old.some((one) => one.change === kind && one.reason === word.reason));
    if (fresh !== undefined) return { ...change, refused: false, accepted: fresh.reason };
    return { ...change, refused: true, ...(words.length > 0 && { spent: true }) };
  });
}

/** A policy's own words for its changes; the estate's for all that no policy can speak of, as it may be gone. */
function wordsOf({ policies, accept = [] }: Plan): (change: Change) => readonly Acceptance[] {
  const words = new Map(policies.map(({ name, accept: own = [] }) => [name, own]));
  return (change) => (isOfPolicy(change) ? (words.get(change.subject.id) ?? []) : accept);
}

/** Whether the policy that a change is about is still there to say a word. */
export function isOfPolicy({ subject, path, gone }: Change): boolean {
  return subject.kind === "policy" && !(gone && path === "");
}

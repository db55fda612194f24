import type { Acceptance } from "../../policy/policy.ts";
import type { Plan, PolicyPlan } from "../plan.ts";
import type { Change } from "./change.ts";
import { without } from "./diff-accept.ts";
import { pairPolicies } from "./pair-policies.ts";

/** A class that passes only when somebody says so. */
export type AcceptableClass = Acceptance["change"];

export const ACCEPTABLE: readonly AcceptableClass[] = ["irreversible", "destroys", "widens", "weakens"];

/** A change, and whether it may pass. */
export interface JudgedChange extends Change {
  readonly refused: boolean;
  /** Who let it pass: `--accept`, or the policy or estate by the reason it gives. Absent where nobody has to. */
  readonly accepted?: string;
  /** Of a refused change: what has to say the word before it, by its name there: `policy orders`, `estate.yaml`. */
  readonly speaker?: string;
  /** Of a refused change: the reason of a word that is in the change itself, and so not in force yet. */
  readonly pending?: string;
  /** Of a refused change: the reason of a word that was there before and stays, and so would let all later ones pass. */
  readonly standing?: string;
}

/** What lets changes pass beside the words that were there before. */
export interface Accepting {
  /** Classes that the person who asks lets pass. */
  readonly classes: readonly AcceptableClass[];
  /** Words that the change itself brings count as well. */
  readonly fromChange: boolean;
}

/**
 * Which changes may pass. A class lets only itself pass. A policy's own word counts for changes of that policy, the
 * estate's for all others. A change cannot let itself pass: a word counts when the plan before has it, and once,
 * for the change that takes it away.
 */
export function judgeChanges(
  changes: readonly Change[],
  { classes, fromChange }: Accepting,
  before: Plan,
  after: Plan,
): JudgedChange[] {
  const speakers = speakersOf(before, after);
  return changes.map((change): JudgedChange => {
    const kind = ACCEPTABLE.find((one) => one === change.class);
    if (kind === undefined) return { ...change, refused: false };
    if (classes.includes(kind)) return { ...change, refused: false, accepted: "--accept" };
    const { name, said, says } = speakers(change);
    const [old, now] = [said, says].map((words) => words.filter((word) => word.change === kind)) as [
      Acceptance[],
      Acceptance[],
    ];
    const [spent] = without(old, now);
    const [brought] = without(now, old);
    const counts = spent ?? (fromChange ? brought : undefined);
    if (counts !== undefined) return { ...change, refused: false, accepted: counts.reason };
    const [standing] = old;
    return {
      ...{ ...change, refused: true, speaker: name },
      ...(brought !== undefined && { pending: brought.reason }),
      ...(standing !== undefined && { standing: standing.reason }),
    };
  });
}

interface Speaker {
  readonly name: string;
  readonly said: readonly Acceptance[];
  readonly says: readonly Acceptance[];
}

/** A policy's own words for its changes; the estate's for all that no policy of before can speak of, as of a new one. */
function speakersOf(before: Plan, after: Plan): (change: Change) => Speaker {
  const pairs = new Map(pairPolicies(before.policies, after.policies).map((pair) => [pair[1].name, pair]));
  const estate = { name: "estate.yaml", said: before.accept ?? [], says: after.accept ?? [] };
  const added = new Map(after.policies.map((policy) => [policy.name, policy]));
  const words = ({ accept = [] }: PolicyPlan): readonly Acceptance[] => accept;
  return ({ subject, path, gone }) => {
    const now = subject.kind === "policy" && !(gone && path === "") ? added.get(subject.id) : undefined;
    if (now === undefined) return estate;
    const pair = pairs.get(subject.id);
    if (pair === undefined) return { ...estate, says: [...estate.says, ...words(now)] };
    return { name: `policy ${pair[0].name}`, said: words(pair[0]), says: words(pair[1]) };
  };
}

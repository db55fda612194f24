import type { Acceptance } from "../../policy/policy.ts";
import { type BlockDifference, quoted } from "./difference.ts";

/** Words that come into force with this change, and those that it takes away, as one that uses a word does. */
export function diffAccept(
  before: readonly Acceptance[] = [],
  after: readonly Acceptance[] = [],
): BlockDifference[] {
  const told = ({ change, reason }: Acceptance, lets: string): BlockDifference => ({
    class: "changes",
    path: "accept",
    what: `${lets} change that ${change === "irreversible" ? "is irreversible" : change} pass: ${quoted(reason)}`,
  });
  return [
    ...without(after, before).map((word) => told(word, "will let a later")),
    ...without(before, after).map((word) => told(word, "no longer lets a")),
  ];
}

/** The words of the first that the second does not have. */
export function without(words: readonly Acceptance[], others: readonly Acceptance[]): Acceptance[] {
  return words.filter(
    ({ change, reason }) => !others.some((one) => one.change === change && one.reason === reason),
  );
}

import type { JudgedChange } from "../../planner/diff/judge-changes.ts";

/** What was said for a change, and what became of it. */
interface AcceptWords {
  readonly words: string;
  /** As a person gave it, or `--accept`. */
  readonly reason: string;
}

/** Nothing for a change for which nobody said a word. */
export function acceptWords({ accepted, pending, standing }: JudgedChange): AcceptWords[] {
  const said = (words: string, reason: string | undefined): AcceptWords[] =>
    reason === undefined ? [] : [{ words, reason }];
  return [
    ...said("accepted", accepted),
    ...said("not yet in force, it is in the change itself", pending),
    ...said("not taken out with this change", standing),
  ];
}

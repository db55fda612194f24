import { shellWord } from "../../core/shell-word.ts";

/**
 * What the engine is told: a revision, or a file of `plan --json`. Of the stacks that plan had and this one lacks, it
 * writes modules that remove them.
 */
export const AGAINST = "ZONEKEEP_AGAINST";

/** What a person types into a shell, or a pipeline runs, to remove a stack that left the plan. */
export function removeCommand(against: string, stack: string): string {
  return `${AGAINST}=${shellWord(against)} npx cdktf deploy ${shellWord(stack)}`;
}

import type { Blocked } from "../blocked.ts";
import type { RestoreStep } from "../restore-step.ts";

/** How somebody allows that a live thing is changed. */
export const REPLACE_HINT = "say --replace to make it as it was captured, or restore under another name";

/** One reason for each change of a live thing that nobody allowed. */
export function unallowed(resource: string, changes: readonly Pick<RestoreStep, "title">[]): Blocked[] {
  return changes.map(({ title }) => ({
    because: "live",
    message: `${resource} is there and differs: ${title}`,
    hint: REPLACE_HINT,
  }));
}

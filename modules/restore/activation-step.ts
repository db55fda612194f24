import type { RestoreStep } from "../protectors/restore-step.ts";

/** A step of arming or disarming. */
export interface ActivationStep extends Omit<RestoreStep, "effect"> {
  /** `keep`: it is so already. Otherwise what is done, in a word: `enable`, `remove`. */
  readonly effect: string;
  /** No event arrives by it: it only tells whether the thing is armed, or nobody may use it yet. */
  readonly tells?: true;
}

/** Of titles that begin with a word which says less alone. */
const WORDS: Readonly<Record<string, string>> = {
  deny: "create",
  leave: "keep",
  let: "create",
  notify: "write",
  put: "create",
  register: "create",
  set: "replace",
  subscribe: "create",
};

/** What a step does, by the word that its title begins with. */
export function effectOf(title: string): string {
  const [first = ""] = title.split(" ");
  return WORDS[first] ?? first;
}

/** Those that bring events, or would. */
export function triggersOf<Step extends Pick<ActivationStep, "tells">>(steps: readonly Step[]): Step[] {
  return steps.filter(({ tells }) => !tells);
}

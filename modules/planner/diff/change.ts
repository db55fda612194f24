import type { SourcePos } from "../../core/diagnostic.ts";

/**
 * What a change does, worst first; the class of many changes is the worst of theirs. `weakens` protects less; `widens`
 * gives somebody more than before, or loosens what guards the points.
 */
export const CHANGE_CLASSES = ["irreversible", "destroys", "widens", "weakens", "changes", "adds"] as const;

export type ChangeClass = (typeof CHANGE_CLASSES)[number];

/** What a change is about. A policy's own `accept` covers the changes of that policy and no others, the estate's all others. */
interface ChangeSubject {
  readonly kind: "estate" | "policy" | "site" | "stack" | "unit";
  /** Name of the policy, id of the site, stack or unit, for the estate the twelve digits of its account. */
  readonly id: string;
}

/** One difference between two plans. */
export interface Change {
  readonly subject: ChangeSubject;
  readonly class: ChangeClass;
  /** What differs, by its path as written in a policy: `retention.keep`. Empty: the subject as a whole. */
  readonly path: string;
  /** For a person, with the old and the new value: `keeps points 14d, 35d before`. Lower case, no full stop. */
  readonly what: string;
  /** What to do instead, where there is a way that loses nothing. */
  readonly hint?: string;
  /** The line that asks for it. Absent where no line of a policy does, as for the account. */
  readonly because?: SourcePos;
  /** `because` is a place of the plan before: what is gone has none in the new one. */
  readonly gone: boolean;
  /** Stacks that are deployed again for it, in the order of the plan, then those to remove. Empty: nothing deployed differs. */
  readonly stacks: readonly string[];
}

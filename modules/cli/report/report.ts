import type { Diagnostic } from "../../core/diagnostic.ts";
import { CHANGE_CLASSES } from "../../planner/diff/change.ts";
import type { JudgedChange } from "../../planner/diff/judge-changes.ts";
import type { Plan } from "../../planner/plan.ts";
import { count } from "../terminal/words.ts";
import { acceptWords } from "./accept-words.ts";
import { listOf, type Phrase, say } from "./phrase.ts";
import { becauseWords } from "./unit-words.ts";

/** A stack that the plan no longer has, and what removes it. */
export interface StackToRemove {
  readonly id: string;
  readonly command: string;
}

/** What differs from another plan. */
export interface PlanDifference {
  readonly changes: readonly JudgedChange[];
  /** Stacks to deploy, in the order of their waves. */
  readonly affected: readonly { readonly id: string }[];
  /** Stacks to remove, in this order. */
  readonly leaving: readonly StackToRemove[];
}

/** What a report tells of. */
export interface PlanReport {
  readonly plan: Plan;
  readonly warnings: readonly Diagnostic[];
  /** Absent: there is no plan to compare with. */
  readonly difference?: PlanDifference;
}

export const CHANGE_HEAD = ["Class", "Of", "What", "Because"] as const;

/** A row for each change, the worst class first. A line is broken by `between`. */
export function changeRows({ changes }: PlanDifference, between: Phrase): Phrase[][] {
  return byClass(changes)
    .flat()
    .map((change) => {
      const { subject, what, hint, because, gone, refused } = change;
      return [
        say`${[{ strong: change.class }]}${[refused ? ", not accepted" : ""]}`,
        say`${[subject.kind]} ${subject.id}`,
        [
          ...say`${what}`,
          ...(hint === undefined ? [] : [...between, ...say`${hint}`]),
          ...acceptWords(change).flatMap(({ words, reason }) => [...between, ...say`${[words]}: ${reason}`]),
        ],
        because === undefined ? [] : say`${becauseWords([because], 1)}${[gone ? " before" : ""]}`,
      ];
    });
}

/** `2 changes: 1 weakens, 1 adds; 1 not accepted`. */
export function changeTotals({ changes }: PlanDifference): string {
  const classes = byClass(changes).flatMap(([first, ...rest]) =>
    first === undefined ? [] : [`${rest.length + 1} ${first.class}`],
  );
  const refused = changes.filter((change) => change.refused).length;
  const left = refused === 0 ? "" : `; ${refused} not accepted`;
  return `${count(changes.length, "change")}: ${classes.join(", ")}${left}`;
}

export function toDeploy({ affected }: PlanDifference, max: number): Phrase {
  const ids = affected.map(({ id }) => id);
  return say`Stacks to deploy: ${listOf(ids, max, "none")}.`;
}

/** One phrase for each stack that leaves. */
export function toRemove({ leaving }: PlanDifference): Phrase[] {
  return leaving.map(({ id, command }) => say`Stack to remove: ${id}, by ${command}`);
}

function byClass(changes: readonly JudgedChange[]): JudgedChange[][] {
  return CHANGE_CLASSES.map((each) => changes.filter((change) => change.class === each));
}

import type { Diagnostic } from "../../core/diagnostic.ts";
import { CHANGE_CLASSES, type Change } from "../../planner/diff/change.ts";
import type { Plan, PolicyPlan, StackPlan } from "../../planner/plan.ts";
import { count } from "../words.ts";
import { codeSpan } from "./code-span.ts";
import { type Block, fitComment } from "./fit-comment.ts";
import { listOf, type Phrase, say } from "./phrase.ts";
import { copiesWords, exposureWords, keptWords, runsWords } from "./promise-words.ts";
import { STACK_KINDS } from "./stack-kinds.ts";
import { becauseWords, holdsWords, unitWords } from "./unit-words.ts";

/** What a report tells of. */
export interface Report {
  readonly plan: Plan;
  readonly warnings: readonly Diagnostic[];
  /** What differs from another plan. Absent: there is none to compare with. */
  readonly changes?: readonly Change[];
}

/** Values of one cell. */
const MOST_IN_CELL = 5;

/**
 * The plan as GitHub's Markdown, for a pull request: what changes first, then warnings, promises and stacks. Whatever
 * comes from YAML stands in code spans. It always fits a comment; what had to be left out is counted at its end.
 */
export function planMarkdown({ plan, warnings, changes }: Report): string {
  return fitComment([
    heading(plan),
    ...(changes === undefined ? [] : [changed(changes)]),
    ...(warnings.length === 0 ? [] : [warned(warnings)]),
    ...(plan.policies.length === 0 ? [] : [promised(plan.policies)]),
    ...STACK_KINDS.flatMap(({ kind, title }) => {
      const stacks = plan.stacks.filter((stack) => stack.kind === kind);
      return stacks.length === 0 ? [] : [stackTable(title, stacks), unitTable(stacks)];
    }),
  ]);
}

function heading({ account, partition, policies, stacks }: Plan): Block {
  const units = stacks.reduce((sum, stack) => sum + stack.units.length, 0);
  const counts = `${count(policies.length, "policy", "policies")}, ${count(stacks.length, "stack")}, ${count(units, "unit")}`;
  return { before: [`## Plan: ${counts}`, "", markdown(say`Account ${account}, partition ${partition}.`)] };
}

function changed(changes: readonly Change[]): Block {
  if (changes.length === 0) return { before: ["### No changes"] };
  const classes = CHANGE_CLASSES.map((each) => changes.filter((change) => change.class === each));
  const sorted = classes.flat();
  const counts = classes.flatMap(([first, ...rest]) => (first ? [`${rest.length + 1} ${first.class}`] : []));
  const stacks = [...new Set(sorted.flatMap((change) => change.stacks))];
  return {
    before: [`### Changes: ${counts.join(", ")}`, "", ...head("Class", "Of", "What", "Because")],
    rows: sorted.map(({ subject, what, hint, because, gone, ...change }) =>
      row(
        [`**${change.class}**`],
        say`${[subject.kind]} ${subject.id}`,
        hint === undefined ? say`${what}` : say`${what}<br>${hint}`,
        because === undefined ? [] : say`${becauseWords([because], 1)}${[gone ? " before" : ""]}`,
      ),
    ),
    after: ["", markdown(say`Stacks that change: ${listOf(stacks, MOST_IN_CELL, "none")}.`)],
    of: "changes",
  };
}

function warned(warnings: readonly Diagnostic[]): Block {
  return {
    before: [`### ${count(warnings.length, "warning")}`, "", ...head("Where", "What", "Instead")],
    rows: warnings.map(({ at, message, hint }) =>
      row(becauseWords([at], 1), say`${message}`, hint === undefined ? [] : say`${hint}`),
    ),
    of: "warnings",
  };
}

function promised(policies: readonly PolicyPlan[]): Block {
  return {
    before: ["### Policies", "", ...head("Policy", "Owner", "Runs", "Kept", "Copies", "Lost at worst")],
    rows: policies.map((policy) =>
      row(
        say`${policy.name}`,
        say`${policy.owner}`,
        runsWords(policy.schedule),
        keptWords(policy),
        copiesWords(policy.copies, MOST_IN_CELL),
        exposureWords(policy.exposure),
      ),
    ),
    of: "policies",
  };
}

function stackTable(title: string, stacks: readonly StackPlan[]): Block {
  return {
    before: [`### ${title}`, "", ...head("Stack", "Region", "Wave", "Units", "Holds")],
    rows: stacks.map((stack) =>
      row(
        say`${stack.id}`,
        say`${stack.region}`,
        say`${stack.wave}`,
        say`${stack.units.length}`,
        holdsWords(stack),
      ),
    ),
    of: "stacks",
  };
}

function unitTable(stacks: readonly StackPlan[]): Block {
  const units = stacks.flatMap((stack) => stack.units);
  return {
    before: [
      `<details><summary>${count(units.length, "unit")}</summary>`,
      "",
      ...head("Unit", "What", "Because"),
    ],
    rows: units.map((unit) =>
      row(say`${unit.id}`, unitWords(unit, MOST_IN_CELL), becauseWords(unit.because, 1, unit.moreLines)),
    ),
    after: ["", "</details>"],
    of: "units",
  };
}

function head(...names: readonly string[]): string[] {
  return [`| ${names.join(" | ")} |`, `|${" --- |".repeat(names.length)}`];
}

function row(...cells: readonly Phrase[]): string {
  return `| ${cells.map((cell) => markdown(cell).replaceAll("|", "\\|")).join(" | ")} |`;
}

function markdown(phrase: Phrase): string {
  return phrase.map((part) => (typeof part === "string" ? part : codeSpan(part.data))).join("");
}

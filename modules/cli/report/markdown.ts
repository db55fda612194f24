import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Plan, PolicyPlan, StackPlan } from "../../planner/plan.ts";
import { count } from "../terminal/words.ts";
import { codeSpan } from "./code-span.ts";
import { type CommentBlock, fitComment } from "./fit-comment.ts";
import { type Phrase, say } from "./phrase.ts";
import { copiesWords, exposureWords, keptWords, runsWords } from "./promise-words.ts";
import {
  CHANGE_HEAD,
  changeRows,
  changeTotals,
  type PlanDifference,
  type PlanReport,
  toDeploy,
  toRemove,
} from "./report.ts";
import { STACK_KINDS } from "./stack-kinds.ts";
import { becauseWords, holdsWords, type PoliciesByName, unitWords } from "./unit-words.ts";

/** Values of one cell. */
const MAX_IN_CELL = 5;

/**
 * The plan as GitHub's Markdown, for a pull request: what changes first, then warnings, promises and stacks. Whatever
 * comes from YAML stands in code spans. It always fits a comment; what had to be left out is counted at its end.
 */
export function planMarkdown({ plan, warnings, difference }: PlanReport): string {
  const policies = new Map(plan.policies.map((policy) => [policy.name, policy]));
  return fitComment([
    heading(plan),
    ...(difference === undefined ? [] : [changed(difference)]),
    ...(warnings.length === 0 ? [] : [warned(warnings)]),
    ...(plan.policies.length === 0 ? [] : [promised(plan.policies)]),
    ...STACK_KINDS.flatMap(({ kind, title }) => {
      const stacks = plan.stacks.filter((stack) => stack.kind === kind);
      return stacks.length === 0 ? [] : [stackTable(title, stacks), unitTable(stacks, policies)];
    }),
  ]);
}

function heading({ account, partition, policies, stacks }: Plan): CommentBlock {
  const units = stacks.reduce((sum, stack) => sum + stack.units.length, 0);
  const counts = `${count(policies.length, "policy", "policies")}, ${count(stacks.length, "stack")}, ${count(units, "unit")}`;
  return { before: [`## Plan: ${counts}`, "", markdown(say`Account ${account}, partition ${partition}.`)] };
}

function changed(difference: PlanDifference): CommentBlock {
  const removed = toRemove(difference).flatMap((phrase) => ["", markdown(phrase)]);
  if (difference.changes.length === 0) return { before: ["### No changes", ...removed] };
  return {
    before: [`### ${changeTotals(difference)}`, "", ...head(...CHANGE_HEAD)],
    rows: changeRows(difference, ["<br>"]).map((cells) => () => row(...cells)),
    after: ["", markdown(toDeploy(difference, MAX_IN_CELL)), ...removed],
    of: "changes",
  };
}

function warned(warnings: readonly Diagnostic[]): CommentBlock {
  return {
    before: [`### ${count(warnings.length, "warning")}`, "", ...head("Where", "What", "Instead")],
    rows: warnings.map(
      ({ at, message, hint }) =>
        () =>
          row(becauseWords([at], 1), say`${message}`, hint === undefined ? [] : say`${hint}`),
    ),
    of: "warnings",
  };
}

function promised(policies: readonly PolicyPlan[]): CommentBlock {
  return {
    before: ["### Policies", "", ...head("Policy", "Owner", "Runs", "Kept", "Copies", "Lost at worst")],
    rows: policies.map(
      (policy) => () =>
        row(
          say`${policy.name}`,
          say`${policy.owner}`,
          runsWords(policy.schedule),
          keptWords(policy),
          copiesWords(policy.copies, MAX_IN_CELL),
          exposureWords(policy.exposure),
        ),
    ),
    of: "policies",
  };
}

function stackTable(title: string, stacks: readonly StackPlan[]): CommentBlock {
  return {
    before: [`### ${title}`, "", ...head("Stack", "Region", "Wave", "Units", "Holds")],
    rows: stacks.map(
      (stack) => () =>
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

function unitTable(stacks: readonly StackPlan[], policies: PoliciesByName): CommentBlock {
  const units = stacks.flatMap((stack) => stack.units);
  return {
    before: [
      `<details><summary>${count(units.length, "unit")}</summary>`,
      "",
      ...head("Unit", "What", "Because"),
    ],
    rows: units.map(
      (unit) => () =>
        row(
          say`${unit.id}`,
          unitWords(unit, policies, MAX_IN_CELL),
          becauseWords(unit.because, 1, unit.moreLines),
        ),
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
  return phrase
    .map((part) => {
      if (typeof part === "string") return part;
      return "data" in part ? codeSpan(part.data) : `**${part.strong}**`;
    })
    .join("");
}

import type { Plan, StackPlan, Unit } from "../../planner/plan.ts";
import type { Phrase } from "../report/phrase.ts";
import { becauseWords, holdsWords, type PoliciesByName, unitWords } from "../report/unit-words.ts";
import { table } from "../terminal/table.ts";
import type { Line, Part } from "../terminal/text.ts";
import { count } from "../terminal/words.ts";
import { describeBudgets } from "./describe-budgets.ts";

/** What must exist, for a person: the stacks with their counts, then every unit with the line that asked for it. */
export function describePlan(plan: Plan): Line[] {
  const { account, partition, stacks } = plan;
  const policies = new Map(plan.policies.map((policy) => [policy.name, policy]));
  const units = stacks.flatMap((stack) => stack.units);
  return [
    `account ${account}, partition ${partition}: ${count(stacks.length, "stack")}, ${count(units.length, "unit")}`,
    "",
    ...table(["STACK", "REGION", "WAVE", "UNITS", "HOLDS"], stacks.map(stackRow)),
    "",
    ...table(
      ["UNIT", "WHAT", "BECAUSE"],
      units.map((unit) => [unit.id, describeUnit(unit, policies), because(unit)]),
    ),
    ...describeBudgets(plan),
  ];
}

function stackRow(stack: StackPlan): Line[] {
  const { id, region, wave, units } = stack;
  return [id, region, String(wave), String(units.length), lineOf(holdsWords(stack))];
}

/** What a unit does, in a few words. */
export function describeUnit(unit: Unit, policies: PoliciesByName): Line {
  return lineOf(unitWords(unit, policies, Number.POSITIVE_INFINITY));
}

/** The first line that asked for something, and how many more did. */
export function because({ because: places, moreLines }: Unit): Line {
  return lineOf(becauseWords(places, 1, moreLines));
}

function lineOf(phrase: Phrase): Line {
  return phrase.map((part): Part => {
    if (typeof part === "string") return part;
    return "data" in part ? part.data : { text: part.strong, style: "yellow" };
  });
}

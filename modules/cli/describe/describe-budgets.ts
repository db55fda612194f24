import type { ReadBudget } from "../../planner/budget/budget.ts";
import { isAssumed } from "../../planner/budget/read-budget.ts";
import type { Plan } from "../../planner/plan.ts";
import type { Line } from "../terminal/text.ts";

/** What schedules read in each region. Nothing as long as no policy says how many functions it selects. */
export function describeBudgets({ policies, budgets }: Plan): Line[] {
  if (budgets.length === 0 || policies.every(isAssumed)) return [];
  return ["", ...budgets.map(describe)];
}

function describe({
  region,
  allowed,
  average,
  peak,
  peakMinutes,
  allVersionsMinutes,
  assumed,
}: ReadBudget): Line {
  const versions =
    allVersionsMinutes === undefined ? "" : `, reading all versions adds ${allVersionsMinutes} min`;
  const guessed = assumed.length === 0 ? "" : `; functions of ${assumed.join(", ")} are assumed`;
  return `${region}: schedules read ${average} times a minute of ${allowed} allowed, at their busiest ${peak} times in ${peakMinutes} min${versions}${guessed}`;
}

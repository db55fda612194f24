import { type Diagnostic, error } from "../../core/diagnostic.ts";
import { formatDuration } from "../../core/duration.ts";
import { shortList } from "../../core/short-list.ts";
import { compareText } from "../../core/source-order.ts";
import type { Timing } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import type { Plan, PolicyPlan } from "../plan.ts";
import { CLOCK_INTERVALS } from "../times/clock-intervals.ts";
import type { ReadBudget } from "./budget.ts";
import { isAssumed, readsByRegion } from "./read-budget.ts";
import { CYCLE_MINUTES } from "./runs-in-cycle.ts";

/** Policies that a message names. */
const NAMED = 3;

/** Regions whose schedules read more than the estate allows; what equals it fits. Said where the greediest policy is scheduled. */
export function checkBudgets(
  plan: Pick<Plan, "policies" | "stacks" | "budgets">,
  capabilities: Capabilities,
): Diagnostic[] {
  const exceeded = plan.budgets.filter(({ average, allowed }) => average > allowed);
  if (exceeded.length === 0) return [];
  const reads = new Map(readsByRegion(plan, capabilities).map(({ region, inCycle }) => [region, inCycle]));
  return exceeded.flatMap((budget) =>
    tooMany(budget, reads.get(budget.region) ?? new Map(), plan.policies, capabilities),
  );
}

function tooMany(
  { region, average, allowed }: ReadBudget,
  inCycle: ReadonlyMap<string, number>,
  policies: readonly PolicyPlan[],
  { reads: { value: rate, source } }: Capabilities,
): Diagnostic[] {
  const greedy = [...inCycle].sort(([a, x], [b, y]) => y - x || compareText(a, b));
  const [worst, own] = greedy[0] ?? ["", 0];
  const policy = policies.find(({ name }) => name === worst);
  if (policy === undefined) return [];
  const named = greedy.map(([name, reads]) => `${name} ${aMinute(reads)}`);
  const guessed = isAssumed(policy)
    ? [
        `write how many functions ${worst} selects, cost: { functions: N }; ${policy.cost.functions} are assumed`,
      ]
    : [];
  const needed = [...inCycle.values()].reduce((total, one) => total + one, 0);
  const percent = Math.ceil((100 * average) / rate);
  const share = percent <= 100 ? [`give the estate api-share: ${percent}%`] : [];
  return [
    error(
      "BUDGET",
      policy.origins.schedule?.at ?? policy.because,
      `runs in ${region} need ${average} reads a minute, ${allowed} are allowed: ${shortList(named, NAMED)}`,
      `${[...guessed, rarer(policy, own, needed, allowed), ...share].join(", or ")}: ${source}`,
    ),
  ];
}

/** How rarely one policy would have to run; if even that is too little, how much rarer all of them. */
function rarer({ name, schedule }: PolicyPlan, own: number, needed: number, allowed: number): string {
  const left = allowed * CYCLE_MINUTES - (needed - own);
  if (left <= 0) return `run all of them ${times(needed / (allowed * CYCLE_MINUTES))}`;
  const interval = longer(schedule.timing, own / left);
  return interval === undefined
    ? `run ${name} ${times(own / left)}`
    : `run ${name} every ${formatDuration(interval)} or less often`;
}

/** The next interval that the language takes. Undefined when there is none. */
function longer(timing: Timing, factor: number): number | undefined {
  if ("rate" in timing) return Math.ceil(timing.rate * factor);
  return "every" in timing ? CLOCK_INTERVALS.find((every) => every >= timing.every * factor) : undefined;
}

function times(factor: number): string {
  return `${(Math.ceil(factor * 10) / 10).toFixed(1)} times less often`;
}

function aMinute(inCycle: number): number {
  return Math.ceil(inCycle / CYCLE_MINUTES);
}

import type { Diagnostic } from "../core/diagnostic.ts";
import { formatDuration } from "../core/duration.ts";
import { compareText } from "../core/source-order.ts";
import type { Estate } from "../policy/estate.ts";
import type { Timing } from "../policy/policy.ts";
import type { Capabilities } from "./capabilities.ts";
import type { Plan, PolicyPlan } from "./plan.ts";
import { allowedReads, isAssumed, type RegionReads, readsByRegion } from "./read-budget.ts";
import { CYCLE_MINUTES } from "./runs-in-cycle.ts";
import { CLOCK_INTERVALS } from "./times/clock-intervals.ts";

/** Policies that a message names. */
const NAMED = 3;

/** Regions whose schedules read more than the estate allows; what equals it fits. Said where the greediest policy is scheduled. */
export function checkBudgets(
  plan: Pick<Plan, "policies" | "stacks">,
  estate: Estate,
  capabilities: Capabilities,
): Diagnostic[] {
  const allowed = allowedReads(estate, capabilities);
  return readsByRegion(plan, capabilities).flatMap((reads) => {
    const needed = [...reads.inCycle.values()].reduce((total, one) => total + one, 0);
    return needed <= allowed * CYCLE_MINUTES ? [] : tooMany(reads, needed, allowed, plan, capabilities);
  });
}

function tooMany(
  { region, inCycle }: RegionReads,
  needed: number,
  allowed: number,
  { policies }: Pick<Plan, "policies">,
  { reads: { value: rate, source } }: Capabilities,
): Diagnostic[] {
  const greedy = [...inCycle].sort(([a, x], [b, y]) => y - x || compareText(a, b));
  const [worst, own] = greedy[0] ?? ["", 0];
  const policy = policies.find(({ name }) => name === worst);
  if (policy === undefined) return [];
  const named = greedy.slice(0, NAMED).map(([name, reads]) => `${name} ${aMinute(reads)}`);
  const more = greedy.length > NAMED ? ` and ${greedy.length - NAMED} more` : "";
  const guessed = isAssumed(policy)
    ? [
        `write how many functions ${worst} selects, cost: { functions: N }; ${policy.cost.functions} are assumed`,
      ]
    : [];
  const percent = Math.ceil((100 * needed) / (rate * CYCLE_MINUTES));
  const share = percent <= 100 ? [`give the estate api-share: ${percent}%`] : [];
  return [
    {
      severity: "error",
      code: "BUDGET",
      message: `runs in ${region} need ${aMinute(needed)} reads a minute, ${allowed} are allowed: ${named.join(", ")}${more}`,
      hint: `${[...guessed, rarer(policy, own, needed, allowed), ...share].join(", or ")}: ${source}`,
      at: policy.origins.schedule?.at ?? policy.because,
    },
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

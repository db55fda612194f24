import type { Plan } from "../plan.ts";
import { retentionDays } from "../retention-days.ts";
import type { CostItem } from "./estimate.ts";
import { DAYS_A_MONTH } from "./stock.ts";

/** What a policy goes on to cost when everything ends, since nobody can delete what it keeps. */
export interface LockedCost {
  readonly policy: string;
  /** Days until its last point expires. */
  readonly days: number;
  /** Millionths of a US dollar, for all of these days, of all that is kept at their beginning: no more than that. */
  readonly micros: number;
}

/** Of each policy with a compliance lock, by name, what stays to be paid for: here and in its copies. */
export function lockedCosts({ policies }: Pick<Plan, "policies">, items: readonly CostItem[]): LockedCost[] {
  return policies
    .filter(({ lock }) => lock.mode === "compliance")
    .map(({ name, retention }) => {
      const days = retentionDays(retention);
      const month = items
        .filter(({ policy, group }) => policy === name && (group === "storage" || group === "copies"))
        .reduce((sum, { micros }) => sum + micros, 0);
      return { policy: name, days, micros: Math.ceil((month * days) / DAYS_A_MONTH) };
    });
}

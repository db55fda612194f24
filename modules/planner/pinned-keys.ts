import type { PinnedKey } from "../contract/signing.ts";
import { compareText } from "../core/source-order.ts";
import type { Plan } from "./plan.ts";

/** Every key that the plan pins, each once, by region and age. */
export function pinnedKeysOf({ stacks }: Pick<Plan, "stacks">): readonly PinnedKey[] {
  const keys = new Map<string, PinnedKey>();
  for (const { units } of stacks)
    for (const unit of units)
      if (unit.kind === "standby") for (const key of unit.signers ?? []) keys.set(key.key, key);
  return [...keys.values()].sort((a, b) => compareText(a.region, b.region) || compareText(a.from, b.from));
}

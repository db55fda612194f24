import type { ThingId } from "../contract/kinds.ts";
import { thingName } from "../core/thing-name.ts";
import type { Blocked } from "../protectors/blocked.ts";
import { SPECS } from "../protectors/kinds.ts";
import type { ThingPlan } from "../protectors/protector.ts";

/**
 * The plan of a thing that nobody asked for by name: one that is there is kept as it is, whatever differs, and said so;
 * one that is gone is made.
 */
export function asCompanion(plan: ThingPlan, thing: ThingId): ThingPlan {
  if (SPECS[thing.kind].partOf !== undefined) return asPart(plan);
  if (plan.live !== "there") return plan;
  const differs = plan.steps.filter(({ effect }) => effect !== "keep").map(({ title }) => title);
  const kept = plan.steps.filter(({ effect }) => effect === "keep");
  if (differs.length === 0 && plan.blocked.length === 0) return plan;
  const warning = `${thingName(thing)} is there and differs from its point; it is kept as it is`;
  return {
    ...plan,
    steps: [
      ...kept,
      { title: `keep ${thingName(thing)} as it is`, call: kept[0]?.call ?? "", effect: "keep" },
    ],
    blocked: [],
    warnings: [
      ...plan.warnings,
      differs.length === 0
        ? warning
        : `${warning} (to ${differs.join(", ")}: restore ${thingName(thing)} by name, with --replace)`,
      ...plan.blocked.filter(isMissed).map(({ message, hint }) => `${message}: ${hint}`),
    ],
  };
}

/** Whether something does not come back that a person has to see to: what stays as it is needs no counterpart and no word of his. */
function isMissed({ because, hint }: Blocked): boolean {
  return because !== "untranslated" && !(because === "live" && hint.includes("--replace"));
}

/**
 * A part of something, such as a bucket's notifications, is merged into what is there. Where that is gone, the rest comes
 * back all the same, and activating says so again by name.
 */
function asPart(plan: ThingPlan): ThingPlan {
  const gone = plan.blocked.filter(({ because }) => because === "incomplete");
  return {
    ...plan,
    blocked: plan.blocked.filter((reason) => !gone.includes(reason)),
    warnings: [...plan.warnings, ...gone.map(({ message, hint }) => `${message}: ${hint}`)],
  };
}

import { type Diagnostic, error, type SourcePos } from "../../core/diagnostic.ts";
import { formatDuration } from "../../core/duration.ts";
import { EVENT_KINDS, type Policy } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import type { Limit } from "../limit.ts";
import { placeOf } from "../place-of.ts";

/** Names, lists and durations that are longer than the provider takes. A bound itself is allowed. */
export function checkLimits(policy: Policy, { policyName, resources, events }: Capabilities): Diagnostic[] {
  const { select, protect, name } = policy;
  const named = select.value.resources.length;
  return [
    ...beyond(name.length, policyName, policy.at, (most) => ({
      message: `the name ${name} has ${name.length} characters, the most is ${most}`,
      hint: "write a shorter name",
    })),
    ...beyond(named, resources, placeOf(select, "resources"), (most) => ({
      message: `select.resources has ${named} ARNs, the most is ${most}`,
      hint: "write several policies",
    })),
    ...EVENT_KINDS.flatMap((kind) => {
      const kept = protect.value.events[kind];
      if (typeof kept !== "number") return [];
      return beyond(kept, events, placeOf(protect, `events.${kind}`), (most) => ({
        message: `events.${kind} ${formatDuration(kept)}, the most is ${formatDuration(most)}`,
        hint: `write ${formatDuration(most)} or less`,
      }));
    }),
  ];
}

function beyond(
  value: number,
  { value: most, source }: Limit,
  at: SourcePos,
  say: (most: number) => { readonly message: string; readonly hint: string },
): Diagnostic[] {
  if (value <= most) return [];
  const { message, hint } = say(most);
  return [error("LIMIT", at, message, `${hint}: ${source}`)];
}

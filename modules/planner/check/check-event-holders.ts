import { type Diagnostic, warning } from "../../core/diagnostic.ts";
import { selectsFunctions } from "../../core/selects-functions.ts";
import { EVENT_KINDS, type Policy } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import { placeOf } from "../place-of.ts";

/**
 * Records and events that a policy asks for while it keeps nothing that holds any. What functions bring along nobody knows
 * before a run; that none of it is followed, the policy says itself.
 */
export function checkEventHolders(
  { name, select, protect }: Pick<Policy, "name" | "select" | "protect">,
  { eventHolder }: Pick<Capabilities, "eventHolder">,
): Diagnostic[] {
  const { triggers, events } = protect.value;
  const hasFunctions = selectsFunctions(select.value);
  return EVENT_KINDS.flatMap((kind): Diagnostic[] => {
    if (events[kind] === undefined) return [];
    const { noun, many, written, followed, callers, mayBring } = eventHolder(kind);
    if (select.value.resources.some(mayBring)) return [];
    const isKept = (word: (typeof followed)[number]): boolean =>
      triggers === "all" || triggers.includes(word);
    if (hasFunctions && followed.some(isKept)) return [];
    const asks = `events.${kind} asks for ${noun}s, and policy ${name}`;
    const tell = (message: string, hint: string): Diagnostic[] => [
      warning("EVENTS", placeOf(protect, `events.${kind}`), `${asks} ${message}`, hint),
    ];
    const naming = `add ${written} to select.resources`;
    if (hasFunctions && triggers !== "all")
      return tell(
        `keeps no ${many}: it follows ${triggers.length === 0 ? "no triggers" : `${triggers.join(", ")} alone`}`,
        `write triggers: [${[...triggers, ...followed.slice(0, 1)].join(", ")}], or ${naming}`,
      );
    const bringing = callers.filter(({ trigger }) => isKept(trigger)).map((caller) => caller.many);
    return bringing.length === 0
      ? tell(`keeps no ${many}: it selects no function and names none`, naming)
      : tell(
          `selects no function and names no ${many}: it keeps those alone that ${bringing.join(" and ")} bring along`,
          naming,
        );
  });
}

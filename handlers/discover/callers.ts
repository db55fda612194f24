import type { Related } from "../../modules/contract/kinds.ts";
import type { Inventoried } from "../../modules/protectors/protector.ts";

/** Parts of an ARN before its resource. */
const BEFORE_RESOURCE = 5;

/**
 * What calls a thing by its own word, by the thing's ARN, such as buckets that tell a function or a queue. Each list is read
 * once: tens of thousands may call one thing.
 */
export function callersIn(callers: readonly Inventoried[]): (arn: string) => readonly Related[] {
  const found = new Map<string, Map<Inventoried, string[]>>();
  for (const caller of callers)
    for (const fed of caller.feeds)
      for (const called of withoutQualifiers(fed)) {
        const of = found.get(called) ?? new Map<Inventoried, string[]>();
        found.set(called, of);
        const calls = of.get(caller) ?? [];
        of.set(caller, calls);
        calls.push(fed);
      }
  return (arn) =>
    [...(found.get(arn) ?? [])].map(([{ kind, id, arn: of }, calls]) => ({ kind, id, arn: of, calls }));
}

/** An ARN, and what is left of it where what follows one of its colons is a qualifier. */
function withoutQualifiers(arn: string): readonly string[] {
  const parts = arn.split(":");
  return parts.flatMap((_, at) => (at < BEFORE_RESOURCE ? [] : parts.slice(0, at + 1).join(":")));
}

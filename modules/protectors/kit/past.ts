import { momentIn } from "./zoned.ts";

/** The one time of an `at(...)` expression, where it has been. */
export function pastOnce(expression: string, zone: string, now: number): string | undefined {
  const at = onceAt(expression, zone);
  return at !== undefined && at <= now ? onceOf(expression) : undefined;
}

/** The moment of an `at(...)` expression; in a zone that is not known a day later, when it is past in every zone. */
export function onceAt(expression: string, zone: string): number | undefined {
  const once = onceOf(expression);
  if (once === undefined) return undefined;
  return momentIn(zone, once) ?? Date.parse(`${once}Z`) + 24 * 3_600_000;
}

export function isOnce(expression: string): boolean {
  return /^at\(/.test(expression);
}

function onceOf(expression: string): string | undefined {
  return /^at\((.+)\)$/.exec(expression)?.[1];
}

import type { Json } from "../../contract/json.ts";
import { momentIn } from "./zoned.ts";

/** When what runs by an expression, until `end` where that is said, has ended. `undefined`: it has not. */
export function endOf(
  expression: string,
  zone: string,
  end: Json | undefined,
  now: number,
): string | undefined {
  if (isOnce(expression)) return pastOnce(expression, zone, now);
  return typeof end === "string" && Date.parse(end) <= now ? end : undefined;
}

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

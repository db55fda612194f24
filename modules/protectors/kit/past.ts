/**
 * The one time of an `at(...)` expression, where it has been. In a zone of its own it counts as past a day later, when it is
 * past in every zone.
 */
export function pastOnce(expression: string, zone: string, now: number): string | undefined {
  const [, once] = /^at\((.+)\)$/.exec(expression) ?? [];
  if (once === undefined) return undefined;
  const margin = zone === "UTC" ? 0 : 24 * 3_600_000;
  return Date.parse(`${once}Z`) + margin <= now ? once : undefined;
}

export function isOnce(expression: string): boolean {
  return /^at\(/.test(expression);
}

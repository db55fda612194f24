import type { Facts } from "./fact.ts";

/**
 * Where `actual` is not what `facts` say, a sentence each. Documents that AWS returns as text (policies) are
 * compared as what they say.
 * @param excused - paths that are not compared
 */
export function unlike(
  facts: Facts,
  actual: unknown,
  excused: ReadonlySet<string> = new Set(),
  path = "",
): string[] {
  if (excused.has(path)) return [];
  if (typeof facts === "string")
    return fits(facts, actual) ? [] : [`${path}: ${told(actual)}, not ${told(facts)}`];
  if (facts === null || typeof facts !== "object")
    return Object.is(facts, actual) ? [] : [`${path}: ${told(actual)}, not ${told(facts)}`];
  const found = typeof actual === "string" ? parsed(actual) : actual;
  if (typeof found !== "object" || found === null) return [`${path}: ${told(actual)}, not ${told(facts)}`];
  if (Array.isArray(facts) && Array.isArray(found) && facts.length !== found.length)
    return [`${path}: ${found.length} of them, not ${facts.length}`];
  const wanted = facts as Readonly<Record<string, Facts>>;
  const given = found as Readonly<Record<string, unknown>>;
  const names = new Set([
    ...Object.keys(wanted),
    ...Object.keys(given).filter((k) => given[k] !== undefined),
  ]);
  return [...names].sort().flatMap((name) => {
    const at = path === "" ? name : `${path}.${name}`;
    if (excused.has(at)) return [];
    const fact = wanted[name];
    if (fact === undefined) return [`${at}: ${told(given[name])}, which AWS does not answer`];
    if (given[name] === undefined) return [`${at}: missing`];
    return unlike(fact, given[name], excused, at);
  });
}

/** Exported for messages, which are facts, too. */
export function fits(fact: string, actual: unknown): boolean {
  if (fact === "*") return actual !== undefined && actual !== null;
  const pattern = fact.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return typeof actual === "string" && new RegExp(`^${pattern.join(".*")}$`, "s").test(actual);
}

function parsed(text: string): unknown {
  try {
    // IAM encodes its documents as if they were part of an address.
    return JSON.parse(text.startsWith("%7B") ? decodeURIComponent(text) : text);
  } catch {
    return text;
  }
}

function told(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}

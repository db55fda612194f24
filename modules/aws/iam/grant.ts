import type { Permission } from "../../contract/permission.ts";
import { dnsSuffix } from "../../core/dns-suffix.ts";
import type { NameScope } from "../names.ts";
import { allow, type Condition, type Statement } from "./statement.ts";

/** What the placeholders of a permission stand for at one site. */
export interface Places extends NameScope {
  readonly region: string;
  /** Recovery-point bucket; prefix of one source in it; ARN of that source's key. */
  readonly bucket?: string;
  readonly prefix?: string;
  readonly key?: string;
  /** ARN of the region's signing key. */
  readonly signer?: string;
}

interface Bounds {
  readonly resources: readonly string[];
  readonly condition?: Condition;
}

/**
 * Permissions as statements, one for each set of resources and condition, in the order declared.
 * Throws on a placeholder that has no value here.
 */
export function grant(permissions: readonly Permission[], places: Places): Statement[] {
  const statements = new Map<string, Bounds & { readonly actions: Set<string> }>();
  for (const { action, resources, condition } of permissions) {
    const bounds = {
      resources: resources.map((pattern) => fill(pattern, places)),
      ...(condition !== undefined && { condition: fillCondition(condition, places) }),
    };
    const key = JSON.stringify(bounds);
    const found = statements.get(key);
    if (found === undefined) statements.set(key, { ...bounds, actions: new Set([action]) });
    else found.actions.add(action);
  }
  return [...statements.values()].map(({ actions, resources, condition }) =>
    allow([...actions], resources, condition),
  );
}

function fill(pattern: string, places: Places): string {
  const values: Readonly<Record<string, string | undefined>> = {
    ...places,
    dns: dnsSuffix(places.partition),
  };
  return pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`permission on ${pattern}: nothing is known of {${name}} here`);
    return value;
  });
}

function fillCondition(condition: Condition, places: Places): Condition {
  return mapValues(condition, (test) =>
    mapValues(test, (value) =>
      typeof value === "string" ? fill(value, places) : value.map((one) => fill(one, places)),
    ),
  );
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  to: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]));
}

import type { JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import type { GroupSecrets, ListenerRule } from "./document.ts";

/** Fields of a condition whose values may be keys: whole, or all but these of their fields. */
const HIDDEN: Readonly<Record<string, readonly string[]>> = {
  HttpHeaderConfig: ["HttpHeaderName"],
  QueryStringConfig: [],
};

interface Rules<Rule> {
  readonly rules: readonly Rule[];
  readonly secrets?: GroupSecrets;
}

/** Rules without the values that they look for in headers and query strings, and those. */
export function withoutHidden(whole: readonly ListenerRule[]): Rules<ListenerRule> {
  const conditions: Record<string, JsonObject> = {};
  const rules = whole.map((rule, at) => ({
    ...rule,
    conditions: rule.conditions.map((condition, n) => {
      const { shown, hidden } = split(condition);
      if (Object.keys(hidden).length > 0) conditions[pathOf(at, n)] = hidden;
      return shown;
    }),
  }));
  return { rules, ...(Object.keys(conditions).length > 0 && { secrets: { conditions } }) };
}

/** The rules whole again. */
export function withHidden({ rules, secrets }: Rules<ListenerRule>): readonly ListenerRule[] {
  return rules.map((rule, at) => ({
    ...rule,
    conditions: rule.conditions.map((condition, n) => {
      const hidden = secrets?.conditions[pathOf(at, n)] ?? {};
      const fields = Object.entries(hidden).map(([field, value]) => {
        const shown = condition[field];
        return [field, isObject(shown) && isObject(value) ? { ...shown, ...value } : value] as const;
      });
      return { ...condition, ...Object.fromEntries(fields) };
    }),
  }));
}

function split(condition: JsonObject): { readonly shown: JsonObject; readonly hidden: JsonObject } {
  const shown: Record<string, JsonObject[string]> = {};
  const hidden: Record<string, JsonObject[string]> = {};
  for (const [field, value] of Object.entries(condition)) {
    const names = Object.hasOwn(HIDDEN, field) ? HIDDEN[field] : undefined;
    if (names === undefined) {
      shown[field] = value;
      continue;
    }
    const parts = Object.entries(isObject(value) ? value : {});
    hidden[field] = Object.fromEntries(parts.filter(([name]) => !names.includes(name)));
    if (names.length > 0) shown[field] = Object.fromEntries(parts.filter(([name]) => names.includes(name)));
  }
  return { shown, hidden };
}

function pathOf(rule: number, condition: number): string {
  return `rules[${rule}].conditions[${condition}]`;
}

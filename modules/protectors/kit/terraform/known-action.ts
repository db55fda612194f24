import type { JsonObject } from "../../../contract/json.ts";
import { isObject } from "../canonical.ts";

/**
 * An action that says its kind by its only member. A text: what the provider has no argument for.
 * @param known by kind, the members that the provider has arguments for
 * @param called what an action of a kind is called
 */
export function knownAction(
  action: JsonObject,
  known: Readonly<Record<string, readonly string[]>>,
  called: (kind: string) => string,
): { readonly kind: string; readonly members: JsonObject } | string {
  const [[kind, members] = ["", undefined], ...others] = Object.entries(action);
  const own = Object.hasOwn(known, kind) ? known[kind] : undefined;
  if (own === undefined || others.length > 0 || !isObject(members))
    return `${called(Object.keys(action).join())}: the provider has none like it`;
  const unknown = Object.keys(members).filter((member) => !own.includes(member));
  if (unknown.length > 0)
    return `${unknown.join(", ")} of ${called(kind)}: the provider has no argument for it`;
  return { kind, members };
}

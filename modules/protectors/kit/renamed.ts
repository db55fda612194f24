import type { Json } from "../../contract/json.ts";
import type { IdMap } from "../protector.ts";
import { lookUp } from "./translate/scope.ts";
import { mapKeyOf } from "./translate/value.ts";

/**
 * A value in the words of the destination: each text that `ids` knows becomes what it became, and so does the thing's
 * own ARN, also with something that hangs on it. Other texts and all keys stay.
 */
export function renamed(value: Json, ids: IdMap, own: { readonly from: string; readonly to: string }): Json {
  if (typeof value === "string") return becomeBy(ids, value) ?? ownText(value, own);
  if (Array.isArray(value)) return value.map((item: Json) => renamed(item, ids, own));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renamed(item, ids, own)]));
}

/** What a text has become: also of an API with a stage, a method and a path behind it. */
export function becomeBy(ids: IdMap, value: string): string | undefined {
  const whole = lookUp(ids, value);
  if (whole !== undefined) return whole;
  const api = mapKeyOf(value);
  const now = api === value ? undefined : lookUp(ids, api);
  return now === undefined ? undefined : `${now}${value.slice(api.length)}`;
}

function ownText(value: string, { from, to }: { readonly from: string; readonly to: string }): string {
  const isOwn = value === from || value.startsWith(`${from}:`) || value.startsWith(`${from}/`);
  return isOwn ? `${to}${value.slice(from.length)}` : value;
}

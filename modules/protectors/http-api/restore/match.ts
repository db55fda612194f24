import type { JsonObject } from "../../../contract/json.ts";
import { isObject, sameJson } from "../../kit/canonical.ts";
import { sortedKeys } from "../../kit/sorted-keys.ts";
import { type ApiContent, asJson, type Integration } from "../document.ts";
import { routeKeysOf } from "../labels.ts";
import { staying } from "./patch.ts";

type Parts = Pick<ApiContent, "integrations" | "routes" | "authorizers">;

/**
 * Which parts that are there stand for parts of the point, `integrations/abc` for `integrations/xyz`: AWS draws their ids.
 * Authorizers go by their names; an integration by what it does and which routes lead to it, so that a restore that was cut
 * off, or is repeated, finds those that it made.
 */
export function matched(wanted: Parts, live: Parts): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { id, name } of wanted.authorizers) {
    const there = live.authorizers.find((one) => one.name === name);
    if (there !== undefined) found.set(`authorizers/${id}`, there.id);
  }
  const free = new Set(live.integrations);
  const left = new Set(wanted.integrations);
  for (const fits of WAYS)
    for (const one of left) {
      const there = [...free].find((other) => fits({ one, other, wanted, live }));
      if (there === undefined) continue;
      free.delete(there);
      left.delete(one);
      found.set(`integrations/${one.id}`, there.id);
    }
  return found;
}

interface Pair {
  readonly one: Integration;
  readonly other: Integration;
  readonly wanted: Parts;
  readonly live: Parts;
}

/** The surest first. */
const WAYS: readonly ((pair: Pair) => boolean)[] = [
  (pair) => isSame(pair) && hasSameRoutes(pair),
  (pair) => isSame(pair) && sharesRoute(pair),
  isSame,
  (pair) => sharesRoute(pair) && mayBecome(pair),
];

/** Whether an update makes it so; what it does not is made anew, and its routes then lead there. */
function mayBecome({ one: { settings: to }, other: { settings: from } }: Pair): boolean {
  if (staying(to, from).length > 0) return false;
  if (to.IntegrationSubtype === undefined && from.IntegrationSubtype === undefined) return true;
  // Of a call of a service's action, AWS takes every parameter again at each update, and none that is empty.
  // https://github.com/hashicorp/terraform-provider-aws/issues/50061
  return to.IntegrationSubtype === from.IntegrationSubtype && hasAllOf(to, from);
}

function hasAllOf(to: JsonObject, from: JsonObject): boolean {
  return Object.entries(from).every(([key, value]) => {
    const now = to[key];
    return now !== undefined && (!isObject(value) || (isObject(now) && hasAllOf(now, value)));
  });
}

function isSame({ one, other }: Pair): boolean {
  return sameJson(contentOf(one), contentOf(other));
}

function contentOf({ id: _id, responses: _responses, ...content }: Integration) {
  return sortedKeys(asJson(content));
}

function hasSameRoutes({ one, other, wanted, live }: Pair): boolean {
  return sameJson([...routeKeysOf(wanted, one.id)], [...routeKeysOf(live, other.id)]);
}

function sharesRoute({ one, other, wanted, live }: Pair): boolean {
  const there = routeKeysOf(live, other.id);
  return routeKeysOf(wanted, one.id).some((key) => there.includes(key));
}

import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import { ADDRESSES, type TopicRuleSettings } from "./document.ts";

/** Where a search domain answers: its host is of its region, and no secret. */
const ENDPOINTS = ["elasticsearch.endpoint", "openSearch.endpoint"];

/** Of an action, whatever is an address on the web. */
export function isAddress(place: string): boolean {
  return ADDRESSES.includes(place) || ENDPOINTS.includes(place);
}

/** The settings with what `now` makes of each address. */
export function withAddresses(
  settings: TopicRuleSettings,
  now: (address: string) => string,
): TopicRuleSettings {
  const member = (kind: string, key: string, value: Json): Json =>
    typeof value === "string" && isAddress(`${kind}.${key}`) ? now(value) : value;
  const action = (one: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(one).map(([kind, members]): [string, Json] => [
        kind,
        isObject(members)
          ? Object.fromEntries(
              Object.entries(members).map(([key, value]) => [key, member(kind, key, value)] as const),
            )
          : members,
      ]),
    );
  const { actions, errorAction } = settings;
  return {
    ...settings,
    actions: actions.map(action),
    ...(isObject(errorAction) && { errorAction: action(errorAction) }),
  };
}

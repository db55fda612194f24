import { TRIGGER_KINDS } from "../../contract/triggers.ts";
import { closest } from "../../core/closest.ts";
import { EVENT_KINDS, type Protect, STATE_KINDS } from "../policy.ts";
import { get, type Located, text } from "../yaml/located.ts";
import { minutes, oneOf, optional, someOf } from "./block.ts";

export function readProtect(node: Located): Protect | undefined {
  if (node.kind !== "map") return undefined;
  const triggers = get(node, "triggers");
  const events = EVENT_KINDS.map((kind) => optional(kind, amount(eventsLike(get(node, "events"), kind))));
  return {
    code: oneOf(["latest", "published", "all"], get(node, "code")) ?? "published",
    configuration: oneOf(["all", "without-environment"], get(node, "configuration")) ?? "all",
    triggers: triggers?.kind === "list" ? someOf(TRIGGER_KINDS, triggers) : "all",
    state: someOf(STATE_KINDS, get(node, "state")),
    events: Object.assign({}, ...events),
  };
}

/** Also under a key that is told as a slip of it. */
function eventsLike(events: Located | undefined, kind: string): Located | undefined {
  const written = events?.kind === "map" ? [...events.entries.keys()] : [];
  const key =
    written.find((one) => one === kind) ?? written.find((one) => closest(one, EVENT_KINDS) === kind);
  return key === undefined ? undefined : get(events, key);
}

function amount(node: Located | undefined): number | "all" | undefined {
  return text(node) === "all" ? "all" : minutes(node);
}

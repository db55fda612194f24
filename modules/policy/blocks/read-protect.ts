import { TRIGGER_KINDS } from "../../contract/triggers.ts";
import { EVENT_KINDS, type Protect, STATE_KINDS } from "../policy.ts";
import { get, type Located, text } from "../yaml/located.ts";
import { minutes, oneOf, optional, someOf } from "./block.ts";

export function readProtect(node: Located): Protect | undefined {
  if (node.kind !== "map") return undefined;
  const triggers = get(node, "triggers");
  const events = EVENT_KINDS.map((kind) => optional(kind, amount(get(get(node, "events"), kind))));
  return {
    code: oneOf(["latest", "published", "all"], get(node, "code")) ?? "published",
    configuration: oneOf(["all", "without-environment"], get(node, "configuration")) ?? "all",
    triggers: triggers?.kind === "list" ? someOf(TRIGGER_KINDS, triggers) : "all",
    state: someOf(STATE_KINDS, get(node, "state")),
    events: Object.assign({}, ...events),
  };
}

function amount(node: Located | undefined): number | "all" | undefined {
  return text(node) === "all" ? "all" : minutes(node);
}

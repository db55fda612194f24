import type { JsonObject } from "../../contract/json.ts";
import { exactText, parseExactObject } from "./exact-json.ts";

/** An event as EventBridge writes it: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
export interface KeptEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** ISO 8601. */
  readonly time: string;
  readonly resources: readonly string[];
  /** JSON, its numbers to the letter. */
  readonly detail: string;
  /** Of the replay that handed it out. */
  readonly replay?: string;
  /** All of it as JSON, without the name of a replay. */
  readonly text: string;
}

/** @throws Error for what is none, which shows nothing of it */
export function keptEventOf(text: string): KeptEvent {
  const value = parseExactObject(text);
  if (value === undefined || typeof value.id !== "string" || typeof value.source !== "string")
    throw new Error("EventBridge handed out what is not an event: it has no id or no source");
  const { "replay-name": replay, ...event } = value;
  const { id, source, "detail-type": type, time, resources, detail } = event;
  return {
    ...{ id: String(id), source: String(source), type: String(type), time: String(time) },
    ...(typeof replay === "string" && { replay: String(replay) }),
    resources: Array.isArray(resources) ? resources.map(String) : [],
    detail: exactText((detail ?? {}) as JsonObject),
    text: exactText(event as JsonObject),
  };
}

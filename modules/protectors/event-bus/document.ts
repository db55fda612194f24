import type { JsonObject } from "../../contract/json.ts";
import { parserOf } from "../kit/parse.ts";
import schema from "./document.schema.json" with { type: "json" };

/** Of `BusDocument`; another number is another form. */
export const FORMAT = 1;

/** What a bus was: the part of a recovery point that a restore reads. Its rules and archives are points of their own. */
export interface BusDocument {
  readonly kind: "event-bus";
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** What CreateEventBus takes, by its own names: without name and tags. */
  readonly settings: JsonObject;
  /** Who may put events on it, or rules. */
  readonly policy?: JsonObject;
  readonly tags: Readonly<Record<string, string>>;
}

/** @throws FormError */
export const parseBus = parserOf<BusDocument>(schema, "the document of an event bus");

import type { JsonObject } from "../../contract/json.ts";
import { parserOf } from "../kit/parse.ts";
import schema from "./document.schema.json" with { type: "json" };

/** Of `ArchiveDocument`; another number is another form. */
export const FORMAT = 1;

/** What an archive was, without the events in it: the part of a recovery point that a restore reads. */
export interface ArchiveDocument {
  readonly kind: "event-archive";
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** ARN of the bus whose events it keeps. */
  readonly bus: string;
  /** What CreateArchive takes, by its own names, its pattern as JSON: without name and bus. */
  readonly settings: JsonObject;
}

/** @throws FormError */
export const parseArchive = parserOf<ArchiveDocument>(schema, "the document of an event archive");

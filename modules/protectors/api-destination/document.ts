import type { JsonObject } from "../../contract/json.ts";
import { parserOf } from "../kit/parse.ts";
import schema from "./document.schema.json" with { type: "json" };

/** Of `DestinationDocument`; another number is another form. */
export const FORMAT = 1;

/** Fields that are kept among the secrets: a webhook's address is all that it takes to call it. */
export const SEALED = ["settings.InvocationEndpoint"];

/** What an API destination was: the part of a recovery point that a restore reads. Its connection is a point of its own. */
export interface DestinationDocument {
  readonly kind: "api-destination";
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** ARN of its connection. */
  readonly connection: string;
  /** What CreateApiDestination takes, by its own names: without name and connection. */
  readonly settings: JsonObject;
}

/** @throws FormError */
export const parseDestination = parserOf<DestinationDocument>(schema, "the document of an API destination");

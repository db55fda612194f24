import type { JsonObject } from "../../contract/json.ts";
import { parserOf } from "../kit/parse.ts";
import schema from "./document.schema.json" with { type: "json" };

/** Of `TriggersDocument`; another number is another form. */
export const FORMAT = 1;

/** Which functions a user pool called, and when: the part of a recovery point that a restore reads. */
export interface TriggersDocument {
  readonly kind: "user-pool-triggers";
  /** Id of the pool: `us-east-1_AbCdEfGhI`. */
  readonly pool: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** As DescribeUserPool answers it, whole. */
  readonly lambdaConfig: JsonObject;
}

/** @throws FormError */
export const parseTriggers = parserOf<TriggersDocument>(schema, "the document of a user pool's triggers");

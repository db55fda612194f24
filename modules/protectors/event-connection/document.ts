import type { JsonObject } from "../../contract/json.ts";
import { parserOf } from "../kit/parse.ts";
import schema from "./document.schema.json" with { type: "json" };

/** Of `ConnectionDocument`; another number is another form. */
export const FORMAT = 1;

/** Fields that are kept among the secrets: values of parameters that nobody marked as secret may be credentials all the same. */
export const SEALED = ["InvocationHttpParameters", "OAuthParameters.OAuthHttpParameters"].flatMap((section) =>
  ["HeaderParameters", "QueryStringParameters", "BodyParameters"].map(
    (list) => `authorization.AuthParameters.${section}.${list}.*.Value`,
  ),
);

/** How a connection proves who it is, by the names of CreateConnection. AWS tells its secrets nobody. */
export interface Authorization {
  readonly AuthorizationType: "BASIC" | "OAUTH_CLIENT_CREDENTIALS" | "API_KEY";
  /** Absent: it was deauthorized. */
  readonly AuthParameters?: JsonObject;
}

/** What a connection was, but for its secrets: the part of a recovery point that a restore reads. */
export interface ConnectionDocument {
  readonly kind: "event-connection";
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** What UpdateConnection takes without a secret. */
  readonly settings: JsonObject;
  readonly authorization: Authorization;
}

/** @throws FormError */
export const parseConnection = parserOf<ConnectionDocument>(
  schema,
  "the document of an EventBridge connection",
);

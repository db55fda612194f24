import type { SchemaObject } from "ajv";
import type { Json, JsonObject } from "../../contract/json.ts";
import { parserOf } from "../kit/parse.ts";
import schema from "./document.schema.json" with { type: "json" };

/** Of `ApiDocument`; another number is another form. */
export const FORMAT = 1;

export type ApiKind = "http-api" | "websocket-api";

/**
 * Fields that are kept among the secrets: static values that an API adds to requests are often keys of what it calls, paths
 * of other addresses hold tokens, and stage variables are whoever's own.
 */
export const SEALED = [
  "authorizers.*.endpoint",
  "integrations.*.endpoint",
  "integrations.*.settings.RequestParameters",
  "integrations.*.settings.RequestTemplates",
  "integrations.*.settings.ResponseParameters",
  "integrations.*.responses.*.settings.ResponseParameters",
  "integrations.*.responses.*.settings.ResponseTemplates",
  "stages.*.settings.StageVariables",
];

/** What an integration or an authorizer calls; one of these, or none. */
export interface Called {
  /** ARN of a function, with its qualifier; it may hold `${stageVariables.name}`. */
  readonly function?: string;
  /** The function stands in an address of its invocation, as every authorizer and most WebSocket APIs have it. */
  readonly wrapped?: true;
  /** An address on the web. */
  readonly endpoint?: string;
  /** Whatever else: a service of AWS, a listener. */
  readonly uri?: string;
}

/** Something that is told from others of its API by a key of people's own, with the rest as its Create call takes it. */
export interface Keyed {
  readonly key: string;
  readonly settings: JsonObject;
}

export interface Authorizer extends Called {
  readonly id: string;
  readonly name: string;
  readonly settings: JsonObject;
}

export interface Integration extends Called {
  /** AWS draws it; routes name it. */
  readonly id: string;
  readonly settings: JsonObject;
  /** Of WebSocket APIs, by their keys. */
  readonly responses: readonly Keyed[];
}

export interface ApiRoute extends Keyed {
  /** Id of the integration that it leads to. */
  readonly integration?: string;
  /** Id of the authorizer that lets requests in. */
  readonly authorizer?: string;
  /** Of WebSocket APIs, by their keys. */
  readonly responses: readonly Keyed[];
}

export interface Stage {
  readonly name: string;
  readonly settings: JsonObject;
  /** Id of the deployment that it serves. Absent: it deploys by itself, or serves none. */
  readonly deployment?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** What a stage serves that does not deploy by itself: what the API was when it was made. */
export interface Deployment {
  readonly id: string;
  readonly description?: string;
}

/** Where a domain name leads to the API. The domain is not ours. */
export interface Mapping {
  readonly domain: string;
  /** The path below the domain; empty: all of it. */
  readonly key: string;
  readonly stage: string;
}

/** All that AWS tells of an API, but where it is. */
export interface ApiContent {
  readonly name: string;
  /** As CreateApi takes them. */
  readonly settings: JsonObject;
  readonly authorizers: readonly Authorizer[];
  readonly models: readonly Keyed[];
  readonly integrations: readonly Integration[];
  readonly routes: readonly ApiRoute[];
  readonly stages: readonly Stage[];
  /** Those that stages serve. */
  readonly deployments: readonly Deployment[];
  readonly mappings: readonly Mapping[];
  readonly tags: Readonly<Record<string, string>>;
}

/** What an API was: the part of a recovery point that a restore reads. */
export interface ApiDocument extends ApiContent {
  readonly kind: ApiKind;
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** Where its stages answer: another one wherever it is made. */
  readonly endpoint: string;
}

/** @throws FormError */
export function parserFor(kind: ApiKind): (document: unknown) => ApiDocument {
  const own = {
    ...schema,
    $id: `zonekeep/${kind}/1`,
    properties: { ...schema.properties, kind: { const: kind } },
  };
  return parserOf<ApiDocument>(own as SchemaObject, "the document of an API");
}

export function asJson(value: object): Json {
  return value as unknown as Json;
}

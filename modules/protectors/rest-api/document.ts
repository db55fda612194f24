import type { JsonObject } from "../../contract/json.ts";
import { parserOf } from "../kit/parse.ts";
import schema from "./document.schema.json" with { type: "json" };

/** Of `RestApiDocument`; another number is another form. */
export const FORMAT = 1;

/**
 * Fields that are kept among the secrets: what is sent to who is called often holds a key, and so may an address, a stage
 * variable, a pattern of tokens or an answer that is made up.
 */
export const SEALED = [
  "authorizers.*.identityValidationExpression",
  "authorizers.*.authorizerUri",
  "gatewayResponses.*.responseParameters",
  "gatewayResponses.*.responseTemplates",
  "resources.*.methods.*.integration.uri",
  "resources.*.methods.*.integration.requestParameters",
  "resources.*.methods.*.integration.requestTemplates",
  "resources.*.methods.*.integration.responses.*.responseParameters",
  "resources.*.methods.*.integration.responses.*.responseTemplates",
  "resources.*.methods.*.integration.responses.*.selectionPattern",
  "stages.*.variables",
  "stages.*.canary.stageVariableOverrides",
];

/** One method of a resource, by AWS's own names, but for what goes by an id there. */
export interface ApiMethod {
  /** As PutMethod takes them, without ids. */
  readonly settings: JsonObject;
  /** Name of the authorizer. Absent: none of the API's own. */
  readonly authorizer?: string;
  /** Name of the request validator. */
  readonly validator?: string;
  /** By status code, as PutMethodResponse takes them. */
  readonly responses: Readonly<Record<string, JsonObject>>;
  /**
   * As AWS tells it; `function` is the ARN that `uri` has at `{function}`, and `responses` are as PutIntegrationResponse takes
   * them, by status code. Absent: the method is not finished.
   */
  readonly integration?: JsonObject;
}

export interface ApiResource {
  readonly path: string;
  /** By HTTP method, or ANY. */
  readonly methods: Readonly<Record<string, ApiMethod>>;
}

/** What a stage may serve: the API as it was when it was deployed. */
interface ApiDeployment {
  /** At the source. */
  readonly id: string;
  /** ISO 8601. */
  readonly createdDate: string;
  readonly description?: string;
  /** Methods, `GET /orders`, that were others in it than the API had by the capture. Absent: none, as far as that could be told. */
  readonly before?: readonly string[];
}

export interface ApiStage {
  readonly name: string;
  /** Which of `deployments`. */
  readonly deployment: number;
  /** Description, cache, documentation, X-Ray and client certificate, by AWS's own names. */
  readonly settings: JsonObject;
  readonly variables: Readonly<Record<string, string>>;
  /** By path and method, as AWS tells them. */
  readonly methodSettings: Readonly<Record<string, JsonObject>>;
  readonly accessLogSettings?: JsonObject;
  /** `deployment` is which of `deployments`. */
  readonly canary?: JsonObject;
  /** Web ACL in front of it. */
  readonly webAclArn?: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface ApiKeyOf {
  /** At the source. */
  readonly id: string;
  /** Name, description, customer id, whether it is enabled. */
  readonly settings: JsonObject;
  readonly tags: Readonly<Record<string, string>>;
}

/** A usage plan that has a stage of the API, with the keys that it lets in. */
export interface ApiUsagePlan {
  /** At the source. */
  readonly id: string;
  /** Name, description, throttle, quota, product code. */
  readonly settings: JsonObject;
  /** Stages of this API in it, each with the throttles of its methods. */
  readonly stages: readonly { readonly stage: string; readonly throttle?: JsonObject }[];
  readonly keys: readonly ApiKeyOf[];
  readonly tags: Readonly<Record<string, string>>;
}

/** A path of a custom domain that leads to the API. */
export interface ApiMapping {
  readonly domain: string;
  readonly basePath: string;
  /** Absent: the first part of the path names it. */
  readonly stage?: string;
}

/** What a REST API was: the part of a recovery point that a restore reads. */
export interface RestApiDocument {
  readonly kind: "rest-api";
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** By AWS's own names, as CreateRestApi takes them. */
  readonly settings: JsonObject;
  /** Who may call it; its own ARNs are `execute-api:/...`. */
  readonly policy?: JsonObject;
  /** By name; schemas name others as `{restapi}/models/NAME`. */
  readonly models: readonly JsonObject[];
  readonly validators: readonly JsonObject[];
  readonly authorizers: readonly JsonObject[];
  /** At the source, by name: policies of functions name authorizers by their ids. */
  readonly authorizerIds?: Readonly<Record<string, string>>;
  readonly gatewayResponses: readonly JsonObject[];
  readonly documentation: readonly JsonObject[];
  readonly documentationVersions: readonly JsonObject[];
  /** By path. */
  readonly resources: readonly ApiResource[];
  /** Those that stages serve, the oldest first. */
  readonly deployments: readonly ApiDeployment[];
  readonly stages: readonly ApiStage[];
  readonly usagePlans: readonly ApiUsagePlan[];
  readonly mappings: readonly ApiMapping[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Values of API keys by their ids at the source: whoever has one is let in. */
export interface RestApiSecrets {
  readonly keys: Readonly<Record<string, string>>;
}

/** @throws FormError */
export const parseRestApi = parserOf<RestApiDocument>(schema, "the document of a REST API");

/** @throws FormError */
export const parseKeys = parserOf<RestApiSecrets>(
  {
    type: "object",
    additionalProperties: false,
    required: ["keys"],
    properties: { keys: { type: "object", additionalProperties: { type: "string" } } },
  },
  "the values of API keys",
);

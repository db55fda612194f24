import type { Method, Resource, RestApi, Stage, UsagePlan } from "@aws-sdk/client-api-gateway";
import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import { pick, toJson } from "../kit/json.ts";
import type { ApiMethod, ApiResource, ApiStage } from "./document.ts";
import { withFunction } from "./uri.ts";

const SETTINGS = [
  ...(["description", "version", "binaryMediaTypes", "minimumCompressionSize", "apiKeySource"] as const),
  ...([
    "endpointConfiguration",
    "disableExecuteApiEndpoint",
    "securityPolicy",
    "endpointAccessMode",
  ] as const),
] as const;

/** As CreateRestApi takes them; what is a set is sorted. */
export function settingsOf(api: RestApi): JsonObject {
  const { binaryMediaTypes: types, endpointConfiguration: endpoint, ...settings } = pick(api, SETTINGS);
  return {
    ...settings,
    ...(Array.isArray(types) && types.length > 0 && { binaryMediaTypes: types.map(String).sort() }),
    ...(isObject(endpoint) && { endpointConfiguration: endpointOf(endpoint) }),
  };
}

function endpointOf({ vpcEndpointIds: ids, ...endpoint }: JsonObject): JsonObject {
  return {
    ...endpoint,
    ...(Array.isArray(ids) && ids.length > 0 && { vpcEndpointIds: ids.map(String).sort() }),
  };
}

/**
 * The policy as JSON: AWS tells it with its quotes escaped once more. Where it names the API itself by its ARN, which is
 * another one each time that it is made, it says `execute-api:/...`, as AWS takes it too.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-create-attach.html
 */
export function resourcePolicy({ policy, id = "" }: RestApi): JsonObject | undefined {
  if (!policy) return undefined;
  const own = new RegExp(`^arn:[^:]+:execute-api:[^:]*:[^:]*:${id}/`);
  const parsed = parsePolicy(policy);
  return isObject(parsed)
    ? (mapped(parsed, (text) => text.replace(own, "execute-api:/")) as JsonObject)
    : undefined;
}

function parsePolicy(policy: string): Json {
  try {
    return JSON.parse(policy) as Json;
  } catch {
    return JSON.parse(JSON.parse(`"${policy}"`) as string) as Json;
  }
}

function mapped(value: Json, change: (text: string) => string): Json {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((one: Json) => mapped(one, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapped(one, change)]));
}

/** Stands in the schema of a model for where the API's models are: another address each time that it is made. */
const MODELS = "{restapi}/models/";

export function modelForm({ schema, ...model }: JsonObject, api: string): JsonObject {
  if (typeof schema !== "string") return model;
  return { ...model, schema: schema.replaceAll(modelsOf(api), MODELS) };
}

/** The schema as the API's own calls take it. */
export function schemaOf(schema: string, api: string): string {
  return schema.replaceAll(MODELS, modelsOf(api));
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html */
function modelsOf(api: string): string {
  return `https://apigateway.amazonaws.com/restapis/${api}/models/`;
}

export function authorizerForm({ providerARNs: pools, ...settings }: JsonObject): JsonObject {
  return withFunction(
    {
      ...settings,
      ...(Array.isArray(pools) && pools.length > 0 && { providerARNs: pools.map(String).sort() }),
    },
    "authorizerUri",
  );
}

/** Names by the ids that they have there. */
export interface NamesOf {
  readonly authorizers: ReadonlyMap<string, string>;
  readonly validators: ReadonlyMap<string, string>;
  /** Paths of resources. */
  readonly paths: ReadonlyMap<string, string>;
}

export function resourceForm(
  { id = "", path = "/", resourceMethods = {} }: Resource,
  names: NamesOf,
): ApiResource {
  const methods = Object.entries(resourceMethods).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    path,
    methods: Object.fromEntries(methods.map(([verb, one]) => [verb, methodForm(one, id, names)])),
  };
}

const METHOD = [
  ...(["authorizationType", "apiKeyRequired", "operationName", "requestParameters"] as const),
  ...(["requestModels", "authorizationScopes"] as const),
] as const;
const METHOD_RESPONSE = ["responseParameters", "responseModels"] as const;
const INTEGRATION = [
  ...([
    "type",
    "httpMethod",
    "uri",
    "connectionType",
    "connectionId",
    "credentials",
    "requestParameters",
  ] as const),
  ...([
    "requestTemplates",
    "passthroughBehavior",
    "contentHandling",
    "timeoutInMillis",
    "cacheNamespace",
  ] as const),
  ...(["cacheKeyParameters", "tlsConfig", "responseTransferMode", "integrationTarget"] as const),
] as const;
const INTEGRATION_RESPONSE = [
  ...(["selectionPattern", "responseParameters", "responseTemplates", "contentHandling"] as const),
] as const;

function methodForm(method: Method, resource: string, names: NamesOf): ApiMethod {
  const { authorizerId = "", requestValidatorId = "", methodResponses = {}, methodIntegration } = method;
  const [authorizer, validator] = [
    names.authorizers.get(authorizerId),
    names.validators.get(requestValidatorId),
  ];
  return {
    settings: withoutEmpty(pick(method, METHOD)),
    ...(authorizer !== undefined && { authorizer }),
    ...(validator !== undefined && { validator }),
    responses: byStatus(methodResponses, (one) => withoutEmpty(pick(one, METHOD_RESPONSE))),
    ...(methodIntegration !== undefined && {
      integration: integrationForm(methodIntegration, resource, names),
    }),
  };
}

function integrationForm(
  integration: NonNullable<Method["methodIntegration"]>,
  resource: string,
  { paths }: NamesOf,
): JsonObject {
  const { cacheNamespace: space, ...settings } = withoutEmpty(pick(integration, INTEGRATION));
  // By default a resource's own; another one's is shared by name.
  const shared = typeof space === "string" && space !== resource ? (paths.get(space) ?? space) : undefined;
  return {
    ...withFunction(settings, "uri"),
    ...(shared !== undefined && { cacheNamespace: shared }),
    responses: byStatus(integration.integrationResponses ?? {}, (one) =>
      withoutEmpty(pick(one, INTEGRATION_RESPONSE)),
    ),
  };
}

function byStatus<One>(all: Readonly<Record<string, One>>, form: (one: One) => JsonObject) {
  return Object.fromEntries(
    Object.entries(all)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([status, one]) => [status, form(one)]),
  );
}

/** AWS leaves out what is empty, or tells it as empty, as it was put. */
function withoutEmpty(settings: JsonObject): JsonObject {
  const isEmpty = (value: Json): boolean =>
    Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => !isEmpty(value as Json)));
}

const STAGE = [
  ...(["description", "cacheClusterEnabled", "cacheClusterSize", "documentationVersion"] as const),
  ...(["tracingEnabled", "clientCertificateId"] as const),
] as const;

/** `deployments`: ids, in the order of the document. */
export function stageForm(stage: Stage, deployments: readonly string[]): ApiStage {
  const {
    stageName: name = "",
    deploymentId = "",
    canarySettings,
    accessLogSettings: logs,
    webAclArn,
  } = stage;
  const { deploymentId: canaryId, stageVariableOverrides: overrides, ...canary } = canarySettings ?? {};
  return {
    name,
    deployment: deployments.indexOf(deploymentId),
    settings: pick(stage, STAGE),
    variables: { ...stage.variables },
    methodSettings: toJson(stage.methodSettings ?? {}) as Record<string, JsonObject>,
    ...(logs?.destinationArn !== undefined && {
      accessLogSettings: pick(logs, ["destinationArn", "format"]),
    }),
    ...(canarySettings !== undefined && {
      canary: {
        ...(toJson(canary) as JsonObject),
        deployment: deployments.indexOf(canaryId ?? deploymentId),
        ...(overrides !== undefined && { stageVariableOverrides: { ...overrides } }),
      },
    }),
    ...(webAclArn !== undefined && { webAclArn }),
    tags: { ...stage.tags },
  };
}

const PLAN = ["name", "description", "throttle", "quota", "productCode"] as const;

export function planSettings(plan: UsagePlan): JsonObject {
  return pick(plan, PLAN);
}

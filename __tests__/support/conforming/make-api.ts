import {
  FUNCTIONS,
  HOST,
  LINK,
  type MadeApi,
  type MadeMethod,
  type MadeStage,
  POOL,
  QUEUE,
  ROLE,
} from "../arbitrary-api.ts";
import type { FakeGateway } from "../fake-gateway.ts";
import { SOURCE } from "../protector-conformance/conforming.ts";

const called = (fn: string): string =>
  `arn:aws:apigateway:${SOURCE.region}:lambda:path/2015-03-31/functions/${fn}/invocations`;

/** Makes an API by the calls that people make it by. */
export function makeApi(gateway: FakeGateway, made: MadeApi): void {
  const {
    id: restApiId,
    settings,
    policy,
    models,
    response,
    documented,
    resources,
    stages,
    keys,
    domain,
  } = made;
  gateway.have(
    restApiId,
    structuredClone({ ...settings, tags: { ...settings.tags } }),
    policy ? policyOf(restApiId) : undefined,
  );
  if (models) makeModels(gateway, restApiId);
  const validator = gateway.CreateRequestValidator({ restApiId, name: "all", validateRequestBody: true });
  const authorizers = makeAuthorizers(gateway, restApiId);
  if (response !== undefined)
    gateway.PutGatewayResponse({
      restApiId,
      responseType: "DEFAULT_4XX",
      statusCode: "404",
      responseParameters: { "gatewayresponse.header.x-why": `'${response}'` },
    });
  for (const { path, methods } of resources) {
    const at = path.lastIndexOf("/");
    const parentId = gateway.resourceId(restApiId, path.slice(0, at) || "/");
    if (path !== "/") gateway.CreateResource({ restApiId, parentId, pathPart: path.slice(at + 1) });
    const resourceId = gateway.resourceId(restApiId, path);
    for (const one of methods)
      makeMethod(gateway, { restApiId, resourceId, httpMethod: one.verb }, one, {
        validator: validator.id,
        ...authorizers,
      });
  }
  if (documented)
    gateway.CreateDocumentationPart({
      restApiId,
      location: { type: "API" },
      properties: '{"description":"orders"}',
    });
  gateway.CreateDocumentationVersion({ restApiId, documentationVersion: "v1", description: "the first" });
  const [deploymentId, canaryId] = stages.length === 0 ? ["", ""] : deploy(gateway, restApiId);
  for (const one of stages) makeStage(gateway, restApiId, one, deploymentId, canaryId);
  if (keys !== undefined) makePlan(gateway, restApiId, made, keys);
  if (domain) {
    gateway.domains.set("orders.example.com", new Map());
    const { name: stage } = stages[0] ?? { name: "" };
    gateway.CreateBasePathMapping({ domainName: "orders.example.com", restApiId, stage });
    gateway.CreateBasePathMapping({ domainName: "orders.example.com", basePath: "v1", restApiId });
  }
}

function policyOf(id: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" },
      {
        Effect: "Deny",
        Principal: "*",
        Action: "execute-api:Invoke",
        Resource: `arn:aws:execute-api:${SOURCE.region}:${SOURCE.account}:${id}/prod/*`,
        Condition: { NotIpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } },
      },
    ],
  });
}

/** One refers to the other, whose name comes later. */
function makeModels(gateway: FakeGateway, restApiId: string): void {
  gateway.CreateModel({
    restApiId,
    name: "Order",
    contentType: "application/json",
    description: "one",
    schema: '{"type":"object"}',
  });
  gateway.CreateModel({
    restApiId,
    name: "Basket",
    contentType: "application/json",
    schema: `{"type":"array","items":{"$ref":"https://apigateway.amazonaws.com/restapis/${restApiId}/models/Order"}}`,
  });
}

function makeAuthorizers(gateway: FakeGateway, restApiId: string) {
  const byFunction = gateway.CreateAuthorizer({
    restApiId,
    name: "by-function",
    type: "TOKEN",
    authorizerUri: called(FUNCTIONS[0] ?? ""),
    authorizerCredentials: ROLE,
    identitySource: "method.request.header.Authorization",
    authorizerResultTtlInSeconds: 60,
  });
  const byPool = gateway.CreateAuthorizer({
    restApiId,
    name: "by-pool",
    type: "COGNITO_USER_POOLS",
    providerARNs: [POOL],
    identitySource: "method.request.header.Authorization",
  });
  return { function: byFunction.id, pool: byPool.id };
}

interface Place {
  readonly restApiId: string;
  readonly resourceId: string;
  readonly httpMethod: string;
}

function makeMethod(
  gateway: FakeGateway,
  at: Place,
  { calls, token, fn, needsKey, isValidated, authorizer }: MadeMethod,
  ids: Readonly<Record<"validator" | "function" | "pool", string>>,
): void {
  const types = { none: "NONE", function: "CUSTOM", pool: "COGNITO_USER_POOLS" };
  gateway.PutMethod({
    ...at,
    authorizationType: types[authorizer],
    apiKeyRequired: needsKey,
    ...(authorizer !== "none" && { authorizerId: ids[authorizer] }),
    ...(authorizer === "pool" && { authorizationScopes: ["orders/read"] }),
    ...(isValidated && {
      requestValidatorId: ids.validator,
      requestParameters: { "method.request.header.X-Id": true },
    }),
  });
  gateway.PutMethodResponse({ ...at, statusCode: "200", responseModels: { "application/json": "Empty" } });
  gateway.PutIntegration({ ...at, ...integrationOf(calls, token, fn) });
  if (calls !== "function")
    gateway.PutIntegrationResponse({
      ...at,
      statusCode: "200",
      responseTemplates: { "application/json": `{"a":"${token}"}` },
    });
}

function integrationOf(calls: MadeMethod["calls"], token: string, fn: string) {
  const own = SOURCE.region;
  switch (calls) {
    case "function":
      return {
        type: "AWS_PROXY" as const,
        integrationHttpMethod: "POST",
        uri: called(fn),
        timeoutInMillis: 5000,
      };
    case "variable": {
      const named = `arn:aws:lambda:${own}:${SOURCE.account}:function:\${stageVariables.fn}`;
      return { type: "AWS_PROXY" as const, integrationHttpMethod: "POST", uri: called(named) };
    }
    case "http":
      return {
        type: "HTTP" as const,
        integrationHttpMethod: "GET",
        uri: `https://${HOST}/hooks/${token}`,
        requestParameters: { "integration.request.header.X-Key": `'${token}'` },
      };
    case "mock":
      return { type: "MOCK" as const, requestTemplates: { "application/json": '{"statusCode":200}' } };
    case "queue":
      return {
        type: "AWS" as const,
        integrationHttpMethod: "POST",
        uri: `arn:aws:apigateway:${own}:sqs:path/${SOURCE.account}/${QUEUE.split(":").at(-1)}`,
        credentials: ROLE,
      };
    default:
      return {
        type: "HTTP_PROXY" as const,
        integrationHttpMethod: "ANY",
        uri: "http://inside.example.com/",
        connectionType: "VPC_LINK" as const,
        connectionId: LINK,
      };
  }
}

function deploy(gateway: FakeGateway, restApiId: string): [string, string] {
  const first = gateway.CreateDeployment({ restApiId, description: "the first" });
  // One that no stage serves.
  gateway.CreateDeployment({ restApiId });
  const last = gateway.CreateDeployment({ restApiId });
  return [first.id ?? "", last.id ?? ""];
}

function makeStage(
  gateway: FakeGateway,
  restApiId: string,
  { name: stageName, variable, settings, burst, logs, canary, tags }: MadeStage,
  deploymentId: string,
  canaryId: string,
): void {
  const { clientCertificateId, ...plain } = settings;
  if (clientCertificateId !== undefined) gateway.certificates.add(String(clientCertificateId));
  gateway.CreateStage({
    ...{ restApiId, stageName, deploymentId, ...plain, tags },
    variables: { fn: "orders", token: variable },
    ...(canary && {
      canarySettings: {
        deploymentId: canaryId,
        percentTraffic: 10,
        stageVariableOverrides: { token: `${variable}` },
        useStageCache: false,
      },
    }),
  });
  const replace = (path: string, value: string) => ({ op: "replace" as const, path, value });
  const patchOperations = [
    ...(clientCertificateId === undefined
      ? []
      : [replace("/clientCertificateId", String(clientCertificateId))]),
    ...(burst === undefined
      ? []
      : [
          replace("/*/*/throttling/burstLimit", String(burst)),
          replace("/~1orders/GET/logging/loglevel", "INFO"),
        ]),
    ...(logs === undefined
      ? []
      : [
          replace("/accessLogSettings/destinationArn", logs),
          replace("/accessLogSettings/format", "$context.requestId"),
        ]),
  ];
  gateway.UpdateStage({ restApiId, stageName, patchOperations });
}

function makePlan(
  gateway: FakeGateway,
  restApiId: string,
  { stages }: MadeApi,
  keys: readonly string[],
): void {
  const usagePlanId = "plan01";
  gateway.havePlan(usagePlanId, {
    name: "gold",
    description: "who pays",
    throttle: { burstLimit: 10, rateLimit: 5 },
    quota: { limit: 100, offset: 0, period: "DAY" },
    apiStages: stages.map(({ name: stage }, at) => ({
      ...{ apiId: restApiId, stage },
      ...(at === 0 && { throttle: { "~1orders/GET": { burstLimit: 1, rateLimit: 2 } } }),
    })),
    tags: { tier: "gold" },
  });
  for (const [at, value] of keys.entries()) {
    gateway.haveKey(`key${at}`, { name: `partner-${at}`, enabled: at === 0, value, tags: { of: "partner" } });
    gateway.CreateUsagePlanKey({ usagePlanId, keyId: `key${at}`, keyType: "API_KEY" });
  }
}

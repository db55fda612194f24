import * as G from "@aws-sdk/client-api-gateway";
import { HOME } from "../extension/clients.ts";
import { arnOf } from "../extension/listeners.ts";
import { ACCOUNT } from "../extension/servers.ts";

export const DOMAIN = "api.shop.example";
export const domainOf = (region: string): string => (region === HOME ? DOMAIN : `${region}.${DOMAIN}`);
/** What nobody but the secrets of a point may hold. */
export const KEY = "canary-4711-of-the-api-key";
export const TOKEN = "canary-token-0815";

/** As an integration and an authorizer name a function. */
const called = (arn: string): string =>
  `arn:aws:apigateway:${HOME}:lambda:path/2015-03-31/functions/${arn}/invocations`;

/** An API with all of its parts, in two stages, with a plan, a key and a path of a domain name; its id. */
export async function makeRestApi(gateway: G.APIGatewayClient, name: string): Promise<string> {
  const { id: restApiId = "", rootResourceId = "" } = await gateway.send(
    new G.CreateRestApiCommand({
      ...{ name: "orders", description: "Orders of the shop", binaryMediaTypes: ["image/png"] },
      ...{ endpointConfiguration: { types: ["REGIONAL"] }, tags: { team: "shop" } },
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" },
          {
            ...{ Effect: "Deny", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" },
            Condition: { NotIpAddress: { "aws:SourceIp": ["127.0.0.0/8"] } },
          },
        ],
      }),
    }),
  );
  const live = `${arnOf(name)}:live`;
  const authorizer = await gateway.send(
    new G.CreateAuthorizerCommand({
      ...{ restApiId, name: "check", type: "REQUEST", authorizerUri: called(live) },
      ...{ identitySource: "method.request.header.x-key", authorizerResultTtlInSeconds: 0 },
    }),
  );
  const models = `https://apigateway.amazonaws.com/restapis/${restApiId}/models`;
  const model = (name: string, properties: object) =>
    gateway.send(
      new G.CreateModelCommand({
        ...{ restApiId, name, contentType: "application/json" },
        schema: JSON.stringify({ type: "object", properties }),
      }),
    );
  await model("Line", { sku: { type: "string" } });
  await model("Order", { lines: { type: "array", items: { $ref: `${models}/Line` } } });
  const validator = await gateway.send(
    new G.CreateRequestValidatorCommand({ restApiId, name: "all", validateRequestParameters: true }),
  );
  await gateway.send(
    new G.PutGatewayResponseCommand({
      ...{ restApiId, responseType: "ACCESS_DENIED", statusCode: "404" },
      responseTemplates: { "application/json": '{"told":$context.error.messageString}' },
    }),
  );
  await gateway.send(
    new G.CreateDocumentationPartCommand({
      ...{ restApiId, location: { type: "API" }, properties: '{"description":"orders"}' },
    }),
  );
  const path = async (parentId: string, pathPart: string): Promise<string> =>
    (await gateway.send(new G.CreateResourceCommand({ restApiId, parentId, pathPart }))).id ?? "";
  const orders = await path(rootResourceId, "orders");
  const order = await path(orders, "{id}");
  const health = await path(rootResourceId, "health");
  const method = async (
    resourceId: string,
    httpMethod: string,
    more: Partial<G.PutMethodCommandInput>,
    calls: Partial<G.PutIntegrationCommandInput>,
  ): Promise<void> => {
    const at = { restApiId, resourceId, httpMethod };
    await gateway.send(new G.PutMethodCommand({ ...at, authorizationType: "NONE", ...more }));
    await gateway.send(
      new G.PutIntegrationCommand({
        ...at,
        ...{ type: "AWS_PROXY", integrationHttpMethod: "POST", uri: called(live) },
        ...calls,
      }),
    );
  };
  await method(
    order,
    "GET",
    {
      ...{ authorizationType: "CUSTOM", authorizerId: authorizer.id, apiKeyRequired: true },
      ...{ requestParameters: { "method.request.querystring.view": true }, requestValidatorId: validator.id },
    },
    {},
  );
  await method(
    orders,
    "ANY",
    { requestModels: { "application/json": "Order" } },
    { uri: called(`${arnOf(name)}:\${stageVariables.alias}`) },
  );
  await method(
    health,
    "GET",
    {},
    { type: "MOCK", uri: undefined, requestTemplates: { "application/json": '{"statusCode": 200}' } },
  );
  const at = { restApiId, resourceId: health, httpMethod: "GET", statusCode: "200" };
  await gateway.send(new G.PutMethodResponseCommand(at));
  await gateway.send(
    new G.PutIntegrationResponseCommand({
      ...at,
      responseTemplates: { "application/json": `{"token":"${TOKEN}"}` },
    }),
  );
  await stages(gateway, restApiId);
  return restApiId;
}

async function stages(gateway: G.APIGatewayClient, restApiId: string): Promise<void> {
  const { id: first } = await gateway.send(
    new G.CreateDeploymentCommand({ restApiId, description: "first" }),
  );
  await gateway.send(
    new G.CreateStageCommand({
      ...{ restApiId, stageName: "prod", deploymentId: first, tags: { team: "shop" } },
      ...{ variables: { alias: "live", token: TOKEN }, description: "what everybody calls" },
    }),
  );
  await gateway.send(
    new G.UpdateStageCommand({
      ...{ restApiId, stageName: "prod" },
      patchOperations: [
        { op: "replace", path: "/*/*/throttling/burstLimit", value: "123" },
        { op: "replace", path: "/~1orders/GET/metrics/enabled", value: "true" },
      ],
    }),
  );
  await gateway.send(
    new G.CreateDeploymentCommand({ restApiId, stageName: "beta", variables: { alias: "live" } }),
  );
  const { id: canary } = await gateway.send(
    new G.CreateDeploymentCommand({ restApiId, description: "next" }),
  );
  await gateway.send(
    new G.UpdateStageCommand({
      ...{ restApiId, stageName: "beta" },
      patchOperations: [
        { op: "replace", path: "/canarySettings/deploymentId", value: canary },
        { op: "replace", path: "/canarySettings/percentTraffic", value: "50" },
        { op: "replace", path: "/canarySettings/stageVariableOverrides/team", value: "new" },
      ],
    }),
  );
  const plan = await gateway.send(
    new G.CreateUsagePlanCommand({
      ...{ name: "partners", description: "who may", tags: { team: "shop" } },
      ...{ throttle: { burstLimit: 5, rateLimit: 10 }, quota: { limit: 1000, period: "MONTH" } },
      apiStages: [{ apiId: restApiId, stage: "prod" }],
    }),
  );
  await gateway.send(
    new G.UpdateUsagePlanCommand({
      usagePlanId: plan.id,
      patchOperations: [
        {
          ...{ op: "replace", value: "3" },
          path: `/apiStages/${restApiId}:prod/throttle//orders/{id}/GET/rateLimit`,
        },
      ],
    }),
  );
  const key = await gateway.send(
    new G.CreateApiKeyCommand({ name: "partner", enabled: true, value: KEY, tags: { team: "shop" } }),
  );
  await gateway.send(
    new G.CreateUsagePlanKeyCommand({ usagePlanId: plan.id, keyId: key.id, keyType: "API_KEY" }),
  );
  await gateway.send(
    new G.CreateBasePathMappingCommand({
      domainName: DOMAIN,
      basePath: "shop",
      restApiId,
      stage: "prod",
    }),
  );
}

/** Others': an API of the same name with a stage, a plan with a key, and a path of the same domain name. */
export async function makeTheirs(gateway: G.APIGatewayClient, region: string): Promise<void> {
  await gateway.send(
    new G.CreateDomainNameCommand({
      ...{ domainName: domainOf(region), endpointConfiguration: { types: ["REGIONAL"] } },
      regionalCertificateArn: `arn:aws:acm:${region}:${ACCOUNT}:certificate/1`,
    }),
  );
  const tags = { owner: "they" };
  const { id: restApiId = "", rootResourceId } = await gateway.send(
    new G.CreateRestApiCommand({ name: "orders", tags }),
  );
  const at = { restApiId, resourceId: rootResourceId, httpMethod: "GET" };
  await gateway.send(new G.PutMethodCommand({ ...at, authorizationType: "NONE" }));
  await gateway.send(new G.PutIntegrationCommand({ ...at, type: "MOCK" }));
  await gateway.send(new G.CreateDeploymentCommand({ restApiId, stageName: "prod" }));
  const plan = await gateway.send(
    new G.CreateUsagePlanCommand({
      ...{ name: "partners", tags, apiStages: [{ apiId: restApiId, stage: "prod" }] },
    }),
  );
  const key = await gateway.send(new G.CreateApiKeyCommand({ name: "partner", enabled: true, tags }));
  await gateway.send(
    new G.CreateUsagePlanKeyCommand({ usagePlanId: plan.id, keyId: key.id, keyType: "API_KEY" }),
  );
  await gateway.send(
    new G.CreateBasePathMappingCommand({ domainName: domainOf(region), basePath: "theirs", restApiId }),
  );
}

import * as G from "@aws-sdk/client-api-gateway";
import * as S from "@aws-sdk/client-apigatewayv2";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HOME } from "./clients.ts";
import { type Server, startExtension } from "./servers.ts";

const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:check";
const CALLED = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`;
const X = "x-amazon-apigateway";

let server: Server;
let gateway: G.APIGatewayClient;
beforeAll(async () => {
  server = await startExtension();
  const credentials = { accessKeyId: "sandbox", secretAccessKey: "sandbox" };
  gateway = new G.APIGatewayClient({ endpoint: server.endpoint, region: HOME, maxAttempts: 1, credentials });
});
afterAll(() => server?.stop());

/** An API whose one path has a method that answers by itself, behind an authorizer and an API key, and one for any other. */
const description = (path: string): Uint8Array =>
  Buffer.from(
    JSON.stringify({
      openapi: "3.0.1",
      info: { title: "pets", version: "1.0" },
      [`${X}-binary-media-types`]: ["image/png"],
      [`${X}-request-validators`]: { all: { validateRequestBody: true, validateRequestParameters: true } },
      [`${X}-request-validator`]: "all",
      [`${X}-gateway-responses`]: { DEFAULT_4XX: { statusCode: 404 } },
      components: {
        schemas: {
          Pet: { type: "object", properties: { kind: { $ref: "#/components/schemas/Kind" } } },
          Kind: { type: "string" },
        },
        securitySchemes: {
          check: {
            ...{ type: "apiKey", name: "Authorization", in: "header", [`${X}-authtype`]: "custom" },
            [`${X}-authorizer`]: { type: "token", authorizerUri: CALLED },
          },
          api_key: { type: "apiKey", name: "x-api-key", in: "header" },
        },
      },
      paths: {
        [path]: {
          get: {
            parameters: [{ name: "view", in: "query", required: true }],
            security: [{ check: [] }, { api_key: [] }],
            responses: { "200": { description: "one" } },
            [`${X}-integration`]: {
              ...{ type: "mock", requestTemplates: { "application/json": '{"statusCode": 200}' } },
              responses: { default: { statusCode: "200" } },
            },
          },
          [`${X}-any-method`]: {
            responses: {},
            [`${X}-integration`]: { type: "http_proxy", httpMethod: "ANY", uri: "https://pets.example.com" },
          },
        },
      },
    }),
  );

const paths = async (restApiId: string): Promise<readonly (string | undefined)[]> =>
  ((await gateway.send(new G.GetResourcesCommand({ restApiId }))).items ?? []).map(({ path }) => path);

test("an API is made from OpenAPI with all that API Gateway reads there, and what its stage serves is told as OpenAPI again", async () => {
  const { id: restApiId = "", binaryMediaTypes } = await gateway.send(
    new G.ImportRestApiCommand({ body: description("/pets/{id}") }),
  );
  expect(binaryMediaTypes).toEqual(["image/png"]);
  const { items = [] } = await gateway.send(new G.GetResourcesCommand({ restApiId, embed: ["methods"] }));
  const { GET, ANY } = items.find(({ path }) => path === "/pets/{id}")?.resourceMethods ?? {};
  expect(GET).toMatchObject({
    ...{ authorizationType: "CUSTOM", apiKeyRequired: true },
    requestParameters: { "method.request.querystring.view": true },
    methodIntegration: { type: "MOCK", passthroughBehavior: "WHEN_NO_MATCH", timeoutInMillis: 29_000 },
  });
  expect(ANY?.methodIntegration).toMatchObject({ type: "HTTP_PROXY", uri: "https://pets.example.com" });
  const models = (await gateway.send(new G.GetModelsCommand({ restApiId }))).items ?? [];
  expect(models.find(({ name }) => name === "Pet")?.schema).toContain(`/restapis/${restApiId}/models/Kind`);
  await gateway.send(new G.CreateDeploymentCommand({ restApiId, stageName: "prod" }));
  await gateway.send(new G.PutRestApiCommand({ restApiId, mode: "merge", body: description("/more") }));
  expect(await paths(restApiId)).toEqual(["/", "/more", "/pets", "/pets/{id}"]);
  await gateway.send(new G.PutRestApiCommand({ restApiId, mode: "overwrite", body: description("/other") }));
  expect(await paths(restApiId)).toEqual(["/", "/other"]);
  const { body } = await gateway.send(
    new G.GetExportCommand({
      restApiId,
      stageName: "prod",
      exportType: "oas30",
      parameters: { extensions: "apigateway" },
    }),
  );
  const exported = JSON.parse(Buffer.from(body ?? []).toString());
  expect(Object.keys(exported.paths)).toEqual(["/pets/{id}"]);
  expect(exported.paths["/pets/{id}"].get).toMatchObject({
    security: [{ check: [] }, { api_key: [] }],
    [`${X}-integration`]: { type: "mock", responses: { default: { statusCode: "200" } } },
  });
});

test("what is no OpenAPI is refused, and so is a deployment of what is not finished", async () => {
  await expect(gateway.send(new G.ImportRestApiCommand({ body: Buffer.from("{{") }))).rejects.toThrow(
    "Invalid OpenAPI input.",
  );
  const { id: restApiId = "", rootResourceId: resourceId } = await gateway.send(
    new G.CreateRestApiCommand({ name: "empty" }),
  );
  const deploy = () => gateway.send(new G.CreateDeploymentCommand({ restApiId }));
  await expect(deploy()).rejects.toThrow("The REST API doesn't contain any methods");
  const at = { restApiId, resourceId, httpMethod: "GET" };
  await gateway.send(new G.PutMethodCommand({ ...at, authorizationType: "NONE" }));
  await expect(deploy()).rejects.toThrow("No integration defined for method");
});

test("API keys come from a file, each into its usage plan; a plan with a stage is not deleted", async () => {
  const { id: restApiId = "" } = await gateway.send(
    new G.ImportRestApiCommand({ body: description("/pets") }),
  );
  await gateway.send(new G.CreateDeploymentCommand({ restApiId, stageName: "prod" }));
  const { id: usagePlanId = "" } = await gateway.send(
    new G.CreateUsagePlanCommand({ name: "partners", apiStages: [{ apiId: restApiId, stage: "prod" }] }),
  );
  const body = Buffer.from(
    `name,key,Enabled,usageplanIds\nfirst,abcdefghijklmnopqrstuvwx,TRUE,${usagePlanId}\n`,
  );
  const { ids = [] } = await gateway.send(new G.ImportApiKeysCommand({ format: "csv", body }));
  const { items = [] } = await gateway.send(new G.GetUsagePlanKeysCommand({ usagePlanId }));
  expect(items.map(({ id, name }) => [id, name])).toEqual([[ids[0], "first"]]);
  await expect(gateway.send(new G.DeleteUsagePlanCommand({ usagePlanId }))).rejects.toThrow(
    `Cannot delete Usage Plan ${usagePlanId} because there are API Stages associated with it, including ${restApiId}:prod`,
  );
});

test("a stage of a WebSocket API logs to CloudWatch where the account has a role for that, one of an HTTP API everywhere", async () => {
  const credentials = { accessKeyId: "sandbox", secretAccessKey: "sandbox" };
  const second = new S.ApiGatewayV2Client({
    ...{ endpoint: server.endpoint, region: HOME, maxAttempts: 1, credentials },
  });
  const apiOf = async (input: Pick<S.CreateApiRequest, "ProtocolType" | "RouteSelectionExpression">) =>
    (await second.send(new S.CreateApiCommand({ Name: "logged", ...input }))).ApiId;
  const socket = await apiOf({ ProtocolType: "WEBSOCKET", RouteSelectionExpression: "$request.body.action" });
  const http = await apiOf({ ProtocolType: "HTTP" });
  const refused = {
    name: "BadRequestException",
    message: "CloudWatch Logs role ARN must be set in account settings to enable logging",
  };
  const make = (ApiId: string | undefined, StageName: string, more: Partial<S.CreateStageRequest> = {}) =>
    second.send(new S.CreateStageCommand({ ApiId, StageName, ...more }));
  const log = (DestinationArn: string) => ({
    AccessLogSettings: { DestinationArn, Format: "$context.requestId" },
  });
  const group = log("arn:aws:logs:us-east-1:123456789012:log-group:/logged");
  const calls = { DefaultRouteSettings: { LoggingLevel: "INFO" as const } };
  await expect(make(socket, "group", group)).rejects.toMatchObject(refused);
  await expect(make(socket, "calls", calls)).rejects.toMatchObject(refused);
  await make(http, "group", group);
  await make(socket, "plain");
  await make(
    socket,
    "stream",
    log("arn:aws:firehose:us-east-1:123456789012:deliverystream/amazon-apigateway-logged"),
  );
  const update = () => second.send(new S.UpdateStageCommand({ ApiId: socket, StageName: "plain", ...calls }));
  await expect(update()).rejects.toMatchObject(refused);
  const role = "arn:aws:iam::123456789012:role/logs";
  await gateway.send(
    new G.UpdateAccountCommand({
      patchOperations: [{ op: "replace", path: "/cloudwatchRoleArn", value: role }],
    }),
  );
  expect((await gateway.send(new G.GetAccountCommand({}))).cloudwatchRoleArn).toBe(role);
  await make(socket, "group", group);
  await update();
});

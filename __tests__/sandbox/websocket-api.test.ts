import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as G from "@aws-sdk/client-apigatewayv2";
import * as L from "@aws-sdk/client-lambda";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import WebSocket from "ws";
import { ask } from "../../sandbox/ask.ts";
import { makeEstate, type TheirEstate } from "../../sandbox/neighbours/estate.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { Application, type KeptThing } from "./event-rules/application.ts";
import { AWAY, type Aws, clients, HOME, makeFunction, makeQueue, required } from "./extension/clients.ts";
import { arnOf } from "./extension/listeners.ts";
import { ACCOUNT } from "./extension/servers.ts";

/** Lets in who has the token, answers what it was told, and tells a queue who has gone. */
const ANSWERS = `exports.handler = async (event) => {
  const { routeKey, connectionId, apiId, stage, eventType } = event.requestContext;
  if (event.type === "REQUEST") {
    const Effect = event.queryStringParameters.token === "open" ? "Allow" : "Deny";
    const Statement = [{ Action: "execute-api:Invoke", Effect, Resource: event.methodArn }];
    return { principalId: "shop", policyDocument: { Version: "2012-10-17", Statement } };
  }
  if (eventType === "DISCONNECT")
    await fetch(process.env.AWS_ENDPOINT_URL, {
      method: "POST",
      headers: {
        authorization: "AWS4-HMAC-SHA256 Credential=fn/20261130/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0",
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": "AmazonSQS.SendMessage",
      },
      body: JSON.stringify({ QueueUrl: process.env.GONE, MessageBody: connectionId }),
    });
  return { statusCode: 200, body: JSON.stringify({ routeKey, said: event.body, apiId, stage, connectionId }) };
};`;

let sandbox: Sandbox;
let estate: TheirEstate;
let folder: string;
let aws: Aws;
let application: Application;
let name: string;
let queue: string;
let first: string;
let kept: KeptThing[];

const gateway = (region: string) => application.ports(region).client(G.ApiGatewayV2Client);
const hostOf = (region: string, id: string) => `${id}.execute-api.${region}.amazonaws.com`;

beforeAll(async () => {
  sandbox = await startSandbox();
  estate = await makeEstate(sandbox.endpoint, [HOME, AWAY]);
  folder = await mkdtemp(join(tmpdir(), "zonekeep-sockets-"));
  aws = clients(sandbox.endpoint);
  application = new Application(sandbox.endpoint, folder);
  queue = (await makeQueue(aws)).url;
  name = await makeFunction(aws, ANSWERS, { Environment: { Variables: { GONE: queue } } });
  first = await makeApi();
  kept = await application.backup(HOME, name, (text) => expect(text).toBe(""));
  for (const region of [HOME, AWAY]) await application.stage(region, `points-${region}`, kept);
}, 240_000);

afterEach(async () => expect(await estate.changed()).toEqual([]));
afterAll(async () => {
  await sandbox?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

/** The API's id. */
async function makeApi(): Promise<string> {
  const client = gateway(HOME);
  const { ApiId = "" } = await client.send(
    new G.CreateApiCommand({
      ...{ Name: "chat", ProtocolType: "WEBSOCKET", Tags: { team: "shop" } },
      RouteSelectionExpression: "$request.body.action",
    }),
  );
  const uri = `arn:aws:apigateway:${HOME}:lambda:path/2015-03-31/functions/${arnOf(name)}/invocations`;
  const { AuthorizerId } = await client.send(
    new G.CreateAuthorizerCommand({
      ...{ ApiId, Name: "token", AuthorizerType: "REQUEST", AuthorizerUri: uri },
      IdentitySource: ["route.request.querystring.token"],
    }),
  );
  const { IntegrationId } = await client.send(
    new G.CreateIntegrationCommand({
      ...{ ApiId, IntegrationType: "AWS_PROXY", IntegrationMethod: "POST", IntegrationUri: uri },
    }),
  );
  await client.send(
    new G.CreateModelCommand({
      ApiId,
      Name: "Order",
      ContentType: "application/json",
      Schema: '{"type":"object"}',
    }),
  );
  const route = async (RouteKey: string, more: Partial<G.CreateRouteCommandInput> = {}) => {
    const { RouteId } = await client.send(
      new G.CreateRouteCommand({ ApiId, RouteKey, Target: `integrations/${IntegrationId}`, ...more }),
    );
    if (more.RouteResponseSelectionExpression !== undefined)
      await client.send(new G.CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: "$default" }));
  };
  const answering = { RouteResponseSelectionExpression: "$default" };
  await route("$connect", { AuthorizationType: "CUSTOM", AuthorizerId });
  await route("$disconnect");
  await route("$default", answering);
  await route("order", {
    ...answering,
    ModelSelectionExpression: "$default",
    RequestModels: { $default: "Order" },
  });
  const { DeploymentId } = await client.send(new G.CreateDeploymentCommand({ ApiId, Description: "first" }));
  await client.send(new G.CreateStageCommand({ ApiId, StageName: "prod", DeploymentId }));
  for (const [StatementId, path] of [
    ["routes", "prod/*"],
    ["authorizer", `authorizers/${AuthorizerId}`],
  ] as const)
    await aws.lambda.send(
      new L.AddPermissionCommand({
        ...{ FunctionName: name, StatementId, Action: "lambda:InvokeFunction" },
        ...{
          Principal: "apigateway.amazonaws.com",
          SourceArn: `arn:aws:execute-api:${HOME}:${ACCOUNT}:${ApiId}/${path}`,
        },
      }),
    );
  return ApiId;
}

const idsOf = async (region: string): Promise<string[]> => {
  const { Items = [] } = await gateway(region).send(new G.GetApisCommand({}));
  return Items.flatMap(({ ApiId = "", Tags }) => (Tags?.team === "shop" ? ApiId : []));
};

/** A connection, or the status by which it was refused. */
function connect(region: string, id: string, token: string): Promise<WebSocket | number> {
  const address = `${sandbox.endpoint.replace("http:", "ws:")}/prod?token=${token}`;
  const socket = new WebSocket(address, { headers: { host: hostOf(region, id) } });
  return new Promise((resolve, reject) => {
    socket.once("open", () => resolve(socket));
    socket.once("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
    socket.once("error", reject);
  });
}

function next(socket: WebSocket): Promise<Record<string, unknown>> {
  return new Promise((resolve) => {
    socket.once("message", (data) => resolve(JSON.parse(String(data)) as Record<string, unknown>));
  });
}

/** A connection is taken from who has the token, each message takes its route, and a function reaches whoever is there. */
async function answers(region: string): Promise<void> {
  const [id = ""] = await idsOf(region);
  expect(await connect(region, id, "guessed")).toBe(403);
  const socket = await connect(region, id, "open");
  if (typeof socket === "number") throw new Error(`the connection was refused: ${socket}`);
  const say = async (text: string) => {
    const answer = next(socket);
    socket.send(text);
    return answer;
  };
  const order = JSON.stringify({ action: "order", id: 7 });
  const told = await say(order);
  expect(told).toMatchObject({ routeKey: "order", said: order, apiId: id, stage: "prod" });
  expect(await say("hello")).toMatchObject({ routeKey: "$default", said: "hello" });
  const { connectionId } = told;
  const pushed = next(socket);
  const back = `/prod/@connections/${encodeURIComponent(String(connectionId))}`;
  const body = '{"news":1}';
  expect(await ask(sandbox.endpoint, hostOf(region, id), back, { method: "POST", body })).toMatchObject({
    status: 200,
  });
  expect(await pushed).toEqual({ news: 1 });
  const gone = new Promise((resolve) => socket.once("close", resolve));
  socket.close();
  await gone;
  await expect.poll(() => received(), { timeout: 20_000 }).toContain(connectionId);
  expect(await ask(sandbox.endpoint, hostOf(region, id), back, { method: "POST", body })).toMatchObject({
    status: 410,
  });
}

const heard: unknown[] = [];
/** Connections of which the queue was told that they are gone. */
async function received(): Promise<unknown[]> {
  const { Messages = [] } = await aws.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 10 }),
  );
  heard.push(...Messages.map(({ Body }) => Body));
  return heard;
}

/** All parts of the API as AWS tells them, without what is another each time that it is made. */
async function ours(region: string): Promise<unknown> {
  const client = gateway(region);
  const [ApiId = ""] = await idsOf(region);
  const {
    $metadata: _,
    CreatedDate: __,
    Tags = {},
    ...api
  } = await client.send(new G.GetApiCommand({ ApiId }));
  const { Items: routes = [] } = await client.send(new G.GetRoutesCommand({ ApiId }));
  const { Items: stages = [] } = await client.send(new G.GetStagesCommand({ ApiId }));
  const whole = {
    api: { ...api, team: Tags.team },
    routes: [] as unknown[],
    authorizers: (await client.send(new G.GetAuthorizersCommand({ ApiId }))).Items?.map(
      ({ AuthorizerId: _id, ...one }) => one,
    ),
    integrations: (await client.send(new G.GetIntegrationsCommand({ ApiId }))).Items?.map(
      ({ IntegrationId: _id, ...one }) => one,
    ),
    models: (await client.send(new G.GetModelsCommand({ ApiId }))).Items?.map(
      ({ ModelId: _id, ...one }) => one,
    ),
    stages: stages.map(({ CreatedDate: _at, LastUpdatedDate: _changed, DeploymentId: _id, ...one }) => one),
    deployments: [] as unknown[],
  };
  for (const { RouteId, Target, AuthorizerId, ...route } of routes) {
    const { Items = [] } = await client.send(new G.GetRouteResponsesCommand({ ApiId, RouteId }));
    const responses = Items.map(({ RouteResponseId: _id, ...one }) => one);
    whole.routes.push({
      ...route,
      responses,
      leads: Target !== undefined,
      checked: AuthorizerId !== undefined,
    });
  }
  for (const { DeploymentId } of stages) {
    const { Description, DeploymentStatus } = await client.send(
      new G.GetDeploymentCommand({ ApiId, DeploymentId }),
    );
    whole.deployments.push({ Description, DeploymentStatus });
  }
  whole.routes.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return JSON.parse(JSON.stringify(whole).replaceAll(ApiId, "own-id").replaceAll(region, "region"));
}

async function lose(): Promise<void> {
  const [ApiId = ""] = await idsOf(HOME);
  await gateway(HOME).send(new G.DeleteApiCommand({ ApiId }));
  await aws.lambda.send(new L.DeleteFunctionCommand({ FunctionName: name }));
}

test("lost at home, a WebSocket API answers under a new id after arm, and nobody before", async () => {
  expect(kept.map(({ item: { kind, id } }) => `${kind}/${id}`)).toEqual([
    `lambda/${name}`,
    `websocket-api/${first}`,
  ]);
  const before = await ours(HOME);
  await answers(HOME);
  await lose();
  const restored = await application.restore(kept, HOME, `points-${HOME}`);
  const [id = ""] = await idsOf(HOME);
  expect(id).not.toBe(first);
  expect(await connect(HOME, id, "open")).toBe(403);
  await application.arm(HOME, restored);
  await answers(HOME);
  expect(await ours(HOME)).toEqual(before);
  const again = await application.restore(kept, HOME, `points-${HOME}`);
  expect((await application.arm(HOME, again)).filter((done) => !done.startsWith("kept: "))).toEqual([]);
  expect(await idsOf(HOME)).toEqual([id]);
});

test("elsewhere it answers after arm, and nobody before", async () => {
  const expected = await ours(HOME);
  const restored = await application.restore(kept, AWAY, `points-${AWAY}`);
  const [id = ""] = await idsOf(AWAY);
  expect(await connect(AWAY, id, "open")).toBe(403);
  await application.arm(AWAY, restored);
  await answers(AWAY);
  expect(await ours(AWAY)).toEqual(expected);
  expect(required(restored.find(({ arn }) => arn.includes("/apis/"))?.arn)).toBe(
    `arn:aws:apigateway:${AWAY}::/apis/${id}`,
  );
});

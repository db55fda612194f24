import * as G from "@aws-sdk/client-apigatewayv2";
import * as L from "@aws-sdk/client-lambda";
import { beforeAll, expect, test } from "vitest";
import { ask } from "../../sandbox/ask.ts";
import type { KeptThing } from "./event-rules/application.ts";
import { besideNeighbours } from "./event-rules/beside-neighbours.ts";
import { AWAY, HOME, makeFunction, required } from "./extension/clients.ts";
import { arnOf } from "./extension/listeners.ts";
import { ACCOUNT } from "./extension/servers.ts";

const SERVICE = "apigateway.amazonaws.com";
const DOMAIN = "api.shop.example";
const domainOf = (region: string) => (region === "us-east-1" ? DOMAIN : "api-eu.shop.example");
const KEY = "canary-4711";
/** Lets in who has the key, and says what it was asked. */
const ANSWERS = `exports.handler = async (event) => {
  if (event.type === "REQUEST") return { isAuthorized: event.headers["x-key"] === "open", context: { team: "shop" } };
  const { version, routeKey, resource, stageVariables, pathParameters, requestContext } = event;
  return {
    statusCode: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      version, key: routeKey ?? resource, stageVariables, pathParameters,
      api: requestContext.apiId, stage: requestContext.stage, team: requestContext.authorizer?.lambda?.team,
    }),
  };
};`;

const here = besideNeighbours();
let name: string;
let first: string;
let kept: KeptThing[];
const warned: string[] = [];

const gateway = (region: string) => here.application.ports(region).client(G.ApiGatewayV2Client);
const hostOf = (region: string, id: string) => `${id}.execute-api.${region}.amazonaws.com`;

beforeAll(async () => {
  for (const region of [HOME, AWAY]) {
    await gateway(region).send(new G.CreateDomainNameCommand({ DomainName: domainOf(region) }));
    await makeNeighbours(region);
  }
  name = await makeFunction(here.aws, ANSWERS);
  await L.waitUntilFunctionActiveV2({ client: here.aws.lambda, maxWaitTime: 20 }, { FunctionName: name });
  await here.aws.lambda.send(new L.PublishVersionCommand({ FunctionName: name }));
  await here.aws.lambda.send(
    new L.CreateAliasCommand({ FunctionName: name, Name: "live", FunctionVersion: "1" }),
  );
  first = await makeApi();
  kept = await here.application.backup(HOME, name, (text) => warned.push(text));
  for (const region of [HOME, AWAY]) await here.application.stage(region, `points-${region}`, kept);
}, 120_000);

/** Others' APIs: one has the same name, one a place below the same domain name. */
async function makeNeighbours(region: string): Promise<void> {
  const client = gateway(region);
  const Target = `arn:aws:lambda:${region}:${ACCOUNT}:function:theirs`;
  const theirs = await client.send(
    new G.CreateApiCommand({ Name: "orders", ProtocolType: "HTTP", Target, Tags: { owner: "they" } }),
  );
  await client.send(
    new G.CreateApiMappingCommand({
      DomainName: domainOf(region),
      ApiId: theirs.ApiId,
      Stage: "$default",
      ApiMappingKey: "theirs",
    }),
  );
}

/** The API's id. */
async function makeApi(): Promise<string> {
  const client = gateway(HOME);
  const { ApiId = "" } = await client.send(
    new G.CreateApiCommand({
      Name: "orders",
      ProtocolType: "HTTP",
      CorsConfiguration: { AllowOrigins: ["https://shop.example"], AllowMethods: ["GET"] },
      Tags: { team: "shop" },
    }),
  );
  const live = `${arnOf(name)}:live`;
  const { AuthorizerId } = await client.send(
    new G.CreateAuthorizerCommand({
      ...{ ApiId, Name: "check", AuthorizerType: "REQUEST", AuthorizerPayloadFormatVersion: "2.0" },
      ...{ EnableSimpleResponses: true, IdentitySource: ["$request.header.x-key"] },
      AuthorizerUri: `arn:aws:apigateway:${HOME}:lambda:path/2015-03-31/functions/${live}/invocations`,
    }),
  );
  const integration = async (more: Partial<G.CreateIntegrationCommandInput>) => {
    const of = { ApiId, IntegrationType: "AWS_PROXY", IntegrationUri: live, ...more } as const;
    const { IntegrationId } = await client.send(new G.CreateIntegrationCommand(of));
    return `integrations/${IntegrationId}`;
  };
  const newer = await integration({ PayloadFormatVersion: "2.0", TimeoutInMillis: 5000 });
  const older = await integration({ PayloadFormatVersion: "1.0" });
  await integration({
    IntegrationType: "HTTP_PROXY",
    IntegrationMethod: "ANY",
    IntegrationUri: `https://hooks.example.com/${KEY}`,
    RequestParameters: { "overwrite:header.x-api-key": KEY },
  });
  const route = (RouteKey: string, Target: string, more: Partial<G.CreateRouteCommandInput> = {}) =>
    client.send(new G.CreateRouteCommand({ ApiId, RouteKey, Target, ...more }));
  await route("GET /orders/{id}", newer, { AuthorizationType: "CUSTOM", AuthorizerId });
  await route("POST /orders", older);
  await route("$default", newer);
  await client.send(
    new G.CreateStageCommand({
      ...{ ApiId, StageName: "$default", AutoDeploy: true, StageVariables: { table: "orders" } },
      Tags: { team: "shop" },
    }),
  );
  const { DeploymentId } = await client.send(new G.CreateDeploymentCommand({ ApiId, Description: "first" }));
  await client.send(new G.CreateStageCommand({ ApiId, StageName: "prod", DeploymentId }));
  await client.send(
    new G.CreateApiMappingCommand({ ApiId, DomainName: DOMAIN, Stage: "prod", ApiMappingKey: "shop" }),
  );
  const letIn = (StatementId: string, path: string) =>
    here.aws.lambda.send(
      new L.AddPermissionCommand({
        ...{ FunctionName: name, Qualifier: "live", StatementId, Action: "lambda:InvokeFunction" },
        ...{ Principal: SERVICE, SourceArn: `arn:aws:execute-api:${HOME}:${ACCOUNT}:${ApiId}/${path}` },
      }),
    );
  expect((await ask(here.sandbox.endpoint, hostOf(HOME, ApiId), "/anything")).status).toBe(500);
  await letIn("default", "$default/*");
  await letIn("prod", "prod/*");
  await letIn("authorizer", `authorizers/${AuthorizerId}`);
  return ApiId;
}

const idsOf = async (region: string): Promise<string[]> => {
  const { Items = [] } = await gateway(region).send(new G.GetApisCommand({}));
  return Items.flatMap(({ ApiId = "", Tags }) => (Tags?.team === "shop" ? ApiId : []));
};

/** Everything of an API, as AWS tells it. */
async function described(region: string, ApiId: string): Promise<unknown> {
  const client = gateway(region);
  return {
    api: await client.send(new G.GetApiCommand({ ApiId })).then(({ $metadata: _, ...api }) => api),
    authorizers: (await client.send(new G.GetAuthorizersCommand({ ApiId }))).Items,
    integrations: (await client.send(new G.GetIntegrationsCommand({ ApiId }))).Items,
    routes: (await client.send(new G.GetRoutesCommand({ ApiId }))).Items,
    stages: (await client.send(new G.GetStagesCommand({ ApiId }))).Items,
  };
}

/** Of what AWS tells, what is not ours. */
async function neighbours(region: string): Promise<unknown> {
  const client = gateway(region);
  const { Items = [] } = await client.send(new G.GetApisCommand({}));
  const theirs = Items.filter(({ Tags }) => Tags?.owner === "they");
  const { Items: mappings = [] } = await client.send(
    new G.GetApiMappingsCommand({ DomainName: domainOf(region) }),
  );
  const others = [];
  for (const { ApiId = "" } of theirs) others.push(await described(region, ApiId));
  return {
    others,
    mappings: mappings.filter(({ ApiMappingKey }) => ApiMappingKey === "theirs"),
    domain: (await client.send(new G.GetDomainNameCommand({ DomainName: domainOf(region) })))
      .DomainNameConfigurations,
  };
}

/** The API as AWS tells it, without what is another each time that it is made. */
async function ours(region: string): Promise<unknown> {
  const [id = ""] = await idsOf(region);
  const whole = (await described(region, id)) as {
    routes: G.Route[];
    integrations: G.Integration[];
    authorizers: G.Authorizer[];
    stages: G.Stage[];
    api: G.GetApiResponse;
  };
  const { Tags: { "zonekeep:origin": _origin, ...Tags } = {}, CreatedDate: _made, ...api } = whole.api;
  const text = JSON.stringify({
    api: { ...api, Tags },
    integrations: whole.integrations.map(({ IntegrationId, ...one }) => ({ ...one, own: IntegrationId })),
    authorizers: whole.authorizers.map(({ AuthorizerId: _id, ...one }) => one),
    routes: whole.routes
      .map(({ RouteId: _id, AuthorizerId, Target, ...one }) => ({
        ...one,
        checked: AuthorizerId !== undefined,
        to: Target?.replace("integrations/", ""),
      }))
      .sort((a, b) => (String(a.RouteKey) < String(b.RouteKey) ? -1 : 1)),
    stages: whole.stages
      .map(({ DeploymentId: _id, CreatedDate: _at, LastUpdatedDate: _changed, ...one }) => one)
      .sort((a, b) => (String(a.StageName) < String(b.StageName) ? -1 : 1)),
  });
  const integrations = whole.integrations.reduce((all, { IntegrationId = "", ...one }) => {
    const what = `${one.IntegrationType} ${one.PayloadFormatVersion}`;
    return all.replaceAll(IntegrationId, what);
  }, text);
  const told = JSON.parse(integrations.replaceAll(id, "own-id").replaceAll(region, "region"));
  told.integrations.sort((a: { own: string }, b: { own: string }) => (a.own < b.own ? -1 : 1));
  return told;
}

async function lose(region: string): Promise<void> {
  const client = gateway(region);
  const [ApiId = ""] = await idsOf(region);
  const remove = () => client.send(new G.DeleteApiCommand({ ApiId }));
  await expect(remove()).rejects.toThrow("Please remove all API mappings");
  const { Items = [] } = await client.send(new G.GetApiMappingsCommand({ DomainName: DOMAIN }));
  for (const { ApiMappingId, ApiMappingKey } of Items)
    if (ApiMappingKey === "shop")
      await client.send(new G.DeleteApiMappingCommand({ DomainName: DOMAIN, ApiMappingId }));
  await remove();
  await here.aws.lambda.send(new L.DeleteFunctionCommand({ FunctionName: name }));
}

const order = (region: string, id: string, key: string) =>
  ask(here.sandbox.endpoint, hostOf(region, id), "/orders/7", { headers: { "x-key": key } });

/** Requests reach the function by each stage, by each form of payload, and by the domain name. */
async function answers(region: string): Promise<void> {
  const [id = ""] = await idsOf(region);
  const got = await order(region, id, "open");
  expect(got.status).toBe(200);
  expect(JSON.parse(got.body)).toEqual({
    ...{ version: "2.0", key: "GET /orders/{id}", stageVariables: { table: "orders" } },
    ...{ pathParameters: { id: "7" }, api: id, stage: "$default", team: "shop" },
  });
  expect((await order(region, id, "guessed")).status).toBe(403);
  const posted = await ask(here.sandbox.endpoint, hostOf(region, id), "/prod/orders", {
    method: "POST",
    body: "{}",
  });
  expect(JSON.parse(posted.body)).toMatchObject({ version: "1.0", key: "/orders", stage: "prod" });
  const named = await ask(here.sandbox.endpoint, domainOf(region), "/shop/elsewhere");
  expect(JSON.parse(named.body)).toMatchObject({ key: "$default", stage: "prod", api: id });
}

async function silent(region: string): Promise<void> {
  for (const id of await idsOf(region))
    for (const path of ["/orders/7", "/prod/orders/7"])
      expect(await ask(here.sandbox.endpoint, hostOf(region, id), path)).toMatchObject({
        status: 404,
        body: '{"message":"Not Found"}',
      });
}

test("an API is followed from the function that it invokes, and shows no key", () => {
  expect(warned).toEqual([]);
  expect(kept.map(({ item: { kind, id } }) => `${kind}/${id}`)).toEqual([
    `http-api/${first}`,
    `lambda/${name}`,
  ]);
  const { protector, captured, item } = required(kept[1]);
  expect(protector.seen?.(captured.document, item.related)).toEqual([]);
  expect(JSON.stringify(kept.map((one) => one.captured.document))).not.toContain(KEY);
});

test("lost at home, API and function come back under a new id; a request invokes the function after arm, and not before", async () => {
  const [before, beside] = [await ours(HOME), await neighbours(HOME)];
  await answers(HOME);
  await lose(HOME);
  const restored = await here.application.restore(kept, HOME, `points-${HOME}`);
  expect(JSON.stringify(restored.map(({ activation }) => activation))).not.toContain(KEY);
  const [id = ""] = await idsOf(HOME);
  expect(id).not.toBe(first);
  await silent(HOME);
  expect(await neighbours(HOME)).toEqual(beside);
  expect(await here.application.arm(HOME, restored)).toEqual([
    `written: let in statement default of ${name}:live`,
    `written: let in statement prod of ${name}:live`,
    `written: let in statement authorizer of ${name}:live`,
    `written: unmark ${name}: it is armed`,
    "written: create stage $default of API orders",
    "written: create stage prod of API orders",
    `written: map ${DOMAIN}/shop to stage prod of API orders`,
  ]);
  await answers(HOME);
  expect(await ours(HOME)).toEqual(before);
  expect(await neighbours(HOME)).toEqual(beside);
  const again = await here.application.restore(kept, HOME, `points-${HOME}`);
  expect((await here.application.arm(HOME, again)).filter((done) => !done.startsWith("kept: "))).toEqual([]);
  expect(await idsOf(HOME)).toEqual([id]);
  expect(await ours(HOME)).toEqual(before);
});

test("elsewhere it gets another id, which its function's policy follows; a request invokes the function after arm, and not before", async () => {
  const expected = await ours(HOME);
  const beside = await neighbours(AWAY);
  const map = { [DOMAIN]: domainOf(AWAY) };
  const restored = await here.application.restore(kept, AWAY, `points-${AWAY}`, { map });
  await silent(AWAY);
  await here.application.arm(AWAY, restored);
  await answers(AWAY);
  expect(await ours(AWAY)).toEqual(expected);
  expect(await neighbours(AWAY)).toEqual(beside);
  const [id = ""] = await idsOf(AWAY);
  const lambda = here.application.ports(AWAY).client(L.LambdaClient);
  const { Policy } = await lambda.send(new L.GetPolicyCommand({ FunctionName: name, Qualifier: "live" }));
  const sources = JSON.parse(required(Policy)).Statement.map((one: { Condition: unknown }) =>
    JSON.stringify(one.Condition),
  );
  expect(
    sources.every((text: string) => text.includes(`arn:aws:execute-api:${AWAY}:${ACCOUNT}:${id}/`)),
  ).toBe(true);
});

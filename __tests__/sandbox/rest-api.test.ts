import * as G from "@aws-sdk/client-api-gateway";
import * as L from "@aws-sdk/client-lambda";
import { beforeAll, expect, test } from "vitest";
import { ask, type HostRequest } from "../../sandbox/ask.ts";
import type { KeptThing } from "./event-rules/application.ts";
import { besideNeighbours } from "./event-rules/beside-neighbours.ts";
import { AWAY, HOME, makeFunction, required } from "./extension/clients.ts";
import { ACCOUNT } from "./extension/servers.ts";
import { described, lasting } from "./rest-api/described.ts";
import { DOMAIN, domainOf, KEY, makeRestApi, makeTheirs, TOKEN } from "./rest-api/make.ts";

const SERVICE = "apigateway.amazonaws.com";
/** Lets in who says "open", and tells what it was asked. */
const ANSWERS = `exports.handler = async (event) => {
  if (event.methodArn !== undefined) {
    const Effect = event.headers["x-key"] === "open" ? "Allow" : "Deny";
    const Statement = [{ Effect, Action: "execute-api:Invoke", Resource: event.methodArn }];
    return { principalId: "somebody", policyDocument: { Version: "2012-10-17", Statement }, context: { team: "shop" } };
  }
  const { resource, httpMethod, stageVariables, pathParameters, requestContext, version } = event;
  const { apiId: api, stage, identity, authorizer } = requestContext;
  return {
    statusCode: 200,
    body: JSON.stringify({
      version, resource, httpMethod, pathParameters, api, stage, alias: stageVariables?.alias,
      team: authorizer?.team, key: identity.apiKeyId !== undefined,
    }),
  };
};`;

const here = besideNeighbours();
let name: string;
let first: string;
let kept: KeptThing[];
const warned: string[] = [];

const gateway = (region: string) => here.application.ports(region).client(G.APIGatewayClient);
const hostOf = (region: string, id: string) => `${id}.execute-api.${region}.amazonaws.com`;

beforeAll(async () => {
  for (const region of [HOME, AWAY]) await makeTheirs(gateway(region), region);
  name = await makeFunction(here.aws, ANSWERS);
  await L.waitUntilFunctionActiveV2({ client: here.aws.lambda, maxWaitTime: 20 }, { FunctionName: name });
  await here.aws.lambda.send(new L.PublishVersionCommand({ FunctionName: name }));
  await here.aws.lambda.send(
    new L.CreateAliasCommand({ FunctionName: name, Name: "live", FunctionVersion: "1" }),
  );
  first = await makeRestApi(gateway(HOME), name);
  expect((await ask(here.sandbox.endpoint, hostOf(HOME, first), "/prod/orders")).status).toBe(500);
  await letIn("stages", "*/*/*");
  const { items: [check] = [] } = await gateway(HOME).send(new G.GetAuthorizersCommand({ restApiId: first }));
  await letIn("authorizer", `authorizers/${check?.id}`);
  kept = await here.application.backup(HOME, name, (text) => warned.push(text));
  for (const region of [HOME, AWAY]) await here.application.stage(region, `points-${region}`, kept);
}, 120_000);

const letIn = (StatementId: string, path: string) =>
  here.aws.lambda.send(
    new L.AddPermissionCommand({
      ...{ FunctionName: name, Qualifier: "live", StatementId, Action: "lambda:InvokeFunction" },
      ...{ Principal: SERVICE, SourceArn: `arn:aws:execute-api:${HOME}:${ACCOUNT}:${first}/${path}` },
    }),
  );

/** APIs by whose they are. */
async function idsOf(region: string, tag: "team" | "owner"): Promise<string[]> {
  const { items = [] } = await gateway(region).send(new G.GetRestApisCommand({}));
  return items.flatMap(({ id = "", tags }) => (tags?.[tag] === undefined ? [] : id));
}

async function ours(region: string): Promise<unknown> {
  const [id = ""] = await idsOf(region, "team");
  return lasting(await described(gateway(region), id, domainOf(region)), region);
}

/** Others' API, plan, key and path, as AWS tells them; and the domain name itself. */
async function theirs(region: string): Promise<unknown> {
  const client = gateway(region);
  const [id = ""] = await idsOf(region, "owner");
  const { $metadata: _, ...domain } = await client.send(
    new G.GetDomainNameCommand({ domainName: domainOf(region) }),
  );
  return [await described(client, id, domainOf(region)), domain];
}

const get = (region: string, id: string, path: string, headers: HostRequest["headers"] = {}) =>
  ask(here.sandbox.endpoint, hostOf(region, id), path, { headers });

/** By both stages, by the domain name, by what a key and an authorizer let in, and what the API answers by itself. */
async function answers(region: string): Promise<void> {
  const [id = ""] = await idsOf(region, "team");
  const order = "/prod/orders/7?view=all";
  const open = { "x-key": "open", "x-api-key": KEY };
  expect(JSON.parse((await get(region, id, order, open)).body)).toEqual({
    ...{ resource: "/orders/{id}", httpMethod: "GET", pathParameters: { id: "7" }, api: id },
    ...{ stage: "prod", alias: "live", team: "shop", key: true },
  });
  expect(await get(region, id, order, { "x-key": "open" })).toMatchObject({
    status: 403,
    body: '{"message":"Forbidden"}',
  });
  expect(await get(region, id, order, { "x-api-key": KEY })).toMatchObject({ status: 401 });
  const denied = await get(region, id, order, { ...open, "x-key": "guessed" });
  expect(denied.status).toBe(404);
  expect(JSON.parse(denied.body).told).toContain("not authorized");
  expect((await get(region, id, "/prod/orders/7", open)).body).toContain("parameters: [view]");
  const posted = await ask(here.sandbox.endpoint, hostOf(region, id), "/beta/orders", { method: "POST" });
  expect(JSON.parse(posted.body)).toMatchObject({ resource: "/orders", httpMethod: "POST", stage: "beta" });
  expect(await get(region, id, "/prod/health")).toMatchObject({ status: 200, body: `{"token":"${TOKEN}"}` });
  const named = await ask(here.sandbox.endpoint, domainOf(region), "/shop/orders");
  expect(JSON.parse(named.body)).toMatchObject({ resource: "/orders", stage: "prod", api: id });
}

async function silent(region: string): Promise<void> {
  for (const id of await idsOf(region, "team"))
    for (const path of ["/prod/orders", "/beta/orders", "/prod/health"])
      expect(await get(region, id, path, { "x-api-key": KEY })).toMatchObject({
        status: 403,
        body: '{"message":"Forbidden"}',
      });
}

async function lose(): Promise<void> {
  const client = gateway(HOME);
  const [restApiId = ""] = await idsOf(HOME, "team");
  const remove = () => client.send(new G.DeleteRestApiCommand({ restApiId }));
  await expect(remove()).rejects.toThrow("Please remove all base path mappings");
  await client.send(new G.DeleteBasePathMappingCommand({ domainName: DOMAIN, basePath: "shop" }));
  await remove();
  for (const plan of (await client.send(new G.GetUsagePlansCommand({}))).items ?? [])
    if (plan.tags?.team === "shop") await client.send(new G.DeleteUsagePlanCommand({ usagePlanId: plan.id }));
  for (const key of (await client.send(new G.GetApiKeysCommand({}))).items ?? [])
    if (key.tags?.team === "shop") await client.send(new G.DeleteApiKeyCommand({ apiKey: key.id }));
  await here.aws.lambda.send(new L.DeleteFunctionCommand({ FunctionName: name }));
}

test("an API is followed from the function that it invokes, and its document shows no value of a key", () => {
  expect(warned).toEqual([]);
  expect(kept.map(({ item: { kind, id } }) => `${kind}/${id}`)).toEqual([
    `lambda/${name}`,
    `rest-api/${first}`,
  ]);
  const api = required(kept[1]).captured;
  expect(api.warnings).toEqual([]);
  expect(JSON.stringify(api.document)).not.toContain(KEY);
  expect(JSON.stringify(api.document)).not.toContain(TOKEN);
  expect(JSON.stringify(api.secrets)).toContain(KEY);
});

test("lost at home, API and function come back under a new id; a request invokes the function after arm, and not before", async () => {
  const [before, beside] = [await ours(HOME), await theirs(HOME)];
  await answers(HOME);
  await lose();
  const restored = await here.application.restore(kept, HOME, `points-${HOME}`, { allowPublic: true });
  expect(JSON.stringify(restored.map(({ activation }) => activation))).not.toContain(KEY);
  const [id = ""] = await idsOf(HOME, "team");
  expect(id).not.toBe(first);
  await silent(HOME);
  expect(await theirs(HOME)).toEqual(beside);
  expect(await here.application.arm(HOME, restored)).toEqual([
    `written: let in statement stages of ${name}:live`,
    `written: let in statement authorizer of ${name}:live`,
    `written: unmark ${name}: it is armed`,
    `written: create stage beta of REST API orders (${id})`,
    `written: create stage prod of REST API orders (${id})`,
    expect.stringContaining(`into stage prod of REST API orders (${id})`),
    `written: map ${DOMAIN}/shop to REST API orders (${id})`,
  ]);
  await answers(HOME);
  expect(await ours(HOME)).toEqual(before);
  expect(await theirs(HOME)).toEqual(beside);
  const again = await here.application.restore(kept, HOME, `points-${HOME}`, { allowPublic: true });
  expect((await here.application.arm(HOME, again)).filter((done) => !done.startsWith("kept: "))).toEqual([]);
  expect(await idsOf(HOME, "team")).toEqual([id]);
  expect(await ours(HOME)).toEqual(before);
});

test("elsewhere it gets another id, which its function's policy follows; disarmed nobody reaches it, and what it is, stays", async () => {
  const expected = await ours(HOME);
  const beside = await theirs(AWAY);
  const map = { [DOMAIN]: domainOf(AWAY) };
  const restored = await here.application.restore(kept, AWAY, `points-${AWAY}`, { map, allowPublic: true });
  await silent(AWAY);
  await here.application.arm(AWAY, restored);
  await answers(AWAY);
  expect(await ours(AWAY)).toEqual(expected);
  expect(await theirs(AWAY)).toEqual(beside);
  const [id = ""] = await idsOf(AWAY, "team");
  const lambda = here.application.ports(AWAY).client(L.LambdaClient);
  const { Policy } = await lambda.send(new L.GetPolicyCommand({ FunctionName: name, Qualifier: "live" }));
  expect(Policy).toContain(`arn:aws:execute-api:${AWAY}:${ACCOUNT}:${id}/`);
  expect(Policy).not.toContain(HOME);
  const { protector, arn, activation } = required(restored[1]);
  const armed = protector.activate(here.application.ports(AWAY), activation, {
    ...{ arn, alongside: true, note: () => undefined },
  });
  for (const { disarming } of armed.toReversed())
    if (!(await disarming?.inactive())) await disarming?.disarm();
  await silent(AWAY);
  expect((await ask(here.sandbox.endpoint, domainOf(AWAY), "/shop/orders")).status).toBe(404);
  for (const one of armed) expect(await one.activate()).toBe("written");
  await answers(AWAY);
  expect(await ours(AWAY)).toEqual(expected);
  expect(await theirs(AWAY)).toEqual(beside);
});

test("a change that no stage serves yet is told, and answered once it is deployed", async () => {
  const client = gateway(AWAY);
  const [restApiId = ""] = await idsOf(AWAY, "team");
  const { items = [] } = await client.send(new G.GetResourcesCommand({ restApiId }));
  const resourceId = items.find(({ path }) => path === "/health")?.id;
  const at = { restApiId, resourceId, httpMethod: "GET", statusCode: "200" };
  const responseTemplates = { "application/json": '{"health":"good"}' };
  await client.send(new G.PutIntegrationResponseCommand({ ...at, responseTemplates }));
  const warnings = async (): Promise<readonly string[]> => {
    const kept = await here.application.backup(AWAY, name, () => undefined);
    return kept.flatMap(({ captured }) => captured.warnings ?? []);
  };
  expect(await warnings()).toEqual([
    expect.stringContaining(
      `stage beta of REST API ${restApiId} serves what was deployed before GET /health changed`,
    ),
    expect.stringContaining(
      `stage prod of REST API ${restApiId} serves what was deployed before GET /health changed`,
    ),
  ]);
  expect((await get(AWAY, restApiId, "/prod/health")).body).toContain(TOKEN);
  for (const stageName of ["beta", "prod"])
    await client.send(new G.CreateDeploymentCommand({ restApiId, stageName }));
  expect(await warnings()).toEqual([]);
  expect((await get(AWAY, restApiId, "/prod/health")).body).toBe('{"health":"good"}');
});

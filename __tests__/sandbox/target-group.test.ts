import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as E from "@aws-sdk/client-elastic-load-balancing-v2";
import {
  AddPermissionCommand,
  DeleteFunctionCommand,
  GetPolicyCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { ask } from "../../sandbox/ask.ts";
import { makeEstate, type TheirEstate } from "../../sandbox/neighbours/estate.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { Application, type KeptThing } from "./event-rules/application.ts";
import { makeBalancer, NOT_FOUND } from "./extension/balancers.ts";
import { AWAY, type Aws, clients, HOME, makeFunction, required } from "./extension/clients.ts";
import { arnOf } from "./extension/listeners.ts";

const SERVICE = "elasticloadbalancing.amazonaws.com";
const ANSWERS = `exports.handler = async ({ path, requestContext, multiValueHeaders }) => ({
  statusCode: 200,
  statusDescription: "200 OK",
  multiValueHeaders: { "content-type": ["application/json"], "set-cookie": ["a=1", "b=2"] },
  body: JSON.stringify({ path, group: requestContext.elb.targetGroupArn, many: multiValueHeaders !== undefined }),
});`;
const KEY = "canary-4711";

let sandbox: Sandbox;
let estate: TheirEstate;
let folder: string;
let aws: Aws;
let application: Application;
let name: string;
let kept: KeptThing[];
let theirs: string;
const elb: Record<string, E.ElasticLoadBalancingV2Client> = {};
const balancers: Record<string, Awaited<ReturnType<typeof makeBalancer>>> = {};
const warned: string[] = [];

const at = (region: string) => ({ elb: required(elb[region]), ...required(balancers[region]) });
const path = (...Values: string[]): E.RuleCondition => ({
  Field: "path-pattern",
  PathPatternConfig: { Values },
});
const forward = (TargetGroupArn: string): E.Action => ({ Type: "forward", TargetGroupArn });

beforeAll(async () => {
  sandbox = await startSandbox();
  estate = await makeEstate(sandbox.endpoint, [HOME, AWAY]);
  folder = await mkdtemp(join(tmpdir(), "zonekeep-groups-"));
  aws = clients(sandbox.endpoint);
  application = new Application(sandbox.endpoint, folder);
  for (const region of [HOME, AWAY]) {
    const ports = application.ports(region);
    const client = ports.client(E.ElasticLoadBalancingV2Client);
    elb[region] = client;
    balancers[region] = await makeBalancer(ports, client, `shop-${region}`);
    await makeNeighbours(region);
  }
  name = await makeFunction(aws, ANSWERS);
  await makeGroup();
  kept = await application.backup(HOME, name, (text) => warned.push(text));
  for (const region of [HOME, AWAY]) await application.stage(region, `points-${region}`, kept);
}, 120_000);

afterEach(async () => expect(await estate.changed()).toEqual([]));
afterAll(async () => {
  await sandbox?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

/** A group that invokes the function, with a rule for a path and one for a key in a header. */
async function makeGroup(): Promise<void> {
  const { elb, listener } = at(HOME);
  const { TargetGroups = [] } = await elb.send(
    new E.CreateTargetGroupCommand({
      Name: "orders",
      TargetType: "lambda",
      HealthCheckPath: "/health",
      Matcher: { HttpCode: "200-299" },
      Tags: [{ Key: "team", Value: "shop" }],
    }),
  );
  const group = required(TargetGroups[0]?.TargetGroupArn);
  await elb.send(
    new E.ModifyTargetGroupAttributesCommand({
      TargetGroupArn: group,
      Attributes: [{ Key: "lambda.multi_value_headers.enabled", Value: "true" }],
    }),
  );
  const register = () =>
    elb.send(new E.RegisterTargetsCommand({ TargetGroupArn: group, Targets: [{ Id: arnOf(name) }] }));
  await expect(register()).rejects.toThrow(
    "elasticloadbalancing principal does not have permission to invoke",
  );
  await aws.lambda.send(
    new AddPermissionCommand({
      FunctionName: name,
      StatementId: "alb",
      Action: "lambda:InvokeFunction",
      Principal: SERVICE,
      SourceArn: group,
    }),
  );
  await register();
  const rule = (Priority: number, Conditions: E.RuleCondition[], Actions: E.Action[]) =>
    elb.send(
      new E.CreateRuleCommand({
        ListenerArn: listener,
        Priority,
        Conditions,
        Actions,
        Tags: [{ Key: "team", Value: "shop" }],
      }),
    );
  await rule(10, [path("/orders/*", "/orders")], [forward(group)]);
  const key = { HttpHeaderName: "X-Origin-Verify", Values: [KEY] };
  await rule(20, [path("/partner/*"), { Field: "http-header", HttpHeaderConfig: key }], [forward(group)]);
}

/** Others' things on the same listener. */
async function makeNeighbours(region: string): Promise<void> {
  const { elb, listener } = at(region);
  const { TargetGroups = [] } = await elb.send(
    new E.CreateTargetGroupCommand({ Name: "theirs", TargetType: "lambda", HealthCheckEnabled: true }),
  );
  theirs = required(TargetGroups[0]?.TargetGroupArn);
  for (const [Priority, action] of [
    [5, NOT_FOUND],
    [15, forward(theirs)],
  ] as const)
    await elb.send(
      new E.CreateRuleCommand({
        ListenerArn: listener,
        Priority,
        Conditions: [path(`/theirs/${Priority}/*`)],
        Actions: [action],
        Tags: [{ Key: "owner", Value: "they" }],
      }),
    );
}

async function described(region: string): Promise<{ rules: E.Rule[]; groups: E.TargetGroup[] }> {
  const { elb, listener } = at(region);
  const { Rules = [] } = await elb.send(new E.DescribeRulesCommand({ ListenerArn: listener }));
  const { TargetGroups = [] } = await elb.send(new E.DescribeTargetGroupsCommand({}));
  return { rules: Rules, groups: TargetGroups };
}

/** Of what AWS describes, what is not ours. */
async function neighbours(region: string): Promise<unknown> {
  const { elb, listener } = at(region);
  const { rules, groups } = await described(region);
  const foreign = rules.filter(({ Priority }) => !["10", "20"].includes(Priority ?? ""));
  const ResourceArns = foreign.flatMap(({ IsDefault, RuleArn }) => (IsDefault ? [] : [required(RuleArn)]));
  const { TagDescriptions } = await elb.send(new E.DescribeTagsCommand({ ResourceArns }));
  const { Listeners } = await elb.send(new E.DescribeListenersCommand({ ListenerArns: [listener] }));
  return {
    foreign,
    TagDescriptions,
    Listeners,
    group: groups.find(({ TargetGroupName }) => TargetGroupName === "theirs"),
  };
}

/** The group with its rules, without what is another each time that it is made. */
async function ours(region: string): Promise<unknown> {
  const { elb } = at(region);
  const { rules, groups } = await described(region);
  const group = required(groups.find(({ TargetGroupName }) => TargetGroupName === "orders"));
  const TargetGroupArn = required(group.TargetGroupArn);
  const { Attributes } = await elb.send(new E.DescribeTargetGroupAttributesCommand({ TargetGroupArn }));
  const health = await elb.send(new E.DescribeTargetHealthCommand({ TargetGroupArn }));
  const own = rules.filter(({ Priority }) => ["10", "20"].includes(Priority ?? ""));
  const arns = [TargetGroupArn, ...own.map(({ RuleArn }) => required(RuleArn))];
  const { TagDescriptions = [] } = await elb.send(new E.DescribeTagsCommand({ ResourceArns: arns }));
  const all = {
    group,
    Attributes,
    targets: health.TargetHealthDescriptions,
    rules: own.map(({ RuleArn: _, ...rule }) => rule),
    tags: TagDescriptions.map(({ Tags }) => Tags),
  };
  const text = JSON.stringify(all).replaceAll(TargetGroupArn, "own").replaceAll(at(region).arn, "balancer");
  return JSON.parse(text.replaceAll(`:${region}:`, ":region:"));
}

async function lose(): Promise<void> {
  const { elb } = at(HOME);
  const { rules, groups } = await described(HOME);
  const group = groups.find(({ TargetGroupName }) => TargetGroupName === "orders");
  const remove = () => elb.send(new E.DeleteTargetGroupCommand({ TargetGroupArn: group?.TargetGroupArn }));
  await expect(remove()).rejects.toThrow("is currently in use by a listener or a rule");
  for (const { Priority, RuleArn } of rules)
    if (["10", "20"].includes(Priority ?? "")) await elb.send(new E.DeleteRuleCommand({ RuleArn }));
  await remove();
  await aws.lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
}

const orders = (region: string) => ask(sandbox.endpoint, at(region).host, "/orders/7");
const partner = (region: string, key: string) =>
  ask(sandbox.endpoint, at(region).host, "/partner/7", { headers: { "x-origin-verify": key } });

/** Requests reach the function, by either rule, and nobody without the key. */
async function answers(region: string): Promise<void> {
  const { groups } = await described(region);
  const group = groups.find(({ TargetGroupName }) => TargetGroupName === "orders")?.TargetGroupArn;
  const answer = await orders(region);
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body)).toEqual({ path: "/orders/7", group, many: true });
  expect(answer.headers["set-cookie"]).toEqual(["a=1", "b=2"]);
  expect((await partner(region, KEY)).status).toBe(200);
  expect((await partner(region, "guessed")).status).toBe(404);
}

async function silent(region: string): Promise<void> {
  expect(await orders(region)).toMatchObject({ status: 404, body: "nothing here" });
  expect(await partner(region, KEY)).toMatchObject({ status: 404, body: "nothing here" });
}

test("a group is followed from the function that it invokes, with the rules that forward to it, and shows no key", () => {
  expect(warned).toEqual([]);
  expect(kept.map(({ item: { kind, id } }) => `${kind}/${id}`)).toEqual([
    `lambda/${name}`,
    "target-group/orders",
  ]);
  const { protector, captured, item } = required(kept[0]);
  expect(protector.seen?.(captured.document, item.related)).toEqual([]);
  expect(JSON.stringify(kept.map((one) => one.captured.document))).not.toContain(KEY);
});

test("lost at home, group, rules and function come back; a request invokes the function after arm, and not before", async () => {
  const [before, beside] = [await ours(HOME), await neighbours(HOME)];
  await answers(HOME);
  await lose();
  await silent(HOME);
  const restored = await application.restore(kept, HOME, `points-${HOME}`);
  expect(JSON.stringify(restored.map(({ activation }) => activation))).not.toContain(KEY);
  await silent(HOME);
  expect(await neighbours(HOME)).toEqual(beside);
  expect(await application.arm(HOME, restored)).toEqual([
    `written: let in statement alb of ${name}`,
    `written: unmark ${name}: it is armed`,
    `written: register ${arnOf(name)} in target group orders`,
    `written: create rule 10 of listener HTTP:80 of shop-${HOME}`,
    `written: open rule 20 of listener HTTP:80 of shop-${HOME}`,
  ]);
  await answers(HOME);
  expect(await ours(HOME)).toEqual(before);
  expect(await neighbours(HOME)).toEqual(beside);
  expect((await application.arm(HOME, restored)).filter((done) => !done.startsWith("kept: "))).toEqual([]);
  const again = await application.restore(kept, HOME, `points-${HOME}`);
  expect((await application.arm(HOME, again)).filter((done) => !done.startsWith("kept: "))).toEqual([]);
  expect(await ours(HOME)).toEqual(before);
});

test("elsewhere the listener is missing until it is mapped or left out; then a request invokes the function after arm, and not before", async () => {
  const expected = JSON.parse(JSON.stringify(await ours(HOME)).replaceAll(`shop-${HOME}`, `shop-${AWAY}`));
  const beside = await neighbours(AWAY);
  const missing = `rules[0].listener, rules[1].listener: ${at(HOME).listener}: it lies in ${HOME}`;
  await expect(application.restore(kept, AWAY, `points-${AWAY}`)).rejects.toThrow(missing);
  const restored = await application.restore(kept, AWAY, `points-${AWAY}`, {
    map: { [at(HOME).listener]: at(AWAY).listener },
  });
  await silent(AWAY);
  await application.arm(AWAY, restored);
  await answers(AWAY);
  expect(await ours(AWAY)).toEqual(expected);
  expect(await neighbours(AWAY)).toEqual(beside);
  const lambda = application.ports(AWAY).client(LambdaClient);
  const { Policy } = await lambda.send(new GetPolicyCommand({ FunctionName: name }));
  const { groups } = await described(AWAY);
  const group = groups.find(({ TargetGroupName }) => TargetGroupName === "orders")?.TargetGroupArn;
  expect(JSON.parse(required(Policy)).Statement).toMatchObject([
    { Principal: { Service: SERVICE }, Condition: { ArnLike: { "AWS:SourceArn": group } } },
  ]);
});

test("a rule whose priority somebody else has taken is blocked by name, and the rest comes back without it", async () => {
  await lose();
  const { elb, listener } = at(HOME);
  await elb.send(
    new E.CreateRuleCommand({
      ListenerArn: listener,
      Priority: 10,
      Conditions: [path("/x")],
      Actions: [NOT_FOUND],
    }),
  );
  const taken = `rule 10 of listener HTTP:80 of shop-${HOME} cannot come back: another rule has priority 10 there`;
  await expect(application.restore(kept, HOME, `points-${HOME}`)).rejects.toThrow(taken);
  const skip = new Set([`rule/shop-${HOME}:80/10`]);
  const restored = await application.restore(kept, HOME, `points-${HOME}`, { skip });
  await application.arm(HOME, restored);
  expect((await orders(HOME)).status).toBe(404);
  expect((await partner(HOME, KEY)).status).toBe(200);
  expect((await described(HOME)).rules.map(({ Priority }) => Priority)).toEqual([
    "5",
    "10",
    "15",
    "20",
    "default",
  ]);
});

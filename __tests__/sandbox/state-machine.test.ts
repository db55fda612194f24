import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as E from "@aws-sdk/client-eventbridge";
import { DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import * as S from "@aws-sdk/client-sfn";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { makeEstate, type TheirEstate } from "../../sandbox/neighbours/estate.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { Application, type KeptThing } from "./event-rules/application.ts";
import { AWAY, type Aws, clients, eventually, HOME, makeFunction, makeRole } from "./extension/clients.ts";
import { ACCOUNT } from "./extension/servers.ts";

const ANSWERS = "exports.handler = async (event) => ({ order: event.order, token: event.token });";
const MACHINE = `arn:aws:states:${HOME}:${ACCOUNT}:stateMachine:checkout`;

let sandbox: Sandbox;
let estate: TheirEstate;
let folder: string;
let aws: Aws;
let home: S.SFNClient;
let away: S.SFNClient;
let application: Application;
let name: string;
let kept: KeptThing[];
const warned: string[] = [];

beforeAll(async () => {
  sandbox = await startSandbox();
  estate = await makeEstate(sandbox.endpoint, [HOME, AWAY]);
  folder = await mkdtemp(join(tmpdir(), "zonekeep-machines-"));
  aws = clients(sandbox.endpoint);
  application = new Application(sandbox.endpoint, folder);
  home = application.ports(HOME).client(S.SFNClient);
  away = application.ports(AWAY).client(S.SFNClient);
  name = await makeFunction(aws, ANSWERS);
  await makeMachineAndRule();
  for (const sfn of [home, away]) await makeNeighbour(sfn);
  kept = await application.backup(HOME, name, (text) => warned.push(text));
  for (const region of [HOME, AWAY]) await application.stage(region, `points-${region}`, kept);
}, 120_000);

afterEach(async () => expect(await estate.changed()).toEqual([]));
afterAll(async () => {
  await sandbox?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

/** A definition that tells a function, named as it is here or there, a token. */
function definition(functionName: string): string {
  return `{ "Comment": "by hand", "StartAt": "Charge",
  "States": { "Charge": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
    "Parameters": { "FunctionName": "${functionName}", "Payload": { "order.$": "$.order", "token": "canary-4711" } },
    "OutputPath": "$.Payload", "End": true } } }`;
}

const SAYS = JSON.stringify({ StartAt: "Say", States: { Say: { Type: "Pass", Result: "now", End: true } } });

/** Its alias leads to a version that invokes the function; what is current does not. A rule starts the alias. */
async function makeMachineAndRule(): Promise<void> {
  const roleArn = await makeRole(aws, "states.amazonaws.com");
  const made = { name: "checkout", roleArn, definition: SAYS, tags: [{ key: "team", value: "shop" }] };
  const { stateMachineArn } = await home.send(new S.CreateStateMachineCommand({ ...made, publish: true }));
  const { stateMachineVersionArn } = await home.send(
    new S.UpdateStateMachineCommand({
      stateMachineArn,
      definition: definition(name),
      publish: true,
      versionDescription: "charges",
    }),
  );
  await home.send(
    new S.CreateStateMachineAliasCommand({
      name: "live",
      routingConfiguration: [{ stateMachineVersionArn, weight: 100 }],
    }),
  );
  await home.send(new S.UpdateStateMachineCommand({ stateMachineArn, definition: SAYS }));
  const events = application.ports(HOME).client(E.EventBridgeClient);
  await events.send(new E.PutRuleCommand({ Name: "orders", EventPattern: '{"source":["shop"]}' }));
  const RoleArn = await makeRole(aws, "events.amazonaws.com");
  const Targets = [{ Id: "checkout", Arn: `${MACHINE}:live`, RoleArn }];
  await events.send(new E.PutTargetsCommand({ Rule: "orders", Targets }));
}

async function makeNeighbour(sfn: S.SFNClient): Promise<void> {
  const roleArn = await makeRole(aws, "states.amazonaws.com");
  const { stateMachineVersionArn } = await sfn.send(
    new S.CreateStateMachineCommand({ name: "theirs", roleArn, definition: SAYS, publish: true }),
  );
  const routingConfiguration = [{ stateMachineVersionArn, weight: 100 }];
  await sfn.send(new S.CreateStateMachineAliasCommand({ name: "live", routingConfiguration }));
}

/** A machine with its versions and aliases as AWS describes them. */
async function raw(sfn: S.SFNClient, machine: string, region: string): Promise<unknown[]> {
  const stateMachineArn = `arn:aws:states:${region}:${ACCOUNT}:stateMachine:${machine}`;
  const { stateMachineVersions = [] } = await sfn.send(
    new S.ListStateMachineVersionsCommand({ stateMachineArn }),
  );
  const { stateMachineAliases = [] } = await sfn.send(
    new S.ListStateMachineAliasesCommand({ stateMachineArn }),
  );
  const all: object[] = [await sfn.send(new S.ListTagsForResourceCommand({ resourceArn: stateMachineArn }))];
  for (const arn of [stateMachineArn, ...stateMachineVersions.map((one) => one.stateMachineVersionArn)])
    all.push(await sfn.send(new S.DescribeStateMachineCommand({ stateMachineArn: arn })));
  for (const { stateMachineAliasArn } of stateMachineAliases)
    all.push(await sfn.send(new S.DescribeStateMachineAliasCommand({ stateMachineAliasArn })));
  return all.map((one) => {
    const { $metadata: _call, ...answer } = one as Record<string, unknown>;
    return answer;
  });
}

/** Without what a machine has of its birth. */
async function made(sfn: S.SFNClient, region: string): Promise<unknown[]> {
  return (await raw(sfn, "checkout", region)).map((one) => {
    const { creationDate: _, updateDate: __, revisionId: ___, ...rest } = one as Record<string, unknown>;
    return rest;
  });
}

async function answerOf(sfn: S.SFNClient, region: string): Promise<unknown> {
  const { executionArn } = await sfn.send(
    new S.StartExecutionCommand({
      stateMachineArn: `${MACHINE.replace(HOME, region)}:live`,
      input: JSON.stringify({ order: 7 }),
    }),
  );
  const run = await eventually(aws, async () => {
    const found = await sfn.send(new S.DescribeExecutionCommand({ executionArn }));
    return found.status === "RUNNING" ? undefined : found;
  });
  expect(run.status).toBe("SUCCEEDED");
  return JSON.parse(run.output ?? "");
}

const ANSWER = { order: 7, token: "canary-4711" };

test("a machine whose alias leads to the function, and the rule that starts it, are followed from the function", () => {
  expect(warned).toEqual([]);
  expect(kept.map(({ item: { kind, id } }) => `${kind}/${id}`)).toEqual([
    "event-rule/default/orders",
    `lambda/${name}`,
    "state-machine/checkout",
  ]);
  expect(JSON.stringify(kept.map((one) => one.captured.document))).not.toContain("canary-4711");
});

test("lost at home, it comes back as it was, and an execution of its alias invokes the restored function with the same answer", async () => {
  const [before, theirs] = [await made(home, HOME), await raw(home, "theirs", HOME)];
  expect(await answerOf(home, HOME)).toEqual(ANSWER);
  await home.send(new S.DeleteStateMachineCommand({ stateMachineArn: MACHINE }));
  await aws.lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
  await application.restore(kept, HOME, `points-${HOME}`);
  expect(await answerOf(home, HOME)).toEqual(ANSWER);
  expect(await made(home, HOME)).toEqual(before);
  expect(await raw(home, "theirs", HOME)).toEqual(theirs);
});

test("elsewhere it invokes the function that is restored there; the rule that starts it comes back disabled", async () => {
  const theirs = await raw(away, "theirs", AWAY);
  const expected = JSON.parse(JSON.stringify(await made(home, HOME)).replaceAll(HOME, AWAY)) as unknown;
  await application.restore(kept, AWAY, `points-${AWAY}`);
  expect(await answerOf(away, AWAY)).toEqual(ANSWER);
  expect(await made(away, AWAY)).toEqual(expected);
  expect(await raw(away, "theirs", AWAY)).toEqual(theirs);
  const events = application.ports(AWAY).client(E.EventBridgeClient);
  expect(await events.send(new E.DescribeRuleCommand({ Name: "orders" }))).toMatchObject({
    State: "DISABLED",
  });
  const { Targets } = await events.send(new E.ListTargetsByRuleCommand({ Rule: "orders" }));
  expect(Targets?.map(({ Arn }) => Arn)).toEqual([`${MACHINE.replace(HOME, AWAY)}:live`]);
});

test("a machine that somebody changed is as it was again where that is said alone", async () => {
  const before = await made(home, HOME);
  await home.send(
    new S.UpdateStateMachineCommand({ stateMachineArn: MACHINE, definition: SAYS.replace("now", "then") }),
  );
  const things = kept.filter(({ item: { kind } }) => kind === "state-machine");
  await expect(application.restore(things, HOME, `points-${HOME}`)).rejects.toThrow("is there and differs");
  await application.restore(things, HOME, `points-${HOME}`, { replace: true });
  expect(await made(home, HOME)).toEqual(before);
});

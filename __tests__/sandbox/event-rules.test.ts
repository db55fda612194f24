import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as E from "@aws-sdk/client-eventbridge";
import { DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { loadProtector } from "../../modules/protectors/load.ts";
import { activateRestored } from "../../modules/restore/activate.ts";
import type { RestoreResult } from "../../modules/restore/result.ts";
import { makeEstate, type TheirEstate } from "../../sandbox/neighbours/estate.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { Application, type KeptThing } from "./event-rules/application.ts";
import {
  losePartnerRule,
  makePartnerRule,
  Partner,
  partnerNow,
  tellPartner,
  withKey,
} from "./event-rules/partner.ts";
import { AWAY, type Aws, clients, eventually, fresh, HOME, makeFunction } from "./extension/clients.ts";
import { arnOf, letServiceIn, SAYS_WHAT_IT_GOT } from "./extension/listeners.ts";
import { logLines } from "./extension/logs.ts";
import { ACCOUNT } from "./extension/servers.ts";

const BUS = "shop";
const RULE = `arn:aws:events:${HOME}:${ACCOUNT}:rule/${BUS}/orders`;
const TARGET = {
  Id: "intake",
  InputTransformer: {
    InputPathsMap: { id: "$.detail.id" },
    InputTemplate: `{"order": <id>, "by": "${RULE}", "token": "canary-4711"}`,
  },
  RetryPolicy: { MaximumRetryAttempts: 2 },
};
const POLICY = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "partner",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::444455556666:root" },
      Action: "events:PutEvents",
      Resource: `arn:aws:events:${HOME}:${ACCOUNT}:event-bus/${BUS}`,
    },
  ],
};

let sandbox: Sandbox;
let estate: TheirEstate;
let folder: string;
let aws: Aws;
let home: E.EventBridgeClient;
let away: E.EventBridgeClient;
let application: Application;
let name: string;
let kept: KeptThing[];
const warned: string[] = [];

beforeAll(async () => {
  sandbox = await startSandbox();
  estate = await makeEstate(sandbox.endpoint, [HOME, AWAY]);
  folder = await mkdtemp(join(tmpdir(), "zonekeep-rules-"));
  aws = clients(sandbox.endpoint);
  application = new Application(sandbox.endpoint, folder);
  home = application.ports(HOME).client(E.EventBridgeClient);
  away = application.ports(AWAY).client(E.EventBridgeClient);
  name = await makeFunction(aws, SAYS_WHAT_IT_GOT);
  await makeBusAndRule(home);
  await letServiceIn(aws, name, RULE);
  for (const events of [home, away]) await makeNeighbours(events);
  kept = await application.backup(HOME, name, (text) => warned.push(text));
  for (const region of [HOME, AWAY]) await application.stage(region, `points-${region}`, kept);
}, 120_000);

afterEach(async () => expect(await estate.changed()).toEqual([]));
afterAll(async () => {
  await sandbox?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

async function makeBusAndRule(events: E.EventBridgeClient): Promise<void> {
  await events.send(
    new E.CreateEventBusCommand({ Name: BUS, Description: "orders", Tags: [{ Key: "team", Value: "shop" }] }),
  );
  await events.send(new E.PutPermissionCommand({ EventBusName: BUS, Policy: JSON.stringify(POLICY) }));
  await events.send(
    new E.PutRuleCommand({
      Name: "orders",
      EventBusName: BUS,
      Description: "to the intake",
      EventPattern: JSON.stringify({ source: ["shop"], region: [HOME] }),
      Tags: [{ Key: "team", Value: "shop" }],
    }),
  );
  await events.send(
    new E.PutTargetsCommand({
      Rule: "orders",
      EventBusName: BUS,
      Targets: [{ ...TARGET, Arn: arnOf(name) }],
    }),
  );
}

/** Somebody else's, at each place: a bus with a rule, and a rule on the default bus, of the same name as ours. */
async function makeNeighbours(events: E.EventBridgeClient): Promise<void> {
  await events.send(new E.CreateEventBusCommand({ Name: "theirs" }));
  for (const EventBusName of ["theirs", "default"]) {
    await events.send(
      new E.PutRuleCommand({
        Name: "orders",
        EventBusName,
        EventPattern: '{ "source": ["theirs"] }',
        Tags: [{ Key: "a", Value: "b" }],
      }),
    );
    const Targets = [{ Id: "intake", Arn: "arn:aws:sqs:us-east-1:123456789012:theirs", Input: '{ "n": 1 }' }];
    await events.send(new E.PutTargetsCommand({ Rule: "orders", EventBusName, Targets }));
  }
}

/** A rule with its bus as AWS describes them, whoever made them. */
async function raw(events: E.EventBridgeClient, EventBusName: string): Promise<unknown[]> {
  const rule = await events.send(new E.DescribeRuleCommand({ Name: "orders", EventBusName }));
  const tags = (ResourceARN?: string) => events.send(new E.ListTagsForResourceCommand({ ResourceARN }));
  const bus = await events.send(new E.DescribeEventBusCommand({ Name: EventBusName }));
  const targets = await events.send(new E.ListTargetsByRuleCommand({ Rule: "orders", EventBusName }));
  const all = [rule, targets, await tags(rule.Arn), bus, await tags(bus.Arn)];
  return all.map(({ $metadata: _call, ...answer }) => answer);
}

/** Without what a bus has of its birth. */
async function made(events: E.EventBridgeClient): Promise<unknown[]> {
  return (await raw(events, BUS)).map((one) => {
    const {
      CreationTime: _,
      LastModifiedTime: __,
      EventPattern: pattern,
      ...rest
    } = one as Record<string, unknown>;
    return {
      ...rest,
      ...(pattern !== undefined && { EventPattern: JSON.parse(String(pattern)) as unknown }),
    };
  });
}

async function lose(): Promise<void> {
  await home.send(new E.RemoveTargetsCommand({ Rule: "orders", EventBusName: BUS, Ids: ["intake"] }));
  await home.send(new E.DeleteRuleCommand({ Name: "orders", EventBusName: BUS }));
  await home.send(new E.DeleteEventBusCommand({ Name: BUS }));
  await aws.lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
}

async function put(events: E.EventBridgeClient, id: string): Promise<void> {
  const Detail = JSON.stringify({ id });
  const entry = { EventBusName: BUS, Source: "shop", DetailType: "Ordered", Detail };
  const { FailedEntryCount } = await events.send(new E.PutEventsCommand({ Entries: [entry] }));
  expect(FailedEntryCount).toBe(0);
}

/** Orders that the function was told of, once it was told of this one. */
async function told(id: string, region: string): Promise<{ order: string; by: string; token: string }[]> {
  return eventually(aws, async () => {
    const lines = await logLines(sandbox.endpoint, `/aws/lambda/${name}`, region);
    const got = lines.filter((line) => line.startsWith("got ")).map((line) => JSON.parse(line.slice(4)));
    return got.some(({ order }) => order === id) ? got : undefined;
  });
}

test("a rule and its bus are followed from the function that it invokes, and are not seen as unprotected", () => {
  expect(warned).toEqual([]);
  expect(kept.map(({ item: { kind, id } }) => `${kind}/${id}`)).toEqual([
    `event-bus/${BUS}`,
    `event-rule/${BUS}/orders`,
    `lambda/${name}`,
  ]);
  const { protector, captured, item } = kept[2] ?? {};
  expect(protector?.seen?.(captured?.document, item?.related ?? [])).toEqual([]);
  expect(JSON.stringify(kept.map((one) => one.captured.document))).not.toContain("canary-4711");
});

test("lost at home, they come back as they were; an event invokes the function after arm, and not before", async () => {
  const before = await made(home);
  const theirs = [await raw(home, "theirs"), (await raw(home, "default")).slice(0, 3)];
  await put(home, "first");
  expect(await told("first", HOME)).toHaveLength(1);
  await lose();
  const restored = await application.restore(kept, HOME, `points-${HOME}`);
  const silent = fresh("silent");
  await put(home, silent);
  await sleep(1_500);
  await application.arm(HOME, restored);
  await put(home, "second");
  const orders = await told("second", HOME);
  expect(orders.map(({ order }) => order)).not.toContain(silent);
  expect(orders.at(-1)).toEqual({ order: "second", by: RULE, token: "canary-4711" });
  expect(await made(home)).toEqual(before);
  expect([await raw(home, "theirs"), (await raw(home, "default")).slice(0, 3)]).toEqual(theirs);
});

test("elsewhere they come back in the words of that place; an event invokes the function after arm, and not before", async () => {
  const theirs = [await raw(away, "theirs"), (await raw(away, "default")).slice(0, 3)];
  const there = (text: string): string => text.replaceAll(HOME, AWAY);
  const expected = JSON.parse(there(JSON.stringify(await made(home)))) as unknown;
  const restored = await application.restore(kept, AWAY, `points-${AWAY}`);
  const silent = fresh("silent");
  await put(away, silent);
  await sleep(1_500);
  await application.arm(AWAY, restored);
  await put(away, "third");
  const orders = await told("third", AWAY);
  expect(orders).toEqual([{ order: "third", by: there(RULE), token: "canary-4711" }]);
  expect(await made(away)).toEqual(expected);
  expect([await raw(away, "theirs"), (await raw(away, "default")).slice(0, 3)]).toEqual(theirs);
});

test("a bus and a rule that were changed are as they were again where that is said, with a target of somebody else's beside ours", async () => {
  const before = await made(home);
  const beside = { Id: "theirs", Arn: "arn:aws:sqs:us-east-1:123456789012:theirs" };
  const place = { Rule: "orders", EventBusName: BUS };
  await home.send(new E.PutTargetsCommand({ ...place, Targets: [beside, { ...beside, Id: "intake" }] }));
  const LogConfig = { Level: "ERROR", IncludeDetail: "NONE" } as const;
  await home.send(new E.UpdateEventBusCommand({ Name: BUS, Description: "changed", LogConfig }));
  await home.send(
    new E.PutPermissionCommand({ EventBusName: BUS, Policy: JSON.stringify(POLICY).replace("partner", "x") }),
  );
  const things = kept.filter(({ item: { kind } }) => kind !== "lambda");
  await expect(application.restore(things, HOME, `points-${HOME}`)).rejects.toThrow("is there and differs");
  const restored = await application.restore(things, HOME, `points-${HOME}`, { replace: true });
  expect(await home.send(new E.DescribeRuleCommand({ Name: "orders", EventBusName: BUS }))).toMatchObject({
    State: "DISABLED",
  });
  await application.arm(HOME, restored);
  const { Targets = [] } = await home.send(new E.ListTargetsByRuleCommand(place));
  expect(Targets.find(({ Id }) => Id === "theirs")).toEqual(beside);
  await home.send(new E.RemoveTargetsCommand({ ...place, Ids: ["theirs"] }));
  const now = (await made(home)).map((one) => {
    const { LogConfig: off, ...rest } = one as Record<string, unknown>;
    expect([undefined, "OFF"]).toContain((off as typeof LogConfig | undefined)?.Level);
    return rest;
  });
  expect(now).toEqual(before);
});

test("a rule that calls an API destination comes back with it and its connection; it is armed once the secret is given, and not before", async () => {
  const partner = await Partner.listening("canary-new-key");
  try {
    const other = await makeFunction(aws, SAYS_WHAT_IT_GOT);
    await makePartnerRule(aws, home, { name: other, address: partner.address, key: "canary-new-key" });
    const before = await partnerNow(home);
    const all = await application.backup(HOME, other, (text) => warned.push(text));
    expect(all.map(({ item: { kind, id } }) => `${kind}/${id}`)).toEqual([
      "api-destination/partner",
      "event-connection/partner",
      "event-rule/default/partner",
      `lambda/${other}`,
    ]);
    expect(JSON.stringify(all.map(({ captured }) => captured.document))).not.toContain("canary");
    await application.stage(HOME, "points-partner", all);
    await tellPartner(home, "first");
    const sent = (id: string) =>
      eventually(aws, async () => partner.received.find((one) => one.id === id) && partner.received);
    expect(await sent("first")).toEqual([{ path: "/hooks/canary-hook", key: "canary-new-key", id: "first" }]);

    await losePartnerRule(home);
    await aws.lambda.send(new DeleteFunctionCommand({ FunctionName: other }));
    const restored = await application.restore(all, HOME, "points-partner");
    const armed = () =>
      activateRestored({ ...application.ports(HOME), protector: loadProtector }, resultOf(restored), {
        dryRun: false,
        alongside: true,
      });
    const early = await armed();
    // The rest is armed.
    expect(early.steps.map(({ title }) => title)).toEqual([
      expect.stringMatching(new RegExp(`^let in statement .* of ${other}$`)),
      `unmark ${other}: it is armed`,
    ]);
    expect(early.failed.map(({ message }) => message)).toEqual([
      "connection partner: events:UpdateConnection: its secret is not given again yet (it is AUTHORIZED)",
      "event rule default/partner: events:EnableRule: its target partner calls API destination partner by connection partner, whose secret is not given again yet: events would be lost",
    ]);
    for (const { hint } of early.failed) expect(hint).toContain("ApiKeyAuthParameters.ApiKeyValue");
    await tellPartner(home, "early");
    await sleep(1_500);

    await home.send(
      new E.UpdateConnectionCommand({
        ...{ Name: "partner", AuthorizationType: "API_KEY", AuthParameters: withKey("canary-new-key") },
      }),
    );
    expect((await armed()).failed).toEqual([]);
    await tellPartner(home, "second");
    expect((await sent("second")).slice(1)).toEqual([
      { path: "/hooks/canary-hook", key: "canary-new-key", id: "second" },
    ]);
    expect(await partnerNow(home)).toEqual(before);
    expect([...new Set((await armed()).steps.map(({ effect }) => effect))]).toEqual(["keep"]);
  } finally {
    partner.close();
  }
});

function resultOf(restored: Awaited<ReturnType<Application["restore"]>>): RestoreResult {
  return {
    format: "zonekeep-restore/1",
    target: { account: ACCOUNT, partition: "aws", region: HOME },
    things: restored.map(({ protector, arn, activation }, wave) => ({
      ...{ kind: protector.spec.kind, id: `of wave ${wave}`, point: "points/partner.json" },
      ...{ arn, activation, wave },
    })),
    leftOut: [],
    idMap: {},
  };
}

import { setTimeout as sleep } from "node:timers/promises";
import * as E from "@aws-sdk/client-eventbridge";
import { DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import { beforeAll, expect, test } from "vitest";
import type { KeptThing } from "./event-rules/application.ts";
import { besideNeighbours } from "./event-rules/beside-neighbours.ts";
import { AWAY, eventually, HOME, makeFunction } from "./extension/clients.ts";
import { arnOf, letServiceIn, SAYS_WHAT_IT_GOT } from "./extension/listeners.ts";
import { logLines } from "./extension/logs.ts";
import { ACCOUNT } from "./extension/servers.ts";

const BUS = "shop";
const ARCHIVE = "orders";
const RULE = `arn:aws:events:${HOME}:${ACCOUNT}:rule/${BUS}/orders`;
const ASKED = {
  Description: "what was ordered",
  RetentionDays: 30,
  EventPattern: JSON.stringify({
    source: ["shop"],
    region: [HOME],
    detail: { token: [{ "anything-but": "canary-4711" }] },
  }),
};

const here = besideNeighbours();
let home: E.EventBridgeClient;
let away: E.EventBridgeClient;
let name: string;
let kept: KeptThing[];
const warned: string[] = [];

beforeAll(async () => {
  home = here.application.ports(HOME).client(E.EventBridgeClient);
  away = here.application.ports(AWAY).client(E.EventBridgeClient);
  name = await makeFunction(here.aws, SAYS_WHAT_IT_GOT);
  const { EventBusArn } = await home.send(new E.CreateEventBusCommand({ Name: BUS }));
  await home.send(
    new E.CreateArchiveCommand({ ...ASKED, ArchiveName: ARCHIVE, EventSourceArn: EventBusArn }),
  );
  const EventPattern = '{"source":["shop"]}';
  await home.send(new E.PutRuleCommand({ Name: "orders", EventBusName: BUS, EventPattern }));
  await home.send(
    new E.PutTargetsCommand({
      ...{ Rule: "orders", EventBusName: BUS },
      Targets: [{ Id: "intake", Arn: arnOf(name), InputPath: "$.detail" }],
    }),
  );
  await letServiceIn(here.aws, name, RULE);
  kept = await here.application.backup(HOME, name, (text) => warned.push(text));
  for (const region of [HOME, AWAY]) await here.application.stage(region, `points-${region}`, kept);
}, 120_000);

/** The archive as AWS describes it, and the rule that AWS makes for it, without its birth and how much it holds. */
async function made(events: E.EventBridgeClient): Promise<unknown[]> {
  const archive = await events.send(new E.DescribeArchiveCommand({ ArchiveName: ARCHIVE }));
  const Name = `Events-Archive-${ARCHIVE}`;
  const rule = await events.send(new E.DescribeRuleCommand({ Name, EventBusName: BUS }));
  const { $metadata: _call, CreationTime: _at, EventCount: _events, SizeBytes: _bytes, ...own } = archive;
  const { $metadata: _its, ...managed } = rule;
  const parsed = (text = "{}") => JSON.parse(text) as unknown;
  return [own, managed].map((one) => ({ ...one, EventPattern: parsed(one.EventPattern) }));
}

async function held(events: E.EventBridgeClient): Promise<number | undefined> {
  return (await events.send(new E.DescribeArchiveCommand({ ArchiveName: ARCHIVE }))).EventCount;
}

async function put(events: E.EventBridgeClient, id: string): Promise<void> {
  const Detail = JSON.stringify({ id, token: "none" });
  const entry = { EventBusName: BUS, Source: "shop", DetailType: "Ordered", Detail };
  const { FailedEntryCount } = await events.send(new E.PutEventsCommand({ Entries: [entry] }));
  expect(FailedEntryCount).toBe(0);
}

/** Orders that the function was told of, once it was told of this one. */
async function told(id: string, region: string): Promise<string[]> {
  return eventually(here.aws, async () => {
    const lines = await logLines(here.sandbox.endpoint, `/aws/lambda/${name}`, region);
    const got = lines.filter((line) => line.startsWith("got ")).map((line) => JSON.parse(line.slice(4)).id);
    return got.includes(id) ? got : undefined;
  });
}

async function restoredAt(region: string, events: E.EventBridgeClient): Promise<void> {
  const restored = await here.application.restore(kept, region, `points-${region}`);
  await put(events, `silent-${region}`);
  await eventually(here.aws, async () => ((await held(events)) === 1 ? true : undefined));
  await sleep(1_500);
  await here.application.arm(region, restored);
  await put(events, `armed-${region}`);
}

test("an archive comes with the bus of the rule that invokes a function, and what it looks for is not in the clear", () => {
  expect(warned).toEqual([]);
  expect(kept.map(({ item: { kind, id } }) => `${kind}/${id}`)).toEqual([
    `event-archive/${ARCHIVE}`,
    `event-bus/${BUS}`,
    `event-rule/${BUS}/orders`,
    `lambda/${name}`,
  ]);
  expect(JSON.stringify(kept.map(({ captured }) => captured.document))).not.toContain("canary-4711");
});

test("lost at home, it comes back as it was, with the rule that AWS makes for it; it keeps what comes before arm, which invokes nobody", async () => {
  const before = await made(home);
  await put(home, "first");
  expect(await told("first", HOME)).toEqual(["first"]);
  await home.send(new E.DeleteArchiveCommand({ ArchiveName: ARCHIVE }));
  await home.send(new E.RemoveTargetsCommand({ Rule: "orders", EventBusName: BUS, Ids: ["intake"] }));
  await home.send(new E.DeleteRuleCommand({ Name: "orders", EventBusName: BUS }));
  await home.send(new E.DeleteEventBusCommand({ Name: BUS }));
  await here.aws.lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
  await restoredAt(HOME, home);
  expect(await told(`armed-${HOME}`, HOME)).toEqual(["first", `armed-${HOME}`]);
  expect(await made(home)).toEqual(before);
});

test("elsewhere it comes back in the words of that place", async () => {
  const expected = JSON.parse(JSON.stringify(await made(home)).replaceAll(HOME, AWAY)) as unknown;
  await restoredAt(AWAY, away);
  expect(await told(`armed-${AWAY}`, AWAY)).toEqual([`armed-${AWAY}`]);
  expect(await made(away)).toEqual(expected);
});

test("one that was changed is as it was again where that is said, with the events that it has", async () => {
  const before = await made(home);
  const changed = { ArchiveName: ARCHIVE, Description: "theirs", RetentionDays: 400 };
  await home.send(new E.UpdateArchiveCommand({ ...changed, EventPattern: '{"source":["theirs"]}' }));
  const things = kept.filter(({ item: { kind } }) => kind === "event-archive");
  await expect(here.application.restore(things, HOME, `points-${HOME}`)).rejects.toThrow(
    "is there and differs",
  );
  await here.application.restore(things, HOME, `points-${HOME}`, { replace: true });
  expect(await made(home)).toEqual(before);
  expect(await held(home)).toBe(2);
});

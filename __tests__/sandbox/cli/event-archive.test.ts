import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as E from "@aws-sdk/client-eventbridge";
import { CreateAliasCommand, CreateKeyCommand } from "@aws-sdk/client-kms";
import { DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import * as Q from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bucketName, keyAlias } from "../../../modules/aws/names.ts";
import { withoutAws } from "../../../sandbox/environment.ts";
import { makeEstate, type TheirEstate } from "../../../sandbox/neighbours/estate.ts";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox.ts";
import { Application, type KeptThing } from "../event-rules/application.ts";
import { type Aws, clients, eventually, makeFunction } from "../extension/clients.ts";
import { arnOf, letServiceIn, SAYS_WHAT_IT_GOT } from "../extension/listeners.ts";
import { logLines } from "../extension/logs.ts";
import { ACCOUNT } from "../extension/servers.ts";
import { clientsOf, EAST, SCOPE, storeOf, WEST } from "./restoring/places.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const BUS = "shop";
const THING = "event-archive/orders";
const SECRET = "card 4711";
const EVENTS = 23;
const ALL = Array.from({ length: EVENTS }, (_, n) => `order-${n}`);

let folder = "";
let sandbox: Sandbox;
let estate: TheirEstate;
let aws: Aws;
let application: Application;
let events: E.EventBridgeClient;
let sqs: Q.SQSClient;
let name: string;
let kept: KeptThing[];
let QueueUrl: string | undefined;
let run = "";

async function zonekeep(...args: readonly string[]) {
  const env = { ...withoutAws(process.env), ...sandbox.env };
  const program = join(folder, "dist", "zonekeep.mjs");
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [program, ...args], { cwd: folder, env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "zonekeep-events-"));
  execFileSync(process.execPath, [join(root, "modules", "cli", "build.mjs"), join(folder, "dist")]);
  cpSync(join(root, "policies"), join(folder, "policies"), { recursive: true });
  sandbox = await startSandbox();
  estate = await makeEstate(sandbox.endpoint, [EAST, WEST]);
  for (const region of [EAST, WEST]) {
    const { s3, kms } = clientsOf(sandbox, region);
    const Bucket = bucketName(SCOPE.account, region);
    await s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    await kms.send(new CreateAliasCommand({ AliasName: keyAlias(region), TargetKeyId: KeyMetadata?.KeyId }));
  }
  aws = clients(sandbox.endpoint);
  application = new Application(sandbox.endpoint, folder);
  events = application.ports(EAST).client(E.EventBridgeClient);
  sqs = application.ports(EAST).client(Q.SQSClient);
  name = await makeFunction(aws, SAYS_WHAT_IT_GOT);
  const { EventBusArn } = await events.send(new E.CreateEventBusCommand({ Name: BUS }));
  await events.send(
    new E.CreateArchiveCommand({ ArchiveName: "orders", EventSourceArn: EventBusArn, RetentionDays: 30 }),
  );
  await production();
  kept = await application.backup(EAST, name, () => undefined);
  await application.stage(EAST, "points-events", kept);
  // A window goes by the time of an event.
  const began = Math.floor(Date.now() / 1000) * 1000 - 600_000;
  for (let at = 0; at < EVENTS; at += 10) {
    const Entries = ALL.slice(at, at + 10).map((id, n) => ({
      ...{ EventBusName: BUS, Source: "shop", DetailType: "Ordered" },
      // Numbers that JavaScript would write otherwise.
      Detail: `{"id":"${id}","secret":"${SECRET}","price":4.0,"of":9007199254740993}`,
      Time: new Date(began + (at + n) * 1000),
    }));
    expect((await events.send(new E.PutEventsCommand({ Entries }))).FailedEntryCount).toBe(0);
  }
  await held();
}, 120_000);

afterAll(async () => {
  await sandbox?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A rule that invokes the function, and one that looks at everything on the bus. */
async function production(): Promise<void> {
  const rule = (of: string): string => `arn:aws:events:${EAST}:${ACCOUNT}:rule/${BUS}/${of}`;
  const put = async (Name: string, EventPattern: string, target: E.Target): Promise<void> => {
    await events.send(new E.PutRuleCommand({ Name, EventBusName: BUS, EventPattern }));
    await events.send(new E.PutTargetsCommand({ Rule: Name, EventBusName: BUS, Targets: [target] }));
  };
  const Resource = `arn:aws:sqs:${EAST}:${ACCOUNT}:seen`;
  const Statement = [
    { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sqs:SendMessage", Resource },
  ];
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  ({ QueueUrl } = await sqs.send(new Q.CreateQueueCommand({ QueueName: "seen", Attributes: { Policy } })));
  await put("everything", '{"account":[{"exists":true}]}', { Id: "seen", Arn: Resource });
  await put("orders", '{"source":["shop"]}', { Id: "intake", Arn: arnOf(name), InputPath: "$.detail" });
  await letServiceIn(aws, name, rule("orders"));
}

/** How many events the rule that looks at everything was handed. */
async function seen(): Promise<number> {
  const { Attributes } = await sqs.send(
    new Q.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages);
}

/** Events come into an archive in their own time. */
async function held(): Promise<void> {
  await eventually(aws, async () => {
    const { EventCount } = await events.send(new E.DescribeArchiveCommand({ ArchiveName: "orders" }));
    return EventCount === EVENTS ? true : undefined;
  });
}

async function rules(): Promise<string[]> {
  const { Rules = [] } = await events.send(new E.ListRulesCommand({ EventBusName: BUS }));
  return Rules.map(({ Name = "" }) => Name).sort();
}

/** Ids of orders that the function was told of, in the order of its log. */
async function told(): Promise<string[]> {
  const lines = await logLines(sandbox.endpoint, `/aws/lambda/${name}`, EAST);
  return lines.filter((line) => line.startsWith("got ")).map((line) => String(JSON.parse(line.slice(4)).id));
}

const inAnyOrder = (ids: readonly string[]): string[] => ids.toSorted();

test("the events of a window are kept, each once; production's rules see nothing of it, and nothing of ours is left", async () => {
  await eventually(aws, async () => ((await seen()) === EVENTS ? true : undefined));
  const before = await rules();
  const archived = await zonekeep("archive", THING, "--window", "1h", "--site", EAST, "--json");
  expect(archived).toMatchObject({ code: 0 });
  const answer = JSON.parse(archived.stdout) as { run: string };
  ({ run } = answer);
  expect(answer).toMatchObject({
    ...{ archive: `arn:aws:events:${EAST}:${ACCOUNT}:archive/orders`, bus: BUS, events: EVENTS },
    // The sandbox replays the first one twice.
    ...{ repeated: 1, ofAws: 0, left: [] },
  });
  expect(await seen()).toBe(EVENTS);
  expect(await rules()).toEqual(before);
  expect(
    (await sqs.send(new Q.ListQueuesCommand({ QueueNamePrefix: "zonekeep-archive" }))).QueueUrls ?? [],
  ).toEqual([]);
  const { EventCount } = await events.send(new E.DescribeArchiveCommand({ ArchiveName: "orders" }));
  expect(EventCount).toBe(EVENTS);
  expect(archived.stdout + archived.stderr).not.toContain(SECRET);
  const store = storeOf(sandbox, EAST);
  let objects = 0;
  for await (const { key } of store.list(`${SCOPE.account}/${EAST}/drained/`)) {
    objects += 1;
    const { lockedUntil = "" } = (await store.head(key)) ?? {};
    expect(Date.parse(lockedUntil)).toBeGreaterThan(Date.now() + 6 * 86_400_000);
    const chunks: Uint8Array[] = [];
    for await (const chunk of (await store.open(key)) ?? []) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString("latin1")).not.toContain(SECRET);
  }
  expect(objects).toBeGreaterThanOrEqual(3);
  expect(await estate.changed()).toEqual([]);
}, 300_000);

test("bus, archive and function are lost and restored; replayed, each event invokes the function once, with the time that it had", async () => {
  await eventually(aws, async () => ((await told()).length === EVENTS ? true : undefined));
  await events.send(new E.DeleteArchiveCommand({ ArchiveName: "orders" }));
  for (const [Rule, id] of [
    ["orders", "intake"],
    ["everything", "seen"],
  ] as const) {
    await events.send(new E.RemoveTargetsCommand({ Rule, EventBusName: BUS, Ids: [id] }));
    await events.send(new E.DeleteRuleCommand({ Name: Rule, EventBusName: BUS }));
  }
  await events.send(new E.DeleteEventBusCommand({ Name: BUS }));
  await aws.lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
  const again = () => zonekeep("replay", THING, "--run", run, "--site", EAST, "--json");
  expect(await again()).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("there is no event archive orders"),
  });

  const restored = await application.restore(kept, EAST, "points-events");
  await application.arm(EAST, restored);
  const replayed = await again();
  expect(replayed).toMatchObject({ code: 0 });
  expect(JSON.parse(replayed.stdout)).toMatchObject({ sent: EVENTS, before: 0, failed: [], ended: true });
  await eventually(aws, async () => ((await told()).length >= 2 * EVENTS ? true : undefined));
  expect(inAnyOrder((await told()).slice(EVENTS))).toEqual(inAnyOrder(ALL));
  // A restored archive keeps them, each as an event of its old time.
  await held();
  expect(JSON.parse((await again()).stdout)).toMatchObject({ sent: 0, before: EVENTS });
  expect(await estate.changed()).toEqual([]);
}, 300_000);

test("to a function they go whole, those of one source alone where that is said; elsewhere is refused before anything is sent", async () => {
  const to = (...more: readonly string[]) =>
    zonekeep("replay", THING, "--run", run, "--site", EAST, "--json", ...more);
  const none = await to("--to-function", name, "--source", "theirs");
  expect(JSON.parse(none.stdout)).toMatchObject({ sent: 0, left: { "of source shop": EVENTS } });
  expect(none.code).toBe(0);
  const all = await to("--to-function", name);
  expect(JSON.parse(all.stdout)).toMatchObject({ sent: EVENTS, failed: [] });
  expect(await to("--to-queue", "seen")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("what was taken from an event archive goes to a bus or to a function"),
  });
}, 120_000);

import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as E from "@aws-sdk/client-eventbridge";
import { CreateAliasCommand, CreateKeyCommand } from "@aws-sdk/client-kms";
import { DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import * as Q from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { capture } from "../../handlers/capture/capture.ts";
import { storeLocation } from "../../modules/aws/backup-request.ts";
import { bucketName, keyAlias, keyAliasArn } from "../../modules/aws/names.ts";
import { findBus } from "../../modules/cli/drain/events/fill-bus.ts";
import type { CaptureEvent, CaptureOutcome, Run } from "../../modules/contract/events.ts";
import { openRecords } from "../../modules/drain/records/open-records.ts";
import { replayOpened } from "../../modules/drain/replay.ts";
import { loadProtector } from "../../modules/protectors/load.ts";
import type { ClientOf } from "../../modules/protectors/protector.ts";
import { earlierPoints } from "../../modules/recovery/earlier-points.ts";
import { knownBlob } from "../../modules/recovery/known-blob.ts";
import { drainedFolder } from "../../modules/recovery/layout.ts";
import { readPoint } from "../../modules/recovery/read-point.ts";
import { verifyPoint } from "../../modules/recovery/verify.ts";
import { KmsUnwrapping, KmsWrapping } from "../../modules/store/kms-keys.ts";
import { makeEstate, type TheirEstate } from "../../sandbox/neighbours/estate.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { MemorySpool } from "../support/memory-spool.ts";
import { MemoryWork } from "../support/memory-work.ts";
import { SIGNED, witness } from "../support/run-witness.ts";
import { request } from "../support/sample-request.ts";
import { clientsOf, EAST, prefix, SCOPE, storeOf, WEST } from "./cli/restoring/places.ts";
import { Application, type KeptThing } from "./event-rules/application.ts";
import { type Aws, clients, eventually, makeFunction } from "./extension/clients.ts";
import { arnOf, letServiceIn, SAYS_WHAT_IT_GOT } from "./extension/listeners.ts";
import { logLines } from "./extension/logs.ts";
import { ACCOUNT } from "./extension/servers.ts";

const BUS = "shop";
const ARN = `arn:aws:events:${EAST}:${ACCOUNT}:archive/orders`;
const MINUTE = 60_000;

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
/** What the clock of the runs is ahead: a rule that settles, and a queue that stays empty, are not waited for. */
let ahead = 0;
const EMPTY_MS = 30_000;
let put = 0;
const outcomes: CaptureOutcome[] = [];

const now = (): number => Date.now() + ahead;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "zonekeep-archived-"));
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
}, 120_000);

afterAll(async () => {
  await sandbox?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A rule that invokes the function, and one that looks at everything on the bus. */
async function production(): Promise<void> {
  const rule = (Name: string, EventPattern: string, target: E.Target) =>
    events
      .send(new E.PutRuleCommand({ Name, EventBusName: BUS, EventPattern }))
      .then(() => events.send(new E.PutTargetsCommand({ Rule: Name, EventBusName: BUS, Targets: [target] })));
  const Resource = `arn:aws:sqs:${EAST}:${ACCOUNT}:seen`;
  const Statement = [
    { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sqs:SendMessage", Resource },
  ];
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  ({ QueueUrl } = await sqs.send(new Q.CreateQueueCommand({ QueueName: "seen", Attributes: { Policy } })));
  await rule("everything", '{"account":[{"exists":true}]}', { Id: "seen", Arn: Resource });
  await rule("orders", '{"source":["shop"]}', { Id: "intake", Arn: arnOf(name), InputPath: "$.detail" });
  await letServiceIn(aws, name, `arn:aws:events:${EAST}:${ACCOUNT}:rule/${BUS}/orders`);
}

/** So many, one a second from a time on. */
async function happen(count: number, from: number): Promise<void> {
  for (const end = put + count; put < end; ) {
    const first = put;
    const Entries = Array.from({ length: Math.min(10, end - first) }, (_, n) => ({
      ...{ EventBusName: BUS, Source: "shop", DetailType: "Ordered" },
      Detail: `{"id":"order-${first + n}","price":4.0}`,
      Time: new Date(from + (first + n) * 1000),
    }));
    put += Entries.length;
    expect((await events.send(new E.PutEventsCommand({ Entries }))).FailedEntryCount).toBe(0);
  }
  await eventually(aws, async () => ((await archived()) === put ? true : undefined));
}

async function archived(): Promise<number | undefined> {
  return (await events.send(new E.DescribeArchiveCommand({ ArchiveName: "orders" }))).EventCount;
}

/** How many events the rule that looks at everything was handed. */
async function seen(): Promise<number> {
  const { Attributes } = await sqs.send(
    new Q.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages);
}

/** What lies about by which a run reads an archive. */
async function readings(): Promise<string[]> {
  const { Rules = [] } = await events.send(new E.ListRulesCommand({ EventBusName: BUS }));
  const { QueueUrls = [] } = await sqs.send(new Q.ListQueuesCommand({}));
  return [...Rules.map(({ Name = "" }) => Name), ...QueueUrls].filter((one) => one.includes("replay-for"));
}

/** Ids of orders that the function was told of. */
async function told(): Promise<string[]> {
  const lines = await logLines(sandbox.endpoint, `/aws/lambda/${name}`, EAST);
  return lines.filter((line) => line.startsWith("got ")).map((line) => String(JSON.parse(line.slice(4)).id));
}

const store = () => storeOf(sandbox, EAST);
const kms = (region: string) => clientsOf(sandbox, region).kms;

/** Clients of a runner. */
function runnerClients(): ClientOf {
  const { client } = application.ports(EAST);
  client(Q.SQSClient).middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const answer = await next(args);
        const { Messages = [] } = answer.output as Q.ReceiveMessageCommandOutput;
        if (commandName === "ReceiveMessageCommand" && Messages.length === 0) ahead += EMPTY_MS;
        return answer;
      },
    { step: "initialize", name: "emptyReceivesPass" },
  );
  return client;
}

/** As the state machine calls it. */
async function run(): Promise<CaptureOutcome> {
  const client = runnerClients();
  const startedAt = new Date(now()).toISOString();
  const id = `${startedAt.slice(0, 19).replaceAll(/[-:]/g, "")}Z-1f2e3d4c`;
  const one: Run = { id, startedAt };
  const event: CaptureEvent = {
    request: {
      ...request,
      store: storeLocation(SCOPE, EAST, EAST),
      copies: [{ site: WEST, region: WEST, key: keyAliasArn(SCOPE, WEST, WEST) }],
      events: { eventbridge: { minutes: 1440 } },
    },
    run: one,
    item: { kind: "event-archive", id: "orders", name: "orders", arn: ARN, related: [] },
  };
  const own = store();
  for (let continuation: CaptureEvent["continuation"]; ; ) {
    const answer = await capture(
      {
        ...witness,
        aws: {
          ...{ ...SCOPE, region: EAST, client, spool: new MemorySpool() },
          known: knownBlob(own, prefix),
          earlier: earlierPoints(own, prefix, SIGNED),
          sleep: async (milliseconds) => {
            ahead += milliseconds;
          },
          download: () => {
            throw new Error("an archive has no bytes behind an address");
          },
        },
        protector: loadProtector,
        ...{ store: own, random: randomBytes, work: new MemoryWork(), log: () => undefined },
        keys: new KmsWrapping(kms),
        now: () => new Date(now()),
      },
      { ...event, ...(continuation !== undefined && { continuation }) },
    );
    if (!("continuation" in answer)) return answer;
    continuation = answer.continuation;
  }
}

test("two runs keep what an archive has, each event once; no rule of production sees it, and nothing is left", async () => {
  const began = Date.now();
  await happen(17, began - 60 * MINUTE);
  await eventually(aws, async () => ((await seen()) === 17 ? true : undefined));
  outcomes.push(await run());
  expect(outcomes[0]).toMatchObject({
    status: "captured",
    warnings: [],
    records: { records: 17, read: 17 },
  });
  // Of the minutes after those.
  await happen(6, Date.parse(outcomes[0]?.records?.until ?? "") - 17_000);
  ahead += 5 * MINUTE;
  await eventually(aws, async () => ((await seen()) === 23 ? true : undefined));
  outcomes.push(await run());
  expect(outcomes[1]).toMatchObject({ status: "captured", records: { records: 23, read: 6 } });
  expect(await seen()).toBe(23);
  expect(await archived()).toBe(23);
  expect(await readings()).toEqual([]);
  const witnessed = { sites: [EAST, WEST], witness: SIGNED };
  expect(await verifyPoint(store(), outcomes[1]?.point?.key ?? "", witnessed)).toEqual([]);
  expect(await estate.changed()).toEqual([]);
}, 400_000);

test("what a runner that died has left is deleted by the next run", async () => {
  const left = "replay-for-zonekeep-20250101T000000Z-1f2e3d4c";
  await events.send(
    new E.PutRuleCommand({
      ...{ Name: left, EventBusName: BUS },
      EventPattern: JSON.stringify({ "replay-name": [left] }),
    }),
  );
  for (const QueueName of [left, `${left}-dead`]) await sqs.send(new Q.CreateQueueCommand({ QueueName }));
  ahead += 5 * MINUTE;
  expect(await run()).toMatchObject({ status: "captured", records: { records: 23, read: 0 } });
  expect(await readings()).toEqual([]);
}, 200_000);

test("bus and archive are lost and restored; by the key of its copy the point is put on the restored bus, and each event invokes the function once", async () => {
  await eventually(aws, async () => ((await told()).length === 23 ? true : undefined));
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
  await application.arm(EAST, await application.restore(kept, EAST, "points-events"));

  const point = await readPoint(store(), outcomes[1]?.point?.key ?? "");
  const keys = new KmsUnwrapping(kms, (site, region) => keyAliasArn(SCOPE, region, site));
  const replay = async () =>
    replayOpened(
      {
        ...{ store: store(), run: point.name.run, random: randomBytes, lockUntil: point.manifest.expiresAt },
        queue: await findBus(events, BUS, EAST),
        folder: drainedFolder(prefix, "event-archive/orders", point.name.run),
        sleep: (milliseconds) => sleep(milliseconds),
        onSent: () => undefined,
      },
      await openRecords(store(), point, keys, WEST),
    );
  expect(await replay()).toMatchObject({ sent: 23, before: 0, failed: [], ended: true });
  await eventually(aws, async () => ((await told()).length >= 46 ? true : undefined));
  const all = Array.from({ length: 23 }, (_, n) => `order-${n}`).sort();
  expect((await told()).slice(23).sort()).toEqual(all);
  await eventually(aws, async () => ((await archived()) === 23 ? true : undefined));
  expect(await replay()).toMatchObject({ sent: 0, before: 23 });
  expect(await estate.changed()).toEqual([]);
}, 300_000);

import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as E from "@aws-sdk/client-eventbridge";
import * as Q from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { capture } from "../../handlers/capture/capture.ts";
import { storeLocation } from "../../modules/aws/backup-request.ts";
import { keyAliasArn } from "../../modules/aws/names.ts";
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
import { makeStores } from "./cli/restoring/make-stores.ts";
import { clientsOf, EAST, prefix, SCOPE, storeOf, WEST } from "./cli/restoring/places.ts";
import { Application, type KeptThing } from "./event-rules/application.ts";
import { ARCHIVE, ArchivedBus, BUS } from "./event-rules/archived-bus.ts";
import { clients } from "./extension/clients.ts";

const MINUTE = 60_000;

let folder = "";
let sandbox: Sandbox;
let estate: TheirEstate;
let application: Application;
let bus: ArchivedBus;
let kept: KeptThing[];
/** What the clock of the runs is ahead: a rule that settles, and a queue that stays empty, are not waited for. */
let ahead = 0;
const EMPTY_MS = 30_000;
const WaitTimeSeconds = 1;
let put = 0;
const outcomes: CaptureOutcome[] = [];

const now = (): number => Date.now() + ahead;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "zonekeep-archived-"));
  sandbox = await startSandbox();
  estate = await makeEstate(sandbox.endpoint, [EAST, WEST]);
  await makeStores(sandbox);
  application = new Application(sandbox.endpoint, folder);
  bus = await ArchivedBus.make(clients(sandbox.endpoint), application);
  kept = await application.backup(EAST, bus.name, () => undefined);
  await application.stage(EAST, "points-events", kept);
}, 120_000);

afterAll(async () => {
  await sandbox?.stop();
  await rm(folder, { recursive: true, force: true });
});

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
    expect((await bus.events.send(new E.PutEventsCommand({ Entries }))).FailedEntryCount).toBe(0);
  }
  await bus.until(async () => (await bus.archived()) === put);
}

/** What lies about by which a run reads an archive. */
async function readings(): Promise<string[]> {
  const { Rules = [] } = await bus.events.send(new E.ListRulesCommand({ EventBusName: BUS }));
  const { QueueUrls = [] } = await bus.sqs.send(new Q.ListQueuesCommand({}));
  return [...Rules.map(({ Name = "" }) => Name), ...QueueUrls].filter((one) => one.includes("replay-for"));
}

const store = () => storeOf(sandbox, EAST);
const kms = (region: string) => clientsOf(sandbox, region).kms;

/** Clients of a runner. */
function runnerClients(): ClientOf {
  const { client } = application.ports(EAST);
  client(Q.SQSClient).middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const isReceive = commandName === "ReceiveMessageCommand";
        const answer = await next(isReceive ? { ...args, input: { ...args.input, WaitTimeSeconds } } : args);
        const { Messages = [] } = answer.output as Q.ReceiveMessageCommandOutput;
        if (isReceive && Messages.length === 0) ahead += EMPTY_MS;
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
    item: { kind: "event-archive", id: "orders", name: "orders", arn: ARCHIVE, related: [] },
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
  await bus.until(async () => (await bus.seen()) === 17);
  outcomes.push(await run());
  expect(outcomes[0]).toMatchObject({
    status: "captured",
    warnings: [],
    records: { records: 17, read: 17 },
  });
  // Of the minutes after those.
  await happen(6, Date.parse(outcomes[0]?.records?.until ?? "") - 17_000);
  ahead += 5 * MINUTE;
  await bus.until(async () => (await bus.seen()) === 23);
  outcomes.push(await run());
  expect(outcomes[1]).toMatchObject({ status: "captured", records: { records: 23, read: 6 } });
  expect(await bus.seen()).toBe(23);
  expect(await bus.archived()).toBe(23);
  expect(await readings()).toEqual([]);
  const witnessed = { sites: [EAST, WEST], witness: SIGNED };
  expect(await verifyPoint(store(), outcomes[1]?.point?.key ?? "", witnessed)).toEqual([]);
  expect(await estate.changed()).toEqual([]);
}, 400_000);

test("what a runner that died has left is deleted by the next run", async () => {
  const left = "replay-for-zonekeep-20250101T000000Z-1f2e3d4c";
  await bus.events.send(
    new E.PutRuleCommand({
      ...{ Name: left, EventBusName: BUS },
      EventPattern: JSON.stringify({ "replay-name": [left] }),
    }),
  );
  for (const QueueName of [left, `${left}-dead`]) await bus.sqs.send(new Q.CreateQueueCommand({ QueueName }));
  ahead += 5 * MINUTE;
  expect(await run()).toMatchObject({ status: "captured", records: { records: 23, read: 0 } });
  expect(await readings()).toEqual([]);
}, 200_000);

test("bus and archive are lost and restored; by the key of its copy the point is put on the restored bus, and each event invokes the function once", async () => {
  await bus.until(async () => (await bus.told()).length === 23);
  await bus.lose();
  await application.arm(EAST, await application.restore(kept, EAST, "points-events"));

  const point = await readPoint(store(), outcomes[1]?.point?.key ?? "");
  const keys = new KmsUnwrapping(kms, (site, region) => keyAliasArn(SCOPE, region, site));
  const replay = async () =>
    replayOpened(
      {
        ...{ store: store(), run: point.name.run, random: randomBytes, lockUntil: point.manifest.expiresAt },
        queue: await findBus(bus.events, BUS, EAST),
        folder: drainedFolder(prefix, "event-archive/orders", point.name.run),
        sleep: (milliseconds) => sleep(milliseconds),
        onSent: () => undefined,
      },
      await openRecords(store(), point, keys, WEST),
    );
  expect(await replay()).toMatchObject({ sent: 23, before: 0, failed: [], ended: true });
  await bus.until(async () => (await bus.told()).length >= 46);
  const all = Array.from({ length: 23 }, (_, n) => `order-${n}`).sort();
  expect((await bus.told()).slice(23).sort()).toEqual(all);
  await bus.until(async () => (await bus.archived()) === 23);
  expect(await replay()).toMatchObject({ sent: 0, before: 23 });
  expect(await estate.changed()).toEqual([]);
}, 300_000);

import { rmSync } from "node:fs";
import * as E from "@aws-sdk/client-eventbridge";
import * as Q from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeEstate, type TheirEstate } from "../../../sandbox/neighbours/estate.ts";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox.ts";
import { Application, type KeptThing } from "../event-rules/application.ts";
import { ARCHIVE, ArchivedBus, BUS } from "../event-rules/archived-bus.ts";
import { clients } from "../extension/clients.ts";
import { makeStores } from "./restoring/make-stores.ts";
import { EAST, SCOPE, storeOf, WEST } from "./restoring/places.ts";
import { runZonekeep, userFolder } from "./restoring/user-folder.ts";

const THING = "event-archive/orders";
const SECRET = "card 4711";
const EVENTS = 23;
const ALL = Array.from({ length: EVENTS }, (_, n) => `order-${n}`);

let folder = "";
let sandbox: Sandbox;
let estate: TheirEstate;
let application: Application;
let bus: ArchivedBus;
let kept: KeptThing[];
let run = "";

const zonekeep = (...args: readonly string[]) => runZonekeep(folder, sandbox, args);

beforeAll(async () => {
  folder = userFolder("zonekeep-events-");
  sandbox = await startSandbox();
  estate = await makeEstate(sandbox.endpoint, [EAST, WEST]);
  await makeStores(sandbox);
  application = new Application(sandbox.endpoint, folder);
  bus = await ArchivedBus.make(clients(sandbox.endpoint), application);
  kept = await application.backup(EAST, bus.name, () => undefined);
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
    expect((await bus.events.send(new E.PutEventsCommand({ Entries }))).FailedEntryCount).toBe(0);
  }
  await bus.until(async () => (await bus.archived()) === EVENTS);
}, 120_000);

afterAll(async () => {
  await sandbox?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function rules(): Promise<string[]> {
  const { Rules = [] } = await bus.events.send(new E.ListRulesCommand({ EventBusName: BUS }));
  return Rules.map(({ Name = "" }) => Name).sort();
}

const inAnyOrder = (ids: readonly string[]): string[] => ids.toSorted();

test("the events of a window are kept, each once; production's rules see nothing of it, and nothing of ours is left", async () => {
  await bus.until(async () => (await bus.seen()) === EVENTS);
  const before = await rules();
  const archived = await zonekeep("archive", THING, "--window", "1h", "--site", EAST, "--json");
  expect(archived).toMatchObject({ code: 0 });
  const answer = JSON.parse(archived.stdout) as { run: string };
  ({ run } = answer);
  expect(answer).toMatchObject({
    ...{ archive: ARCHIVE, bus: BUS, events: EVENTS },
    // The sandbox replays the first one twice.
    ...{ repeated: 1, ofAws: 0, left: [] },
  });
  expect(await bus.seen()).toBe(EVENTS);
  expect(await rules()).toEqual(before);
  expect(
    (await bus.sqs.send(new Q.ListQueuesCommand({ QueueNamePrefix: "zonekeep-archive" }))).QueueUrls ?? [],
  ).toEqual([]);
  expect(await bus.archived()).toBe(EVENTS);
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
  await bus.until(async () => (await bus.told()).length === EVENTS);
  await bus.lose();
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
  await bus.until(async () => (await bus.told()).length >= 2 * EVENTS);
  expect(inAnyOrder((await bus.told()).slice(EVENTS))).toEqual(inAnyOrder(ALL));
  // A restored archive keeps them, each as an event of its old time.
  await bus.until(async () => (await bus.archived()) === EVENTS);
  expect(JSON.parse((await again()).stdout)).toMatchObject({ sent: 0, before: EVENTS });
  expect(await estate.changed()).toEqual([]);
}, 300_000);

test("to a function they go whole, those of one source alone where that is said; elsewhere is refused before anything is sent", async () => {
  const to = (...more: readonly string[]) =>
    zonekeep("replay", THING, "--run", run, "--site", EAST, "--json", ...more);
  const none = await to("--to-function", bus.name, "--source", "theirs");
  expect(JSON.parse(none.stdout)).toMatchObject({ sent: 0, left: { "of source shop": EVENTS } });
  expect(none.code).toBe(0);
  const all = await to("--to-function", bus.name);
  expect(JSON.parse(all.stdout)).toMatchObject({ sent: EVENTS, failed: [] });
  expect(await to("--to-queue", "seen")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("what was taken from an event archive goes to a bus or to a function"),
  });
}, 120_000);

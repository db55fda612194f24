import { expect, test } from "vitest";
import { thingName } from "../../../modules/core/thing-name.ts";
import { activateRestored } from "../../../modules/restore/activate.ts";
import { applyRestore } from "../../../modules/restore/apply.ts";
import { PointError } from "../../../modules/restore/load-thing.ts";
import { thingsOf } from "../../../modules/restore/plan.ts";
import { policiesWithRuns, runOfPolicy } from "../../../modules/restore/run-of-policy.ts";
import { AWAY, destination, HOME, NAME, restorePorts } from "../../support/application.ts";
import { unlessFailed } from "../../support/destination.ts";
import { MemoryStore } from "../../support/memory-store.ts";
import { ofPolicy, planOf, runAt, runsIn, shop } from "../../support/shop.ts";

const [FIRST, SECOND, THIRD] = ["21:08", "22:08", "23:08"].map((time) => `2026-11-23T${time}:00.000Z`) as [
  string,
  string,
  string,
];
const PARTIAL = {
  status: "partial",
  failed: [{ kind: "lambda", id: "late", error: "no" }],
} as const;

test("all that the newest complete run of a policy kept is asked for, functions first; parts come along", async () => {
  const store = new MemoryStore();
  const home = shop();
  await runAt(home, store, FIRST);
  const { run } = await runAt(home, store, SECOND);
  const selected = await ofPolicy(store);
  expect({ ...selected, things: selected.things.map(thingName) }).toEqual({
    things: [
      `lambda/${NAME}`,
      "lambda/orders-audit",
      "lambda/refunds",
      `sqs-queue/${NAME}`,
      `sqs-queue/${NAME}-dead`,
    ],
    run,
    leftOut: [],
    warnings: [],
  });
  const planned = await planOf(await destination(store), store, selected);
  expect(planned.blocked).toEqual([]);
  expect(
    thingsOf(planned).map(
      ({ thing }) => `${thingName(thing)} ${thing.asked} ${thing.point.name.run === run}`,
    ),
  ).toEqual([
    "lambda/refunds true true",
    "sqs-queue/orders-dead true true",
    "sqs-queue/orders true true",
    "lambda/orders true true",
    "lambda/orders-audit true true",
    "s3-notifications/orders false true",
  ]);
});

test("what two functions share is made once, and one arm arms all", async () => {
  const store = new MemoryStore();
  await runAt(shop(), store, FIRST);
  const there = await destination(store);
  const ports = restorePorts(there, store);
  const planned = await planOf(there, store, await ofPolicy(store));
  // Each function needs the queue, and neither the other one.
  expect(planned.waves.map((wave) => wave.map(({ thing }) => thingName(thing)))).toEqual([
    ["lambda/refunds", "sqs-queue/orders-dead"],
    ["sqs-queue/orders"],
    ["lambda/orders", "lambda/orders-audit"],
    ["s3-notifications/orders"],
  ]);
  const titles = thingsOf(planned).flatMap(({ plan: { steps } }) => steps.map(({ title }) => title));
  expect(titles.filter((title) => title.includes("create queue"))).toEqual([
    "create queue orders-dead",
    "create queue orders, after its dead-letter queue orders-dead",
  ]);
  const result = unlessFailed(await applyRestore(ports, planned));
  const states = () => [...there.lambda.mappings.values()].map(({ State }) => State);
  expect(states()).toEqual(["Disabled", "Disabled"]);
  expect((await activateRestored(ports, result, { dryRun: false })).failed).toEqual([]);
  expect(states()).toEqual(["Enabled", "Enabled"]);
});

test("`replace` reaches the queues that the policy kept, which would stay as they are where they came along", async () => {
  const store = new MemoryStore();
  await runAt(shop(), store, FIRST);
  const there = await destination(store, HOME);
  for (const [name, seconds] of [
    [NAME, "5"],
    [`${NAME}-dead`, "6"],
  ] as const)
    there.sqs.CreateQueue({ QueueName: name, Attributes: { VisibilityTimeout: seconds } });
  const planned = await planOf(there, store, await ofPolicy(store), { map: {}, replace: true });
  expect(planned.blocked).toEqual([]);
  unlessFailed(await applyRestore(restorePorts(there, store), planned));
  expect(there.sqs.queues.get(NAME)?.attributes.VisibilityTimeout).toBe("60");
});

test("a newer run that is not complete is passed over and told, and `point` takes it with what it failed at", async () => {
  const store = new MemoryStore();
  const home = shop();
  const { run: whole } = await runAt(home, store, FIRST);
  const { run: partial } = await runAt(home, store, SECOND, PARTIAL);
  const { run: unsigned } = await runAt(home, store, THIRD, { unsigned: true });
  await expect(ofPolicy(store)).resolves.toMatchObject({
    run: whole,
    leftOut: [],
    warnings: [
      `2 newer runs of policy orders are not complete and signed: ${unsigned} (unsigned), ${partial} (partial); --point RUN takes it`,
    ],
  });
  await expect(ofPolicy(store, { point: "20261123T2208" })).resolves.toMatchObject({
    run: partial,
    leftOut: ["lambda/late"],
    warnings: [],
  });
});

test("where no run is complete, the newest that is signed is taken", async () => {
  const store = new MemoryStore();
  const home = shop();
  await runAt(home, store, FIRST, PARTIAL);
  const { run } = await runAt(home, store, SECOND, PARTIAL);
  await runAt(home, store, THIRD, { status: "paused", points: [], captured: 0 });
  await expect(ofPolicy(store)).resolves.toMatchObject({
    run,
    leftOut: ["lambda/late"],
    warnings: [`no run of policy orders is complete and signed: run ${run} is taken, which is partial`],
  });
});

test("a run that kept nothing is never offered: the newest that kept something is taken, and it is said", async () => {
  const store = new MemoryStore();
  const home = shop();
  const nothing = { points: [], captured: 0 };
  const { run } = await runAt(home, store, FIRST);
  const { run: empty } = await runAt(home, store, SECOND, nothing);
  await expect(ofPolicy(store)).resolves.toMatchObject({
    run,
    warnings: [`newer run ${empty} of policy orders kept nothing`],
  });
  await expect(ofPolicy(store, { point: empty })).rejects.toThrow(
    `run ${empty} of policy orders kept nothing`,
  );

  const other = new MemoryStore();
  for (const unsigned of [{}, { unsigned: true }] as const) {
    const { run: newest } = await runAt(home, other, unsigned.unsigned ? THIRD : SECOND, {
      ...nothing,
      ...unsigned,
    });
    for (const key of other.objects.keys()) if (key.includes("/points/")) other.objects.delete(key);
    const refused = ofPolicy(other, { unsigned: true });
    await expect(refused).rejects.toThrow(PointError);
    await expect(refused).rejects.toThrow(
      `no run of policy orders kept anything, also not the newest, ${newest}`,
    );
  }
});

test("a run that nobody signed is taken by a person's word alone, by what lies there of it", async () => {
  const store = new MemoryStore();
  const { run } = await runAt(shop(), store, FIRST, { unsigned: true });
  const refused = ofPolicy(store);
  await expect(refused).rejects.toThrow(PointError);
  await expect(refused).rejects.toMatchObject({
    message: `run ${run} of policy orders is unsigned, so nothing was restored: nobody signed its run`,
    hint: "take another run (--point); --unsigned takes it all the same, and runs whatever code it holds",
  });
  const { things } = await ofPolicy(store, { unsigned: true });
  expect(things.map(thingName)).toHaveLength(5);
});

test("a summary that was tampered with is never taken", async () => {
  const store = new MemoryStore();
  const { run } = await runAt(shop(), store, FIRST);
  const key = [...store.objects.keys()].find((one) => one.includes("/runs/orders/")) ?? "";
  const { bytes } = store.objects.get(key) ?? { bytes: new Uint8Array() };
  const other = Buffer.from(Buffer.from(bytes).toString().replace("lambda/refunds", "lambda/another"));
  Object.assign(store.objects.get(key) ?? {}, { bytes: other });
  await expect(ofPolicy(store, { unsigned: true, point: run })).rejects.toMatchObject({
    message: expect.stringMatching(`^run ${run} of policy orders is forged, so nothing was restored: `),
    hint: "find out who wrote its summary; take another run (--point) or another copy (--from)",
  });
});

test("a run that is not there is told with those that are", async () => {
  const store = new MemoryStore();
  const home = shop();
  const { run: first } = await runAt(home, store, FIRST);
  const { run: second } = await runAt(home, store, SECOND);
  await expect(ofPolicy(store, { point: "2025" })).rejects.toMatchObject({
    message: "policy orders has no run 2025 that has ended",
    hint: `the newest are ${second}, ${first}`,
  });
  await expect(ofPolicy(store, { point: "20261123" })).rejects.toMatchObject({
    message: "2 runs of policy orders begin with 20261123",
    hint: `write more of one: ${second}, ${first}`,
  });
  await expect(runOfPolicy(runsIn(store), "media", { unsigned: false })).resolves.toBeUndefined();
  await expect(policiesWithRuns(runsIn(store))).resolves.toEqual(["orders"]);
});

test("points of several things that cannot be used are told all at once", async () => {
  const store = new MemoryStore();
  await runAt(shop(), store, FIRST);
  const there = await destination(store, AWAY);
  for (const [key, entry] of store.objects)
    if (/\/points\/lambda\/(refunds|orders-audit)\//.test(key)) entry.bytes = Buffer.from("{}");
  const refused = planOf(there, store, await ofPolicy(store));
  await expect(refused).rejects.toThrow(PointError);
  await expect(refused).rejects.toThrow(/lambda\/orders-audit\/.*\n.*lambda\/refunds\//);
});

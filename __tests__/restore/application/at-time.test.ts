import { expect, test } from "vitest";
import { thingName } from "../../../modules/core/thing-name.ts";
import { PointError } from "../../../modules/restore/load-thing.ts";
import { thingsOf } from "../../../modules/restore/plan.ts";
import { pointsAt } from "../../../modules/restore/points-at.ts";
import { backUp, destination, NAME, restorePorts } from "../../support/application.ts";
import { MemoryStore } from "../../support/memory-store.ts";
import { ANY } from "../../support/sample-request.ts";
import { ofPolicy, planOf, runAt, shop } from "../../support/shop.ts";

const at = (time: string): string => `2026-11-23T${time}.000Z`;
const ORDERS = { kind: "lambda", id: NAME } as const;
const AUDIT = { kind: "lambda", id: "orders-audit" } as const;

const takenAt = async (store: MemoryStore, time: string, things = [ORDERS, AUDIT] as const) => {
  const { runs, warnings } = await pointsAt(
    restorePorts(await destination(store), store),
    things,
    Date.parse(at(time)),
  );
  return { runs: Object.fromEntries(runs), warnings };
};

test("an application comes back as the newest run had captured all of it by then, up to the very millisecond", async () => {
  const store = new MemoryStore();
  const home = shop();
  const { run: first } = await runAt(home, store, at("08:00:00"));
  const { run: second } = await runAt(home, store, at("09:00:00"));
  const of = (run: string) => ({
    runs: { "lambda/orders": run, "lambda/orders-audit": run },
    warnings: [],
  });
  await expect(takenAt(store, "09:00:00")).resolves.toEqual(of(second));
  await expect(takenAt(store, "08:59:59")).resolves.toEqual(of(first));
  const planned = await planOf(
    await destination(store),
    store,
    { things: [ORDERS, AUDIT], leftOut: [], warnings: [] },
    { at: Date.parse(at("08:59:59")) },
  );
  expect(planned.blocked).toEqual([]);
  expect(thingsOf(planned).map(({ thing }) => [thingName(thing), thing.point.name.run])).toEqual(
    expect.arrayContaining([
      ["lambda/orders", first],
      ["lambda/orders-audit", first],
      ["sqs-queue/orders", first],
      ["sqs-queue/orders-dead", first],
      ["s3-notifications/orders", first],
    ]),
  );
});

test("a run that captured only one of them since is told, and the one that captured both is taken", async () => {
  const store = new MemoryStore();
  const home = shop();
  const { run } = await runAt(home, store, at("08:00:00"));
  await backUp(home, store, at("09:00:00"), { select: { ...ANY, names: ["orders-audit"] } });
  await expect(takenAt(store, "10:00:00")).resolves.toEqual({
    runs: { "lambda/orders": run, "lambda/orders-audit": run },
    warnings: [
      `run ${run} is the newest that had captured all of it by 2026-11-23T10:00:00.000Z; ` +
        "runs that began since then captured lambda/orders-audit alone, or had not ended",
    ],
  });
});

test("things that no run captured together are each as they were then, which is told", async () => {
  const store = new MemoryStore();
  const home = shop();
  const only = async (name: string, time: string): Promise<string> => {
    const { points } = await backUp(home, store, at(time), { select: { ...ANY, names: [name] } });
    const own = points.find((key) => key.includes(`/lambda/${name}/`)) ?? "";
    return /([^/]+)\.json$/.exec(own)?.[1] ?? "";
  };
  const orders = await only("orders", "08:00:00");
  const audit = await only("orders-audit", "09:00:00");
  await only("orders", "11:00:00");
  await expect(takenAt(store, "10:00:00")).resolves.toEqual({
    runs: { "lambda/orders": orders, "lambda/orders-audit": audit },
    warnings: [
      "no run had captured all of it by 2026-11-23T10:00:00.000Z: taken is the newest of each, " +
        `lambda/orders of run ${orders}, lambda/orders-audit of run ${audit}`,
    ],
  });
});

test("what had no point by then is told by name, and nothing is taken in its place", async () => {
  const store = new MemoryStore();
  await runAt(shop(), store, at("09:00:00"));
  const error: unknown = await takenAt(store, "08:00:00").catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PointError);
  expect(error).toMatchObject({
    message:
      "no recovery point of lambda/orders, lambda/orders-audit had been captured by 2026-11-23T08:00:00.000Z",
    hint: "the earliest after that is of run 20261123T090000Z-6355c8b6 (--point 20261123T090000Z-6355c8b6); leave out --at for the newest",
  });
});

test("of a run that went on at that time nothing is taken, though a part of it was captured before", async () => {
  const store = new MemoryStore();
  const home = shop();
  const { run } = await runAt(home, store, at("08:00:00"));
  await runAt(home, store, at("09:00:00"));
  for (const [key, object] of store.objects) {
    const isLater = key.includes("/sqs-queue/orders/20261123T0900");
    if (!isLater) continue;
    const text = Buffer.from(object.bytes).toString();
    const bytes = Buffer.from(text.replace(/(?<="capturedAt": ?")[^"]*/, at("09:04:00")));
    store.objects.set(key, { ...object, bytes });
  }
  expect((await takenAt(store, "09:03:59")).runs).toEqual({
    "lambda/orders": run,
    "lambda/orders-audit": run,
  });
  expect((await takenAt(store, "09:04:00")).runs["lambda/orders"]).toMatch(/^20261123T090000Z/);
});

test("of a policy, the newest run is taken that had ended by then", async () => {
  const store = new MemoryStore();
  const home = shop();
  const { run: first } = await runAt(home, store, at("08:00:00"), { endedAt: at("08:10:00") });
  const { run: second } = await runAt(home, store, at("09:00:00"), { endedAt: at("09:10:00") });
  const taken = async (time: string) => (await ofPolicy(store, { at: Date.parse(at(time)) })).run;
  await expect(taken("09:10:00")).resolves.toBe(second);
  await expect(taken("09:09:59")).resolves.toBe(first);
  await expect(taken("08:10:00")).resolves.toBe(first);
  await expect(taken("08:09:59")).rejects.toThrow("there is no run");
});

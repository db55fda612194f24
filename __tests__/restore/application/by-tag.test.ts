import { expect, test } from "vitest";
import { thingName } from "../../../modules/core/thing-name.ts";
import { lambda } from "../../../modules/protectors/lambda/protector.ts";
import { thingsOf } from "../../../modules/restore/plan.ts";
import { functionsTagged, type Tagged } from "../../../modules/restore/tagged.ts";
import { destination, NAME } from "../../support/application.ts";
import { MemoryStore } from "../../support/memory-store.ts";
import { SIGNED } from "../../support/run-witness.ts";
import { PREFIX } from "../../support/sample-point.ts";
import { planOf, runAt, shop } from "../../support/shop.ts";

const FIRST = "2026-11-23T21:08:00.000Z";
const SECOND = "2026-11-24T21:08:00.000Z";

const tagged = (store: MemoryStore, tags: Record<string, string>, point?: string): Promise<Tagged> =>
  functionsTagged(
    { store, prefix: PREFIX, witness: SIGNED, tagsOf: (document) => lambda.parse(document).tags },
    Object.entries(tags),
    point === undefined ? {} : { point },
  );

test("functions that had each of the tags are asked for, and what was captured with them comes along", async () => {
  const store = new MemoryStore();
  await runAt(shop(), store, FIRST);
  const selected = await tagged(store, { service: "orders", env: "prod" });
  expect(selected).toMatchObject({ leftOut: [], warnings: [] });
  expect(selected.things.map(thingName)).toEqual(["lambda/orders-audit", `lambda/${NAME}`]);
  const planned = await planOf(await destination(store), store, selected);
  expect(thingsOf(planned).map(({ thing }) => `${thingName(thing)} ${thing.asked}`)).toEqual([
    "sqs-queue/orders-dead false",
    "sqs-queue/orders false",
    "lambda/orders-audit true",
    "lambda/orders true",
    "s3-notifications/orders false",
  ]);
  expect((await tagged(store, { service: "orders", env: "test" })).things).toEqual([]);
  expect((await tagged(store, { toString: "orders" })).things).toEqual([]);
});

test("the newest point of each function says its tags, or that of the run that is asked for", async () => {
  const store = new MemoryStore();
  const home = shop();
  await runAt(home, store, FIRST);
  const refunds = home.lambda.functions.get("refunds");
  if (refunds !== undefined) refunds.tags = { service: "orders" };
  await runAt(home, store, SECOND);
  expect((await tagged(store, { service: "refunds" })).things).toEqual([]);
  expect((await tagged(store, { service: "refunds" }, "20261123")).things).toEqual([
    { kind: "lambda", id: "refunds" },
  ]);
});

test("what tags there are is told", async () => {
  const store = new MemoryStore();
  await runAt(shop(), store, FIRST);
  const { seen } = await tagged(store, { team: "shop" });
  expect([...seen].map(([key, values]) => `${key}: ${[...values].join(", ")}`)).toEqual([
    "env: prod",
    "service: orders, refunds",
  ]);
});

test("a function whose tags cannot be read is left out by name", async () => {
  const store = new MemoryStore();
  await runAt(shop(), store, FIRST);
  for (const [key, entry] of store.objects)
    if (key.includes("/points/lambda/refunds/")) entry.bytes = Buffer.from("{}");
  await expect(tagged(store, { service: "orders" })).resolves.toMatchObject({
    things: [{ id: "orders-audit" }, { id: NAME }],
    leftOut: ["lambda/refunds"],
    warnings: [expect.stringMatching("^nobody can tell whether lambda/refunds has the tag: ")],
  });
});

test("a store that refuses every document has no function without tags", async () => {
  const store = new MemoryStore();
  await runAt(shop(), store, FIRST);
  const denied = Object.assign(new Error("no"), { name: "AccessDenied", $metadata: { httpStatusCode: 403 } });
  const open = store.open.bind(store);
  store.open = async (key, version) => {
    if (key.includes("/points/")) throw denied;
    return open(key, version);
  };
  await expect(tagged(store, { service: "orders" })).rejects.toBe(denied);
});

import { expect, test } from "vitest";
import { describeBlocked } from "../../../modules/cli/describe/describe-restore.ts";
import { destination, functionArn, HOME, MAP, NAME, queueArn } from "../../support/application.ts";
import { MemoryStore } from "../../support/memory-store.ts";
import { ofPolicy, planOf, runAt, shop } from "../../support/shop.ts";

async function backedUp(): Promise<MemoryStore> {
  const store = new MemoryStore();
  await runAt(shop(), store, "2026-11-23T21:08:00.000Z");
  return store;
}
const ONLY = { only: ["lambda"] };

test("what several things lack is one reason, with a few of its places", async () => {
  const store = await backedUp();
  const all = await ofPolicy(store);
  const functions = { ...all, things: all.things.filter(({ kind }) => kind === "lambda") };
  const { blocked, missing } = await planOf(await destination(store), store, functions, {
    ...{ alone: true, map: MAP },
  });
  expect(blocked.map(({ because, message }) => [because, message])).toEqual([
    [
      "untranslated",
      "lambda/orders-audit: mappings[0].settings.EventSourceArn, lambda/orders: mappings[0].settings.EventSourceArn: " +
        `${queueArn(NAME)}: it lies in us-east-1; name its counterpart in eu-west-1 of account 123456789012`,
    ],
  ]);
  expect(describeBlocked(blocked)).toHaveLength(3);
  expect(missing.map(({ path }) => path)).toEqual([
    "lambda/orders: mappings[0].settings.EventSourceArn",
    "lambda/orders-audit: mappings[0].settings.EventSourceArn",
  ]);
});

test("one entry with * stands for all queues, and one that nothing goes by is told", async () => {
  const store = await backedUp();
  const map = {
    ...MAP,
    [queueArn("*")]: queueArn("eu-*", "eu-west-1"),
    [queueArn("old-*")]: queueArn("new-*", "eu-west-1"),
  };
  const planned = await planOf(await destination(store), store, await ofPolicy(store), {
    ...{ skip: new Set(["sqs-queue"]), map },
  });
  expect(planned.blocked).toEqual([]);
  const replaced = planned.waves.flat().map(({ translation }) => translation.replaced[queueArn(NAME)]);
  expect(replaced.filter((to) => to !== undefined)).toEqual([
    queueArn(`eu-${NAME}`, "eu-west-1"),
    queueArn(`eu-${NAME}`, "eu-west-1"),
  ]);
  expect(planned.warnings.filter((warning) => warning.includes("none of these map entries"))).toEqual([
    `lambda/orders, lambda/orders-audit, lambda/refunds need none of these map entries: ${queueArn("old-*")}`,
  ]);
});

test("what comes back itself goes by its own name, whatever patterns say, in another region and at home", async () => {
  const store = await backedUp();
  for (const region of ["eu-west-1", HOME]) {
    const map = { ...(region === HOME ? {} : MAP), [queueArn("*")]: queueArn("other-*", region) };
    const planned = await planOf(await destination(store, region), store, await ofPolicy(store), { map });
    expect(planned.blocked).toEqual([]);
    const documents = planned.waves.flat().map(({ translation }) => JSON.stringify(translation.document));
    expect(documents.join("\n")).toContain(queueArn(NAME, region));
    expect(documents.join("\n")).not.toContain("other-");
  }
});

test("an entry for a whole account is for what is left", async () => {
  const store = await backedUp();
  const account = /:(\d{12}):/.exec(functionArn())?.[1] ?? "";
  const planned = await planOf(await destination(store), store, await ofPolicy(store), {
    ...ONLY,
    map: { ...MAP, [account]: account },
  });
  expect(planned.missing).toEqual([]);
  const documents = planned.waves.flat().map(({ translation }) => JSON.stringify(translation.document));
  expect(documents.join("\n")).toContain(queueArn(NAME, "eu-west-1"));
});

import { expect, test } from "vitest";
import { thingName } from "../../../modules/core/thing-name.ts";
import { type RestorePlan, thingsOf } from "../../../modules/restore/plan.ts";
import type { RestoreAsked } from "../../../modules/restore/restore-asked.ts";
import { SkipError } from "../../../modules/restore/skips.ts";
import { AWAY, destination, NAME, plan, queueArn } from "../../support/application.ts";
import { MemoryStore } from "../../support/memory-store.ts";
import { ofPolicy, planOf, runAt, shop } from "../../support/shop.ts";

async function planned(change: Partial<RestoreAsked>, spoil?: string): Promise<RestorePlan> {
  const store = new MemoryStore();
  await runAt(shop(), store, "2026-11-23T21:08:00.000Z");
  for (const [key, entry] of store.objects)
    if (spoil !== undefined && key.includes(`/points/${spoil}/`)) entry.bytes = Buffer.from("{}");
  return planOf(await destination(store), store, await ofPolicy(store), change);
}
const names = (of: RestorePlan): string[] => thingsOf(of).map(({ thing }) => thingName(thing));

test("--only takes kinds, names and globs; what stays away is named", async () => {
  const audit = await planned({
    only: ["lambda/orders-*"],
    map: { [queueArn(NAME)]: queueArn("theirs", AWAY) },
  });
  expect(names(audit)).toEqual(["lambda/orders-audit"]);
  expect(audit.skipped.toSorted()).toEqual([
    "lambda/orders",
    "lambda/refunds",
    "s3-notifications/orders",
    "sqs-queue/orders",
    "sqs-queue/orders-dead",
  ]);
  expect(audit.warnings).toContain(
    "5 others stay away, as --only and --skip say; --json names them, under skipped",
  );
  expect(names(await planned({ only: ["sqs-queue", "lambda/refunds"] }))).toEqual([
    "lambda/refunds",
    "sqs-queue/orders-dead",
    "sqs-queue/orders",
  ]);
});

test("--only takes what a function that is named brings along, without the function", async () => {
  const store = new MemoryStore();
  await runAt(shop(), store, "2026-11-23T21:08:00.000Z");
  const queues = await plan(await destination(store), store, { only: ["sqs-queue"] });
  expect(names(queues)).toEqual(["sqs-queue/orders-dead", "sqs-queue/orders"]);
});

test("--skip takes kinds, names and globs, beside parts; nothing comes along with what stays away", async () => {
  const without = await planned({ skip: new Set(["lambda/orders*", "sqs-queue/*-dead"]) });
  expect(names(without)).toEqual(["lambda/refunds", "sqs-queue/orders"]);
  const topicless = await planned({ skip: new Set(["s3-notifications", "sqs-queue"]), map: {} });
  expect(names(topicless)).toEqual(["lambda/orders", "lambda/orders-audit", "lambda/refunds"]);
  expect(topicless.skipped).toContain("s3-notifications/orders");
});

test("a point that nobody can use holds up nobody who leaves it out", async () => {
  await expect(planned({}, "lambda/refunds")).rejects.toThrow("refunds");
  const skipping = await planned({ skip: new Set(["lambda/refunds"]) }, "lambda/refunds");
  expect(names(skipping)).not.toContain("lambda/refunds");
  const only = await planned({ only: ["sqs-queue"] }, "lambda/refunds");
  expect(names(only)).toEqual(["sqs-queue/orders-dead", "sqs-queue/orders"]);
  expect(only.skipped).toContain("lambda/refunds");
});

test("a word that means nothing is told with what there is", async () => {
  const all =
    "lambda, lambda/orders, lambda/orders-audit, lambda/refunds, s3-notifications, s3-notifications/orders, sqs-queue, sqs-queue/orders, sqs-queue/orders-dead";
  const only = planned({ only: ["lambda/orders", "lamda"] });
  await expect(only).rejects.toThrow(SkipError);
  await expect(only).rejects.toMatchObject({
    message: "nothing of this restore is called lamda, as --only says",
    hint: `did you mean lambda? It has ${all}`,
  });
  await expect(planned({ skip: new Set(["sns-topic"]) })).rejects.toMatchObject({
    message: "nothing of this restore is called sns-topic, as --skip says",
    hint: expect.stringMatching(
      /^it has concurrency, lambda, .*, mapping\/arn:aws:sqs:eu-west-1:123456789012:orders, /,
    ),
  });
  await expect(planned({ only: ["lambda/ordrs-*"] })).rejects.toMatchObject({
    hint: `did you mean lambda/orders-*? It has ${all}`,
  });
  await expect(planned({ only: ["lambda"], skip: new Set(["lambda/*"]) })).rejects.toMatchObject({
    message: "--only and --skip leave nothing to restore",
    hint: expect.stringMatching("^there is lambda/orders, "),
  });
});

import { expect, test } from "vitest";
import { capture } from "../../handlers/capture/capture.ts";
import { jsonLog } from "../../handlers/shared/reporting.ts";
import { PRICE_LIST, PRICES_OF } from "../../modules/aws/price-list.ts";
import { awsPrices } from "../../modules/aws/prices.ts";
import { captureRequests, requestsOf } from "../../modules/aws/requests-of-run.ts";
import { SIZING } from "../../modules/aws/sizing.ts";
import { runDefinition } from "../../modules/aws/state-machine.ts";
import { METRICS } from "../../modules/contract/events.ts";
import type { Use } from "../../modules/planner/cost/price-book.ts";
import { SIZES } from "../../modules/planner/cost/stock.ts";
import { lambda } from "../../modules/protectors/lambda/protector.ts";
import { knownBlob } from "../../modules/recovery/known-blob.ts";
import { SeenStore } from "../../modules/recovery/seen-store.ts";
import shippedZones from "../../policies/zones.lock.json" with { type: "json" };
import { FakeKeys } from "../support/fake-keys.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { MemoryWork } from "../support/memory-work.ts";
import { item, richFunction } from "../support/rich-function.ts";
import { witness } from "../support/run-witness.ts";
import { EAST, samplePlan, WEST } from "../support/sample-plan.ts";
import { PREFIX } from "../support/sample-point.ts";
import { request, run } from "../support/sample-request.ts";
import { type Json, type Module, synthesized } from "../support/synthesized.ts";

/** By what it costs to have them: nothing. What they do costs, and that is counted by the run. */
const FREE = [
  "aws_backup_vault",
  // Events of AWS itself are free, and so is what they tell a topic of the same account.
  "aws_cloudwatch_event_rule",
  "aws_cloudwatch_event_target",
  "aws_backup_vault_lock_configuration",
  "aws_cloudwatch_log_group",
  "aws_iam_policy",
  "aws_iam_role",
  "aws_iam_role_policy",
  "aws_iam_role_policy_attachment",
  "aws_kms_alias",
  "aws_lambda_function",
  "aws_s3_bucket",
  "aws_s3_bucket_lifecycle_configuration",
  "aws_s3_bucket_ownership_controls",
  "aws_s3_bucket_policy",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_replication_configuration",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_versioning",
  "aws_scheduler_schedule",
  "aws_scheduler_schedule_group",
  "aws_sfn_state_machine",
  "aws_sns_topic",
  "aws_sns_topic_policy",
  "aws_sns_topic_subscription",
  "aws_sqs_queue",
];

/** What a run's end tells of its site, and its beginning of each policy there. */
const OF_SITE = [METRICS.protected, METRICS.failed].length;

/** What one stack holds that is paid for by the month. */
function held({ resource }: Module): Record<string, number> {
  const count = (type: string): number => Object.keys(resource[type] ?? {}).length;
  const rules = Object.values(resource.aws_s3_bucket_replication_configuration ?? {}).flatMap(
    ({ rule }) => rule as Json[],
  );
  const timed = rules.filter((rule) => JSON.stringify(rule).includes('"metrics"'));
  return {
    "customer managed keys": count("aws_kms_key"),
    alarms: count("aws_cloudwatch_metric_alarm"),
    metrics:
      timed.length * 4 +
      (count("aws_scheduler_schedule") > 0 ? OF_SITE : 0) +
      count("aws_scheduler_schedule"),
  };
}

const quantities = (uses: readonly Use[]): Record<string, number> =>
  Object.fromEntries(uses.map(({ what, quantity }) => [what, quantity]));

test("what is counted as idle is what the stacks hold, and nothing else in them costs by being there", () => {
  const plan = samplePlan();
  const modules = synthesized(plan);
  for (const stack of plan.stacks) {
    const module = modules.get(stack.id);
    if (module === undefined) throw new Error(`no module ${stack.id}`);
    const found = Object.entries(held(module)).filter(([, count]) => count > 0);
    expect(quantities(awsPrices.idle(stack)), stack.id).toEqual(Object.fromEntries(found));
    const priced = ["aws_kms_key", "aws_cloudwatch_metric_alarm"];
    expect(
      Object.keys(module.resource).filter((type) => !FREE.includes(type) && !priced.includes(type)),
    ).toEqual([]);
  }
});

test("a run pays for the states it enters, and for the sizes its runners have", () => {
  const { States } = runDefinition({
    partition: "aws",
    discover: "d",
    capture: "c",
    summarise: "s",
    topicArn: "t",
    queueUrl: "q",
    work: { bucket: "b", prefix: "work/" },
  }) as {
    States: Record<
      string,
      { Next?: string; Default?: string; Choices?: { Next: string }[]; ItemProcessor?: { States: object } }
    >;
  };
  const complete = ["Discover", "AnythingToCapture", "CaptureEach", "Summarise", "HowItEnded", "Complete"];
  for (const [i, state] of complete.entries()) {
    const { Next, Default, Choices = [] } = States[state] ?? {};
    const ways = [Next, Default, ...Choices.map((choice) => choice.Next)];
    if (i < complete.length - 1) expect(ways, state).toContain(complete[i + 1]);
  }
  const captured = ["Capture", "WasItCaptured", "Captured"];
  expect(Object.keys(States.CaptureEach?.ItemProcessor?.States ?? {})).toEqual([
    ...captured.slice(0, 2),
    // Of a stream whose records are kept, as often as it has to wait and to be read on.
    "WaitForTurn",
    "GoOn",
    "Captured",
    "QueueItem",
    "NotCaptured",
  ]);
  const { transitions } = requestsOf({ functions: 7, packages: 6, copies: 1 });
  expect(transitions).toBe(complete.length + 7 * (1 + captured.length));

  const runners = synthesized(samplePlan()).get(`site-${EAST}`)?.resource.aws_lambda_function ?? {};
  const sizes = Object.values(runners).map(({ memory_size }) => memory_size);
  const { discover, summarise, capture: captures } = SIZING;
  expect(sizes.sort()).toEqual([discover.memory, summarise.memory, captures.memory].sort());
});

/** Captures one function twice, a day apart, without any change; what the second time asked of its store and left in it. */
async function captureAgain(copies: typeof request.copies) {
  const [store, keys, work] = [new MemoryStore(), new FakeKeys(), new MemoryWork()];
  store.replication = copies.length > 0 ? "active" : undefined;
  const source = richFunction();
  const log: string[] = [];
  const captureAt = (now: string, id: string) => {
    // As each invocation of the runner has one.
    const seen = new SeenStore(store);
    return capture(
      {
        aws: { ...source.ports(), known: knownBlob(seen, PREFIX) },
        protector: async () => lambda,
        store: seen,
        keys,
        work,
        ...witness,
        random: (size) => new Uint8Array(size).fill(now.charCodeAt(9)),
        log: jsonLog((line) => log.push(line)),
        now: () => new Date(now),
      },
      { request: { ...request, copies }, run: { ...run, id }, item },
    );
  };
  await captureAt("2026-11-23T21:08:30Z", run.id);
  const before = new Map(store.objects);
  const calls = store.calls.length;
  await captureAt("2026-11-24T21:08:30Z", "20261124T210800Z-1f2e3d4c");
  const count = (call: string): number =>
    store.calls.slice(calls).filter((said) => said.startsWith(`${call} `)).length;
  const added = [...store.objects].filter(([key]) => !before.has(key)).map(([, { bytes }]) => bytes.length);
  const documents = [...before.values()]
    .map(({ bytes }) => bytes)
    .filter((bytes) => bytes[0] === "{".charCodeAt(0));
  return { count, added, before, document: Math.max(...documents.map((bytes) => bytes.length)) };
}

test.each([0, 1])(
  "a capture is counted with the calls that it makes of its store, with %i copies",
  async (copies) => {
    const { count, before } = await captureAgain(request.copies.slice(0, copies));
    const packages = [...before.keys()].filter((key) => key.includes("/blobs/")).length - 2;
    expect(captureRequests(packages, copies)).toEqual({
      writes: count("create"),
      reads: count("head"),
    });
    expect(count("extendLock")).toBe(0);
  },
);

test("points and documents are about as large as an estimate takes them to be", async () => {
  const { added, document } = await captureAgain(request.copies);
  const bytes = added.reduce((sum, size) => sum + size, 0);
  const assumed = SIZES.point + 2 * SIZES.wrap;
  expect(added).toHaveLength(4);
  expect(bytes).toBeLessThanOrEqual(assumed);
  expect(bytes * 2).toBeGreaterThan(assumed);
  expect(document).toBeLessThanOrEqual(SIZES.document);
  expect(document * 2).toBeGreaterThan(SIZES.document);
});

test("each figure is a whole number with a page of AWS, for regions that exist", () => {
  const regions = new Set(shippedZones.regions.map(({ id }) => id));
  for (const [name, figure] of Object.entries(PRICE_LIST)) {
    const own: Readonly<Record<string, number>> = "regions" in figure ? figure.regions : {};
    for (const micros of [figure.micros, ...Object.values(own)]) {
      expect(Number.isSafeInteger(micros), name).toBe(true);
      expect(micros, name).toBeGreaterThan(0);
    }
    expect(figure.source, name).toMatch(/^https:\/\/aws\.amazon\.com\/[a-z0-9-]+\/pricing\/$/);
    expect(
      Object.keys(own).filter((region) => !regions.has(region) || region === EAST),
      name,
    ).toEqual([]);
  }
  expect(PRICES_OF).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});

test("a region without a figure of its own gets that of us-east-1, and it is told", () => {
  const price = (region: string) => awsPrices.keep(region, { bytes: 1, objects: 1 }, "warm")[0]?.price;
  expect(price(EAST)).toMatchObject({ micros: 23_000, assumed: false });
  expect(price("sa-east-1")).toMatchObject({ micros: 40_500, assumed: false });
  expect(price("mx-central-1")).toMatchObject({ micros: 23_000, assumed: true });
});

test("what leaves a region is paid for there, what arrives where it is written", () => {
  const load = { bytes: 2 ** 30, objects: 3 };
  const said = (from: string, to: string) =>
    awsPrices
      .copy(from, to, load)
      .map(({ what, quantity, price }) => `${what} ${quantity} at ${price.micros}`);
  expect(said("ap-northeast-1", WEST)).toEqual([
    `transfer between regions ${2 ** 30} at 90000`,
    `replication time control ${2 ** 30} at 15000`,
    "writes of replicas 3 at 5000",
  ]);
  expect(said(EAST, "us-east-2")[0]).toBe(`transfer between regions ${2 ** 30} at 10000`);
  expect(said(EAST, WEST)[0]).toBe(`transfer between regions ${2 ** 30} at 20000`);
});

test("cold storage counts a small object as 128 KiB", () => {
  const cold = (bytes: number, objects: number) =>
    awsPrices.keep(EAST, { bytes, objects }, "cold")[0]?.quantity;
  expect(cold(131_072, 1)).toBe(131_072);
  expect(cold(131_073, 1)).toBe(131_073);
  expect(cold(10, 2)).toBe(262_144);
});

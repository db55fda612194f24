import type { SFNClient } from "@aws-sdk/client-sfn";
import { describe, expect, test } from "vitest";
import { describeSummary, exitCodeOf } from "../../modules/cli/describe/describe-summary.ts";
import { readSummary, startBackup, waitForSummary } from "../../modules/cli/points/run-backup.ts";
import { regionOfSite, selectScheduled, selectSites } from "../../modules/cli/points/select-site.ts";
import { render } from "../../modules/cli/terminal/text.ts";
import type { RunSummary } from "../../modules/contract/events.ts";
import { jsonContent } from "../../modules/recovery/bytes.ts";
import { PLAN } from "./support/plan.ts";
import { memorySource } from "./support/points.ts";

/** Answers each call with the next of `answers` and keeps what was asked. */
function fakeSfn(...answers: readonly object[]): { sfn: Pick<SFNClient, "send">; sent: object[] } {
  const sent: object[] = [];
  const left = [...answers];
  const send = async ({ input }: { input: object }): Promise<object> => {
    sent.push(input);
    return left.shift() ?? {};
  };
  return { sfn: { send } as unknown as Pick<SFNClient, "send">, sent };
}

const SUMMARY: RunSummary = {
  run: "20261123T210800Z-1f2e3d4c",
  policy: "orders",
  site: "us-east-1",
  status: "partial",
  startedAt: "2026-11-23T21:08:00Z",
  endedAt: "2026-11-23T21:08:12Z",
  captured: 2,
  gone: 1,
  failed: [{ kind: "sqs-queue", id: "orders.fifo", error: "sqs:GetQueueAttributes: AccessDenied" }],
  warnings: ["eu-west-1 cannot open the secrets of orders-quote yet"],
  points: [],
};

const nothing = async (): Promise<undefined> => undefined;

const STARTED = { policy: "orders", site: "us-east-1", region: "us-east-1", execution: "arn:run" };

/** The plan, with every schedule paused. */
const PAUSED = {
  ...PLAN,
  policies: PLAN.policies.map(({ schedule, ...policy }) => ({
    ...policy,
    schedule: { ...schedule, pauses: [{ from: "2026-01-01", to: "2027-01-01", reason: "freeze" }] },
  })),
};

test("a policy is started at every one of its sites, also in a pause, a zone in the state machine of its parent region", async () => {
  const { sfn, sent } = fakeSfn({ executionArn: "arn:1" }, { executionArn: "arn:2" });
  for (const scheduled of selectScheduled(PLAN, "orders", undefined))
    await startBackup(sfn, PAUSED, scheduled, "abc");
  expect(sent).toMatchObject([
    {
      stateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:zonekeep-us-east-1",
      name: "by-hand-abc-orders",
    },
    { stateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:zonekeep-us-east-1" },
  ]);
  const requests = sent.map((input) => JSON.parse((input as { input: string }).input) as object);
  expect(requests).toMatchObject([
    {
      policy: "orders",
      store: { site: "us-east-1", prefix: "123456789012/us-east-1/" },
      copies: [{ site: "eu-west-1" }],
      pauses: [],
    },
    { policy: "orders", store: { site: "us-east-1-bos-1a" }, zone: "us-east-1-bos-1a" },
  ]);
});

describe("fails, naming what there is, when", () => {
  test.each<[string, () => unknown, string, string]>([
    [
      "there is no such policy",
      () => selectScheduled(PLAN, "order", undefined),
      "there is no policy order",
      "the policies are media, orders",
    ],
    [
      "the policy does not run at the site",
      () => selectScheduled(PLAN, "orders", "eu-west-1"),
      "policy orders does not run at eu-west-1",
      "it runs at us-east-1, us-east-1-bos-1a",
    ],
    [
      "no stack has the site",
      () => selectSites(PLAN, "eu-west-3"),
      "no policy has a site eu-west-3",
      "the plan has eu-west-1, us-east-1, us-east-1-bos-1a",
    ],
  ])("%s", (_name, select, message, hint) => {
    expect(select).toThrow(expect.objectContaining({ name: "CommandError", code: 1, message, hint }));
  });
});

test("a site lies in a region: itself, or the parent of an edge zone", () => {
  expect(regionOfSite(PLAN, "us-east-1")).toBe("us-east-1");
  expect(regionOfSite(PLAN, "us-east-1-bos-1a")).toBe("us-east-1");
  expect(() => regionOfSite(PLAN, "eu-west-3")).toThrow("no policy has a site eu-west-3");
});

test("waiting ends with the summary that the run returns", async () => {
  const { sfn, sent } = fakeSfn(
    { status: "RUNNING" },
    { status: "RUNNING" },
    { status: "SUCCEEDED", output: JSON.stringify(SUMMARY) },
  );
  const waits: number[] = [];
  const wait = async (milliseconds: number): Promise<void> => void waits.push(milliseconds);
  await expect(waitForSummary({ sfn, sleep: wait, kept: nothing }, STARTED)).resolves.toEqual(SUMMARY);
  expect(sent).toEqual(Array(3).fill({ executionArn: "arn:run" }));
  expect(waits).toEqual([500, 750]);
});

test("a run that captured nothing fails, and its summary is read from the store", async () => {
  const source = memorySource("us-east-1");
  const failed: RunSummary = { ...SUMMARY, status: "failed" };
  const key = "123456789012/us-east-1/runs/orders/20261123T210800Z-2fba530f.json";
  await source.store.create(key, jsonContent(failed), {});
  const ended = { status: "FAILED", error: "RunFailed", startDate: new Date("2026-11-23T21:08:00.123Z") };
  const kept = (run: string) => readSummary(source, "orders", run);
  const { sfn } = fakeSfn(ended);
  await expect(waitForSummary({ sfn, sleep: async () => {}, kept }, STARTED)).resolves.toEqual(failed);
});

test("fails with the reason when the state machine itself failed", async () => {
  const { sfn } = fakeSfn({
    status: "FAILED",
    error: "RunBroken",
    cause: JSON.stringify({ errorType: "Error", errorMessage: "s3:PutObject is denied", trace: ["at x"] }),
    startDate: new Date("2026-11-23T21:08:00Z"),
  });
  const kept = (run: string) => readSummary(memorySource("us-east-1"), "orders", run);
  await expect(waitForSummary({ sfn, sleep: async () => {}, kept }, STARTED)).rejects.toMatchObject({
    name: "CommandError",
    code: 1,
    message: "the run of orders at us-east-1 ended FAILED: RunBroken: s3:PutObject is denied",
    hint: "look at arn:run",
  });
});

test("a summary says how it ended and names what it could not do", () => {
  expect(describeSummary(SUMMARY).map((line) => render(line, false))).toEqual([
    "orders at us-east-1: partial, 2 captured, 1 failed, 1 gone in 12 s (run 20261123T210800Z-1f2e3d4c)",
    "  failed sqs-queue/orders.fifo: sqs:GetQueueAttributes: AccessDenied",
    "  warning eu-west-1 cannot open the secrets of orders-quote yet",
  ]);
});

test("a summary of a run within a pause says until when, and why", () => {
  const pause = { from: "2026-11-20", to: "2026-11-30", reason: "freeze" };
  const paused: RunSummary = { ...SUMMARY, status: "paused", pause, failed: [], warnings: [] };
  expect(describeSummary(paused).map((line) => render(line, false))).toEqual([
    "orders at us-east-1: paused until 2026-11-30: freeze (run 20261123T210800Z-1f2e3d4c)",
  ]);
});

test.each<[RunSummary["status"][], number]>([
  [["complete"], 0],
  [["complete", "paused"], 0],
  [["complete", "partial"], 3],
  [["partial", "failed", "complete"], 1],
])("runs that ended %j exit with %d", (statuses, code) => {
  expect(exitCodeOf(statuses.map((status) => ({ ...SUMMARY, status })))).toBe(code);
});

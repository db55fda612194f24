import type { SFNClient } from "@aws-sdk/client-sfn";
import { describe, expect, test } from "vitest";
import { describeSummary, exitCodeOf } from "../../modules/cli/describe/describe-summary.ts";
import { startBackup, waitForSummary } from "../../modules/cli/points/run-backup.ts";
import { regionOfSite, selectScheduled, selectSites } from "../../modules/cli/points/select-site.ts";
import { render } from "../../modules/cli/terminal/text.ts";
import type { KeptPoint, RunSummary } from "../../modules/contract/events.ts";
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

const RUN = "20261123T210800Z-2fba530f";
const PREFIX = "123456789012/us-east-1/";
const POINTS: readonly KeptPoint[] = ["orders-intake", "orders-quote"].map((id) => ({
  key: `${PREFIX}points/lambda/${id}/${RUN}.json`,
  sha256: jsonContent({}).sha256,
}));

const SUMMARY: RunSummary = {
  run: RUN,
  policy: "orders",
  site: "us-east-1",
  status: "partial",
  startedAt: "2026-11-23T21:08:00Z",
  endedAt: "2026-11-23T21:08:12Z",
  captured: 2,
  gone: 1,
  failed: [{ kind: "sqs-queue", id: "orders.fifo", error: "sqs:GetQueueAttributes: AccessDenied" }],
  warnings: ["eu-west-1 cannot open the secrets of orders-quote yet"],
  points: POINTS,
};

/** A store that a run has left this summary and these points in. */
async function leftBehind(summary: RunSummary | undefined, points: readonly KeptPoint[] = POINTS) {
  const source = memorySource("us-east-1");
  const key = `${PREFIX}runs/orders/${RUN}.json`;
  if (summary !== undefined) await source.store.create(key, jsonContent(summary), {});
  for (const { key: at } of points) await source.store.create(at, jsonContent({}), {});
  return source;
}

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
  // What was made a moment ago is in no list of an earlier run.
  for (const one of requests) expect(one).not.toHaveProperty("minutesIntoWindow");
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

const startDate = new Date("2026-11-23T21:08:00.123Z");
const succeeded = (output: unknown) => ({ status: "SUCCEEDED", startDate, output: JSON.stringify(output) });

test("waiting ends with the summary that the run returns and the store has", async () => {
  const { sfn, sent } = fakeSfn({ status: "RUNNING" }, { status: "RUNNING" }, succeeded(SUMMARY));
  const waits: number[] = [];
  const sleep = async (milliseconds: number): Promise<void> => void waits.push(milliseconds);
  const source = await leftBehind(SUMMARY);
  await expect(waitForSummary({ sfn, sleep, source }, STARTED)).resolves.toEqual(SUMMARY);
  expect(sent).toEqual(Array(3).fill({ executionArn: "arn:run" }));
  expect(waits).toEqual([500, 750]);
});

test("a list that the state machine had to cut comes whole from the store", async () => {
  const { sfn } = fakeSfn(succeeded({ ...SUMMARY, points: POINTS.slice(1) }));
  const source = await leftBehind(SUMMARY);
  await expect(waitForSummary({ sfn, sleep: async () => {}, source }, STARTED)).resolves.toEqual(SUMMARY);
});

const older: KeptPoint = {
  key: `${PREFIX}points/lambda/orders-intake/20251123T210800Z-1f2e3d4c.json`,
  sha256: jsonContent({}).sha256,
};
const changed = POINTS.map((point) => ({ ...point, sha256: "ab".repeat(32) }));

describe("a run is not believed", () => {
  const lies: [string, unknown, RunSummary | undefined, readonly KeptPoint[], string][] = [
    ["that answers nothing", undefined, SUMMARY, POINTS, "its answer is no summary of a run"],
    ["that answers an empty document", {}, SUMMARY, POINTS, "its answer is no summary of a run"],
    ["that answers a text", "complete", SUMMARY, POINTS, "its answer is no summary of a run"],
    [
      "that says more than it counts",
      { ...SUMMARY, captured: "all" },
      SUMMARY,
      POINTS,
      "its answer is no summary of a run",
    ],
    [
      "that runners of an older zonekeep kept",
      { ...SUMMARY, points: POINTS.map(({ key }) => key) },
      undefined,
      POINTS,
      "its runners are of an older zonekeep, and signed nothing",
    ],
    [
      "whose summary the store lacks",
      SUMMARY,
      undefined,
      POINTS,
      "memory://store has no summary of it that these credentials can read",
    ],
    [
      "whose summary is another policy's",
      { ...SUMMARY, policy: "media" },
      SUMMARY,
      POINTS,
      'its summary is of policy "media"',
    ],
    [
      "whose summary in the store is another site's",
      SUMMARY,
      { ...SUMMARY, site: "eu-west-1" },
      POINTS,
      'its summary is of site "eu-west-1"',
    ],
    [
      "that answers with the summary of an earlier run",
      { ...SUMMARY, run: "20251123T210800Z-1f2e3d4c" },
      SUMMARY,
      POINTS,
      'its summary is of run "20251123T210800Z-1f2e3d4c"',
    ],
    [
      "that answers more than the store says",
      { ...SUMMARY, status: "complete", failed: [] },
      SUMMARY,
      POINTS,
      "it answered complete with 2 captured, and its summary in the store says partial with 2 captured",
    ],
    [
      "that names fewer points than it counts",
      SUMMARY,
      { ...SUMMARY, points: POINTS.slice(1) },
      POINTS,
      "it says 2 captured, and names 1 point",
    ],
    [
      "whose points are not there",
      SUMMARY,
      SUMMARY,
      POINTS.slice(1),
      `memory://store lacks 1 of its 2 points: ${POINTS[0]?.key}`,
    ],
    [
      "that names the points of another run",
      SUMMARY,
      { ...SUMMARY, points: [older, ...POINTS.slice(1)] },
      [older, ...POINTS],
      `memory://store lacks 1 of its 2 points: ${older.key}`,
    ],
    [
      "whose points are others by now",
      SUMMARY,
      { ...SUMMARY, points: changed },
      POINTS,
      `memory://store lacks 2 of its 2 points: ${POINTS.map(({ key }) => key).join(", ")}`,
    ],
  ];
  test.each(lies)("%s", async (_name, output, summary, points, why) => {
    const { sfn } = fakeSfn(succeeded(output));
    const source = await leftBehind(summary, points);
    await expect(waitForSummary({ sfn, sleep: async () => {}, source }, STARTED)).rejects.toMatchObject({
      name: "CommandError",
      code: 1,
      message: `the run of orders at us-east-1 is not believed: ${why}`,
      hint: expect.stringContaining("UpdateStateMachine"),
    });
  });
});

test("a run that was signed is believed with its signature", async () => {
  const signature = { algorithm: "ECDSA_SHA_256", key: "arn:aws:kms:x", value: "AAAAAAAA" } as const;
  const signed = { ...SUMMARY, signature };
  const { sfn } = fakeSfn(succeeded(signed));
  const source = await leftBehind(signed);
  await expect(waitForSummary({ sfn, sleep: async () => {}, source }, STARTED)).resolves.toEqual(signed);
});

test("a run that captured nothing fails, and its summary is read from the store", async () => {
  const failed: RunSummary = { ...SUMMARY, status: "failed", captured: 0, points: [] };
  const source = await leftBehind(failed, []);
  const { sfn } = fakeSfn({ status: "FAILED", error: "RunFailed", startDate });
  await expect(waitForSummary({ sfn, sleep: async () => {}, source }, STARTED)).resolves.toEqual(failed);
});

test("fails with the reason when the state machine itself failed", async () => {
  const { sfn } = fakeSfn({
    status: "FAILED",
    error: "RunBroken",
    cause: JSON.stringify({ errorType: "Error", errorMessage: "s3:PutObject is denied", trace: ["at x"] }),
    startDate,
  });
  const source = memorySource("us-east-1");
  await expect(waitForSummary({ sfn, sleep: async () => {}, source }, STARTED)).rejects.toMatchObject({
    name: "CommandError",
    code: 1,
    message: "the run of orders at us-east-1 ended FAILED: RunBroken: s3:PutObject is denied",
    hint: "look at arn:run",
  });
});

test("a summary says how it ended and names what it could not do", () => {
  expect(describeSummary(SUMMARY).map((line) => render(line, false))).toEqual([
    "orders at us-east-1: partial, 2 captured, 1 failed, 1 gone in 12 s (run 20261123T210800Z-2fba530f)",
    "  failed sqs-queue/orders.fifo: sqs:GetQueueAttributes: AccessDenied",
    "  warning eu-west-1 cannot open the secrets of orders-quote yet",
  ]);
});

test("a summary of a run within a pause says until when, and why", () => {
  const pause = { from: "2026-11-20", to: "2026-11-30", reason: "freeze" };
  const empty: RunSummary = {
    ...SUMMARY,
    captured: 0,
    gone: 0,
    points: [],
    failed: [],
    warnings: [],
    seen: [],
  };
  expect(describeSummary({ ...empty, status: "complete" }).map((line) => render(line, false))).toEqual([
    expect.stringMatching(/^orders at us-east-1: complete, it kept nothing in /),
    "  help: nothing at us-east-1 is what the policy selects: npx zonekeep coverage shows what is there",
  ]);
  const paused: RunSummary = { ...SUMMARY, status: "paused", pause, failed: [], warnings: [] };
  expect(describeSummary(paused).map((line) => render(line, false))).toEqual([
    "orders at us-east-1: paused until 2026-11-30: freeze (run 20261123T210800Z-2fba530f)",
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

import { describe, expect, test } from "vitest";
import { noteFailedCall } from "../../../modules/core/failed-call.ts";
import { findMark, unfinishedMark } from "../../../modules/protectors/kit/mark.ts";
import type { FunctionDocument } from "../../../modules/protectors/lambda/document.ts";
import { Destination } from "../../support/destination.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { SAMPLE_MAP, sample, sampleBytes, sampleDocument } from "../../support/sample-function.ts";

const QUEUE = "arn:aws:sqs:eu-west-1:111122223333:orders";
const SOURCE = QUEUE.replace("eu-west-1", "us-east-1");
const invalid = (message: string) => awsError("InvalidParameterValueException", 400, message);
const changed = (changes: Partial<FunctionDocument>) => ({
  ...sample,
  document: { ...sampleDocument, ...changes },
});
/** Whether one is there: all but `gone`. */
const but =
  (gone: string) =>
  async (arn: string): Promise<"absent" | "present"> =>
    arn === gone ? "absent" : "present";

describe("a part that cannot be made holds up nothing else:", () => {
  test("a mapping that Lambda refuses for its queue or its role is told what mends that", async () => {
    const there = new Destination(sampleBytes);
    const refused = invalid(
      "Queue visibility timeout: 30 seconds is less than Function timeout: 120 seconds",
    );
    const call = { service: "lambda", operation: "CreateEventSourceMapping", region: "eu-west-1" };
    noteFailedCall(refused, call);
    there.wire.refusals.set("CreateEventSourceMapping", [refused]);
    const { failed = [] } = await there.attempted(sample, SAMPLE_MAP);
    expect(failed.map(({ hint }) => hint)).toEqual([
      "raise the queue's visibility timeout to 120 seconds or more (AWS advises six times that): " +
        "aws sqs set-queue-attributes --queue-url URL --attributes VisibilityTimeout=720; " +
        "then run the restore again: it continues where it stopped",
    ]);
  });

  test("a mapping that Lambda refuses is named, and the rest comes back, marked as not whole", async () => {
    const there = new Destination(sampleBytes);
    there.wire.refusals.set("CreateEventSourceMapping", [invalid("the queue is gone")]);
    const result = await there.attempted(changed({ reservedConcurrency: 5 }), SAMPLE_MAP);
    expect(result.failed).toEqual([
      {
        kind: "lambda",
        id: "orders",
        title: `create mapping from ${QUEUE}, disabled`,
        part: `mapping/${QUEUE}`,
        message:
          `orders, mapping from ${QUEUE}: lambda:CreateEventSourceMapping: ` +
          "InvalidParameterValueException: the queue is gone",
        hint: "run the restore again: it continues where it stopped",
      },
    ]);
    expect(result.things.map(({ arn }) => arn)).toEqual([
      "arn:aws:lambda:eu-west-1:111122223333:function:orders",
    ]);
    const fn = there.lambda.functions.get("orders");
    expect({ concurrency: fn?.concurrency, alias: fn?.aliases.has("live") }).toEqual({
      concurrency: 5,
      alias: true,
    });
    expect(findMark(fn?.tags ?? {})?.mark).not.toHaveProperty("lease");
    expect((await there.arm(result)).failed).toEqual([]);
    expect(fn?.policies.get("live")?.map(({ Sid }) => Sid)).toEqual(["s3", "logs"]);
  });

  test("run again without it, or when it can be made, the restore is whole", async () => {
    for (const skip of [new Set([`mapping/${QUEUE}`]), new Set<string>()]) {
      const there = new Destination(sampleBytes);
      there.wire.refusals.set("CreateEventSourceMapping", [invalid("the queue is gone")]);
      await there.attempted(sample, SAMPLE_MAP);
      expect((await there.attempted(sample, SAMPLE_MAP, { skip })).failed).toEqual([]);
      expect(unfinishedMark(there.lambda.functions.get("orders")?.tags ?? {})).toBeUndefined();
      expect(there.lambda.mappings.size).toBe(skip.size === 1 ? 0 : 1);
    }
  });

  test("a queue that was deleted is told by the plan, and the mapping is not tried", async () => {
    const there = new Destination(sampleBytes);
    const ports = { ...there.restorePorts, queue: but(QUEUE) };
    const plan = await there.plan(sample, SAMPLE_MAP, {}, ports);
    expect(plan.blocked).toEqual([]);
    expect(plan.leftOut).toEqual([
      `the mapping of orders from ${QUEUE}: ${QUEUE} does not exist; ` +
        `correct that and run the restore again, or say --skip mapping/${QUEUE}`,
    ]);
    expect(plan.steps.map(({ call }) => call)).not.toContain("lambda:CreateEventSourceMapping");
    expect(plan.steps.map(({ call }) => call)).not.toContain("lambda:UntagResource");
    const together = await there.plan(sample, SAMPLE_MAP, { together: new Set([QUEUE]) }, ports);
    expect(together.leftOut).toEqual([]);
  });

  test("a role that a statement lets in and that is gone is told by the plan, and the others are armed", async () => {
    const there = new Destination(sampleBytes);
    const AWS = "arn:aws:iam::111122223333:role/caller";
    const caller = { Sid: "caller", Effect: "Allow", Principal: { AWS }, Action: "lambda:InvokeFunction" };
    const policies = sampleDocument.policies.map((policy) => ({
      ...policy,
      statements: [caller, ...policy.statements],
    }));
    const ports = { ...there.restorePorts, role: but(AWS) };
    const { blocked, leftOut, atArm } = await there.plan(changed({ policies }), SAMPLE_MAP, {}, ports);
    expect(blocked).toEqual([]);
    expect(leftOut).toEqual([
      `statement caller of orders:live: role ${AWS} does not exist; ` +
        "correct that and run the restore again, or say --skip statement/caller",
    ]);
    expect(atArm?.map(({ title }) => title).slice(0, 2)).toEqual([
      "add statement s3 of orders:live",
      "add statement logs of orders:live",
    ]);
  });

  test("a destination of failures that is gone is told by the plan", async () => {
    const there = new Destination(sampleBytes);
    const to = "arn:aws:sqs:eu-west-1:111122223333:failed";
    const settings = { DestinationConfig: { OnFailure: { Destination: to } } };
    const kept = changed({ asyncConfigs: [{ qualifier: "$LATEST", settings }] });
    const ports = { ...there.restorePorts, queue: but(to) };
    expect((await there.plan(kept, SAMPLE_MAP, {}, ports)).leftOut).toEqual([
      `the asynchronous invocation of orders: ${to} does not exist; ` +
        "correct that and run the restore again, or say --skip async/$LATEST",
    ]);
  });
});

test("what is left out by --skip is not looked at, and does not have to be in the map", async () => {
  const there = new Destination(sampleBytes);
  const map = Object.fromEntries(
    Object.entries(SAMPLE_MAP).filter(([from]) => from !== SOURCE && from !== "orders-in"),
  );
  const skip = new Set([`mapping/${SOURCE}`, "statement/s3", "async/$LATEST"]);
  const plan = await there.plan(sample, map, { skip });
  expect(plan.blocked).toEqual([]);
  expect(plan.leftOut).toEqual([]);
  expect(plan.steps.map(({ call }) => call)).not.toContain("lambda:PutFunctionEventInvokeConfig");
  expect(plan.atArm?.map(({ title }) => title)).toEqual(["add statement logs of orders:live"]);
});

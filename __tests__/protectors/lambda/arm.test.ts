import { describe, expect, test } from "vitest";
import { arm } from "../../../modules/protectors/lambda/arm.ts";
import type { RestoreResult } from "../../../modules/protectors/lambda/restore/result.ts";
import { Destination } from "../../support/destination.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { SAMPLE_MAP, sample, sampleBytes } from "../../support/sample-function.ts";

const OURS = {
  Id: "in",
  LambdaFunctionArn: "arn:aws:lambda:eu-west-1:111122223333:function:orders:live",
  Events: ["s3:ObjectCreated:*"],
};
const FOREIGN = {
  EventBridgeConfiguration: {},
  LambdaFunctionConfigurations: [
    {
      Id: "theirs",
      LambdaFunctionArn: "arn:aws:lambda:eu-west-1:111122223333:function:other",
      Events: ["s3:ObjectRemoved:*" as const],
    },
  ],
  QueueConfigurations: [
    { Id: "queue", QueueArn: "arn:aws:sqs:eu-west-1:1:q", Events: ["s3:ObjectRestore:*" as const] },
  ],
  TopicConfigurations: [
    { Id: "topic", TopicArn: "arn:aws:sns:eu-west-1:1:t", Events: ["s3:ObjectTagging:*" as const] },
  ],
};
const BUCKET = "orders-in-eu";

async function restored(): Promise<{ there: Destination; result: RestoreResult }> {
  const there = new Destination(sampleBytes);
  const result = await there.restore(sample, SAMPLE_MAP);
  return { there, result };
}

const mapping = (there: Destination) => [...there.lambda.mappings.values()][0]?.State;

test("a dry run says what would be armed, and changes nothing", async () => {
  const { there, result } = await restored();
  const calls = there.lambda.writes().length;
  expect(await arm(there.deps, result, { dryRun: true })).toEqual({
    steps: [
      {
        title: "notify orders of events in bucket orders-in-eu",
        call: "s3:PutBucketNotificationConfiguration",
        effect: "create",
      },
      {
        title:
          "enable mapping 00000000-0000-4000-8000-000000000001 from arn:aws:sqs:eu-west-1:111122223333:orders",
        call: "lambda:UpdateEventSourceMapping",
        effect: "create",
      },
    ],
    failed: [],
  });
  expect(there.lambda.writes()).toHaveLength(calls);
  expect(there.buckets.called()).toEqual(["GetBucketNotificationConfiguration"]);
  expect(mapping(there)).toBe("Disabled");
});

test("foreign entries, queues, topics and EventBridge survive; ours is there; mappings are enabled", async () => {
  const { there, result } = await restored();
  there.buckets.documents.set(BUCKET, FOREIGN);
  expect((await arm(there.deps, result, { dryRun: false })).failed).toEqual([]);
  expect(there.buckets.documents.get(BUCKET)).toEqual({
    ...FOREIGN,
    LambdaFunctionConfigurations: [...FOREIGN.LambdaFunctionConfigurations, OURS],
  });
  expect(mapping(there)).toBe("Enabled");
});

test("armed again, it finds everything as it should be and writes nothing", async () => {
  const { there, result } = await restored();
  await arm(there.deps, result, { dryRun: false });
  const [lambda, buckets] = [there.lambda.writes().length, there.buckets.calls.length];
  const { steps, failed } = await arm(there.deps, result, { dryRun: false });
  expect(failed).toEqual([]);
  expect(steps.map(({ effect }) => effect)).toEqual(["keep", "keep"]);
  expect(there.lambda.writes()).toHaveLength(lambda);
  expect(there.buckets.called().slice(buckets)).toEqual(["GetBucketNotificationConfiguration"]);
});

test("a mapping that was disabled when it was captured stays so", async () => {
  const { there, result } = await restored();
  const asleep = {
    ...result,
    arm: { ...result.arm, mappings: result.arm.mappings.map((one) => ({ ...one, enabled: false })) },
  };
  const { steps } = await arm(there.deps, asleep, { dryRun: false });
  expect(steps.map(({ call }) => call)).toEqual(["s3:PutBucketNotificationConfiguration"]);
  expect(mapping(there)).toBe("Disabled");
});

describe("entries", () => {
  test.each([
    ["of the same Id", { ...OURS, LambdaFunctionArn: "arn:aws:lambda:eu-west-1:1:function:stale" }],
    ["of the same function and filter", { ...OURS, Id: "older", Events: ["s3:ObjectCreated:Put"] }],
  ])("%s are replaced by ours", async (_name, entry) => {
    const { there, result } = await restored();
    there.buckets.documents.set(BUCKET, { LambdaFunctionConfigurations: [entry as never] });
    expect((await arm(there.deps, result, { dryRun: false })).failed).toEqual([]);
    expect(there.buckets.documents.get(BUCKET)).toEqual({ LambdaFunctionConfigurations: [OURS] });
  });

  test("that send the same event elsewhere are named, for S3 would refuse ours; the mapping is armed all the same", async () => {
    const { there, result } = await restored();
    const queue = {
      Id: "overlapping",
      QueueArn: "arn:aws:sqs:eu-west-1:1:q",
      Events: ["s3:ObjectCreated:Put" as const],
      Filter: { Key: { FilterRules: [{ Name: "Prefix" as never, Value: "a/" }] } },
    };
    there.buckets.documents.set(BUCKET, { QueueConfigurations: [queue] });
    for (const dryRun of [true, false]) {
      const { failed } = await arm(there.deps, result, { dryRun });
      expect(failed.map(({ title }) => title)).toEqual(["notify orders of events in bucket orders-in-eu"]);
      expect(failed[0]?.message).toContain("overlapping");
    }
    expect(there.buckets.documents.get(BUCKET)).toEqual({ QueueConfigurations: [queue] });
    expect(mapping(there)).toBe("Enabled");
  });

  test("that another writer removes between are written again, and theirs stay", async () => {
    const { there, result } = await restored();
    let other = 2;
    there.buckets.afterPut = () => {
      if (other-- > 0) there.buckets.documents.set(BUCKET, FOREIGN);
    };
    expect((await arm(there.deps, result, { dryRun: false })).failed).toEqual([]);
    expect(there.buckets.documents.get(BUCKET)?.LambdaFunctionConfigurations).toEqual([
      ...FOREIGN.LambdaFunctionConfigurations,
      OURS,
    ]);
    there.buckets.documents.set(BUCKET, FOREIGN);
    other = 99;
    const { failed } = await arm(there.deps, result, { dryRun: false });
    expect(failed[0]?.message).toContain("another writer keeps undoing it");
  });
});

test("a mapping that cannot be enabled is named with its reason", async () => {
  const { there, result } = await restored();
  there.wire.refusals.set("UpdateEventSourceMapping", [
    awsError("InvalidParameterValueException", 400, "queue visibility timeout is less than function timeout"),
  ]);
  const { failed } = await arm(there.deps, result, { dryRun: false });
  expect(failed).toHaveLength(1);
  expect(failed[0]?.message).toContain(
    "mapping 00000000-0000-4000-8000-000000000001: lambda:UpdateEventSourceMapping: " +
      "InvalidParameterValueException: queue visibility timeout is less than function timeout",
  );
  expect((await arm(there.deps, result, { dryRun: false })).failed).toEqual([]);
});

import { describe, expect, test } from "vitest";
import type { RestoreResult } from "../../../modules/restore/result.ts";
import { Destination } from "../../support/destination.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { SAMPLE_MAP, sample, sampleBytes } from "../../support/sample-function.ts";
import { seedFunction } from "../../support/seed-function.ts";

async function restored(): Promise<{ there: Destination; result: RestoreResult }> {
  const there = new Destination(sampleBytes);
  const result = await there.restore(sample, SAMPLE_MAP);
  return { there, result };
}

const mapping = (there: Destination) => [...there.lambda.mappings.values()][0]?.State;

test("a dry run says what would be armed, and changes nothing", async () => {
  const { there, result } = await restored();
  const calls = there.lambda.writes().length;
  expect(await there.arm(result, { dryRun: true })).toEqual({
    steps: [
      { title: "let in statement s3 of orders:live", call: "lambda:AddPermission", effect: "create" },
      { title: "let in statement logs of orders:live", call: "lambda:AddPermission", effect: "create" },
      {
        title:
          "enable mapping 00000000-0000-4000-8000-000000000001 from arn:aws:sqs:eu-west-1:111122223333:orders",
        call: "lambda:UpdateEventSourceMapping",
        effect: "enable",
      },
      { title: "unmark orders: it is armed", call: "lambda:UntagResource", effect: "unmark", tells: true },
    ],
    failed: [],
    notes: [],
    found: [],
  });
  expect(there.lambda.writes()).toHaveLength(calls);
  expect(mapping(there)).toBe("Disabled");
});

test("armed again, it finds everything as it should be and writes nothing", async () => {
  const { there, result } = await restored();
  await there.arm(result, { dryRun: false });
  const lambda = there.lambda.writes().length;
  const { steps, failed } = await there.arm(result, { dryRun: false });
  expect(failed).toEqual([]);
  expect(steps.map(({ effect }) => effect)).toEqual(["keep", "keep", "keep", "keep"]);
  expect(there.lambda.writes()).toHaveLength(lambda);
});

test("a mapping that was disabled when it was captured stays so", async () => {
  const { there, result } = await restored();
  const [thing] = result.things;
  if (thing === undefined) throw new Error("nothing was restored");
  const { mappings } = thing.activation as { mappings: { uuid: string; source: string }[] };
  const activation = { mappings: mappings.map((one) => ({ ...one, enabled: false })) };
  const { steps } = await there.arm({ ...result, things: [{ ...thing, activation }] });
  expect(steps).toEqual([]);
  expect(mapping(there)).toBe("Disabled");
});

test("a mapping that cannot be enabled is named with its reason", async () => {
  const { there, result } = await restored();
  there.wire.refusals.set("UpdateEventSourceMapping", [
    awsError("InvalidParameterValueException", 400, "queue visibility timeout is less than function timeout"),
  ]);
  const { failed } = await there.arm(result, { dryRun: false });
  expect(failed).toHaveLength(1);
  expect(failed[0]?.message).toContain(
    "mapping 00000000-0000-4000-8000-000000000001: lambda:UpdateEventSourceMapping: " +
      "InvalidParameterValueException: queue visibility timeout is less than function timeout",
  );
  expect((await there.arm(result, { dryRun: false })).failed).toEqual([]);
});

test("a mapping that invokes another function is never enabled, whatever the result says", async () => {
  const { there, result } = await restored();
  const [thing] = result.things;
  if (thing === undefined) throw new Error("nothing was restored");
  seedFunction(there.lambda, "payroll");
  const { UUID = "" } = there.lambda.CreateEventSourceMapping({
    FunctionName: "payroll",
    EventSourceArn: "arn:aws:sqs:eu-west-1:111122223333:payroll",
    Enabled: false,
  }) as { UUID?: string };
  const activation = { mappings: [{ uuid: UUID, enabled: true, source: "" }] };
  for (const dryRun of [true, false]) {
    const { steps, failed } = await there.arm({ ...result, things: [{ ...thing, activation }] }, { dryRun });
    expect(steps).toEqual([]);
    expect(failed).toMatchObject([
      {
        message:
          `mapping ${UUID}: lambda:GetEventSourceMapping: it invokes ` +
          "arn:aws:lambda:eu-west-1:111122223333:function:payroll, " +
          "and not arn:aws:lambda:eu-west-1:111122223333:function:orders, which was restored",
      },
    ]);
  }
  expect(there.lambda.mappings.get(UUID)?.State).toBe("Disabled");
});

describe("a copy at home, whose source is there and reads the same queue,", () => {
  const HOME = { account: "111122223333", partition: "aws", region: "us-east-1" };

  async function copied() {
    const there = new Destination(sampleBytes, HOME);
    const result = await there.restore(sample, {}, {}, "orders-copy");
    seedFunction(there.lambda, "orders");
    return { there, result };
  }

  test("is not armed, and the way out is said", async () => {
    const { there, result } = await copied();
    for (const dryRun of [true, false])
      expect(await there.arm(result, { dryRun })).toMatchObject({
        steps: [
          { call: "lambda:AddPermission" },
          { call: "lambda:AddPermission" },
          { call: "lambda:UntagResource", effect: dryRun ? "unmark" : "keep" },
        ],
        failed: [
          {
            message:
              "orders-copy: lambda:UpdateEventSourceMapping: function orders, of which it is a copy, " +
              "is there and reads the same source",
            hint: "delete orders and arm again; or say --alongside, if both are to share the events",
          },
        ],
      });
    expect(mapping(there)).toBe("Disabled");
  });

  test("is armed when a person says that both shall run, or when the source is gone", async () => {
    const both = await copied();
    expect((await both.there.arm(both.result, { dryRun: false, alongside: true })).failed).toEqual([]);
    expect(mapping(both.there)).toBe("Enabled");
    const alone = await copied();
    alone.there.lambda.functions.delete("orders");
    expect((await alone.there.arm(alone.result)).failed).toEqual([]);
    expect(mapping(alone.there)).toBe("Enabled");
  });

  test("is planned with a word of that", async () => {
    const there = new Destination(sampleBytes, HOME);
    seedFunction(there.lambda, "orders");
    const { warnings } = await there.plan(sample, {}, {}, there.restorePorts, "orders-copy");
    expect(warnings).toContain(
      "function orders is there and reads the same sources as orders-copy: " +
        "arm refuses to enable them beside it, unless you say --alongside",
    );
    expect((await there.plan(sample, {})).warnings.join("\n")).not.toContain("--alongside");
  });
});

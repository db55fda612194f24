import { expect, test } from "vitest";
import type { RestoreResult } from "../../../modules/restore/result.ts";
import { Destination } from "../../support/destination.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { SAMPLE_MAP, sample, sampleBytes } from "../../support/sample-function.ts";

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
  expect(mapping(there)).toBe("Disabled");
});

test("armed again, it finds everything as it should be and writes nothing", async () => {
  const { there, result } = await restored();
  await there.arm(result, { dryRun: false });
  const lambda = there.lambda.writes().length;
  const { steps, failed } = await there.arm(result, { dryRun: false });
  expect(failed).toEqual([]);
  expect(steps.map(({ effect }) => effect)).toEqual(["keep"]);
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

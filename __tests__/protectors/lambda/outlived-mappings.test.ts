import { describe, expect, test } from "vitest";
import { apply, Destination, type FunctionPlan } from "../../support/destination.ts";
import { denied } from "../../support/fake-lambda/errors.ts";
import { sample, sampleBytes } from "../../support/sample-function.ts";

const HOME = { account: "111122223333", partition: "aws", region: "us-east-1" };
const LATER = "arn:aws:sqs:us-east-1:111122223333:later";
const kafka = {
  ...sample,
  document: {
    ...sample.document,
    mappings: [
      {
        uuid: "aaaaaaaa-0000-4000-8000-000000000001",
        enabled: true,
        qualifier: "live",
        settings: {
          SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["kafka.example:9092"] } },
          Topics: ["orders"],
          StartingPosition: "LATEST",
        },
      },
    ],
  },
};

const states = ({ lambda }: Destination) => [...lambda.mappings.values()].map(({ State }) => State);
const writes = ({ steps }: FunctionPlan): string[] =>
  steps.filter(({ effect }) => effect !== "keep").map(({ title }) => title);

/** Where the function was deleted while its mappings were enabled. */
async function outlived(kept: typeof sample | typeof kafka, later?: string): Promise<Destination> {
  const there = new Destination(sampleBytes, HOME);
  await there.arm(await there.restore(kept, {}), { dryRun: false });
  if (later !== undefined)
    there.lambda.CreateEventSourceMapping({ FunctionName: later, EventSourceArn: LATER });
  there.lambda.functions.clear();
  return there;
}

describe("a mapping that outlived its function", () => {
  test("from Kafka of one's own is disabled first, taken again, and enabled by arm alone", async () => {
    const there = await outlived(kafka);
    const plan = await there.plan(kafka, {});
    expect(writes(plan).slice(0, 2)).toEqual([
      'disable the mapping from Kafka topic ["orders"], which outlived the function',
      "create function orders (version 7)",
    ]);
    const stop = plan.steps.find(({ title }) => title.startsWith("disable the mapping"));
    expect(stop?.effect, "it is there, and changed").toBe("replace");
    expect(writes(plan).filter((title) => title.startsWith("create mapping"))).toEqual([]);
    const result = await apply(plan);
    expect(states(there)).toEqual(["Disabled"]);
    await there.arm(result, { dryRun: false });
    expect(states(there)).toEqual(["Enabled"]);
  });

  test.each(["orders", "orders:live", "orders:8"])(
    "and is not in the point stays disabled, and is named with the ways out: of %s",
    async (at) => {
      const there = await outlived(sample, at);
      const plan = await there.plan(sample, {});
      expect(writes(plan).slice(0, 3)).toEqual([
        "disable the mapping from arn:aws:sqs:us-east-1:111122223333:orders, which outlived the function",
        `disable the mapping from ${LATER}, which outlived the function`,
        "create function orders (version 7)",
      ]);
      const uuid = "00000000-0000-4000-8000-000000000002";
      expect(plan.warnings).toContain(
        `mapping ${uuid} from ${LATER} is not in the point: it stays disabled, also after arm; ` +
          `enable it with aws lambda update-event-source-mapping --region us-east-1 --uuid ${uuid} --enabled, ` +
          `or delete it with aws lambda delete-event-source-mapping --region us-east-1 --uuid ${uuid}`,
      );
      const result = await apply(plan);
      expect(states(there)).toEqual(["Disabled", "Disabled"]);
      await there.arm(result, { dryRun: false });
      expect(states(there)).toEqual(["Enabled", "Disabled"]);
    },
  );

  test("delivers nothing before arm, wherever the restore was killed before it is run again", async () => {
    let call = 0;
    for (let isKilled = true; isKilled; ) {
      call += 1;
      const there = await outlived(kafka, "orders");
      there.wire.killAt = { call: there.wire.calls.length + call, when: "after" };
      isKilled = await there.restore(kafka, {}).then(
        () => false,
        () => true,
      );
      expect(there.lambda.functions.has("orders") && states(there).includes("Enabled")).toBe(false);
      delete there.wire.killAt;
      const result = await there.restore(kafka, {});
      expect(states(there)).toEqual(["Disabled", "Disabled"]);
      await there.arm(result, { dryRun: false });
      expect(states(there)).toEqual(["Enabled", "Disabled"]);
    }
    expect(call).toBeGreaterThan(30);
  });

  test("and stays enabled whatever it is asked stops the restore before there is a function", async () => {
    const there = await outlived(kafka);
    there.lambda.UpdateEventSourceMapping = ({ UUID = "" }) => there.lambda.GetEventSourceMapping({ UUID });
    const uuid = "00000000-0000-4000-8000-000000000001";
    await expect(there.restore(kafka, {})).rejects.toThrow(
      `mapping ${uuid}: lambda:UpdateEventSourceMapping: it stayed Enabled: Lambda does not say why\n` +
        `  help: delete it with aws lambda delete-event-source-mapping --region us-east-1 --uuid ${uuid}; then run the restore again`,
    );
    expect(there.lambda.functions.has("orders")).toBe(false);
  });
});

test("a mapping that somebody enables on a half-restored function is disabled by the next run", async () => {
  const there = new Destination(sampleBytes, HOME);
  there.wire.refusals.set("CreateAlias", [denied("not allowed")]);
  await there.attempted(sample, {});
  there.lambda.CreateEventSourceMapping({ FunctionName: "orders", EventSourceArn: LATER });
  const plan = await there.plan(sample, {});
  expect(writes(plan)).toContain(
    `disable the mapping from ${LATER}, which would invoke the function before arm`,
  );
  await apply(plan);
  expect(new Set(states(there))).toEqual(new Set(["Disabled"]));
});

test("a function that lacked a part and was armed goes on taking events while that part is made", async () => {
  const there = new Destination(sampleBytes, HOME);
  there.wire.refusals.set("PutFunctionConcurrency", [denied("not allowed")]);
  const kept = { ...sample, document: { ...sample.document, reservedConcurrency: 5 } };
  const lacking = await there.attempted(kept, {});
  expect(lacking.failed?.map(({ part }) => part)).toEqual(["concurrency"]);
  await there.arm(lacking, { dryRun: false });
  there.lambda.CreateEventSourceMapping({ FunctionName: "orders", EventSourceArn: LATER });
  const plan = await there.plan(kept, {});
  expect(plan.warnings).toContainEqual(
    expect.stringMatching(/^mapping \S+ from \S+:later is not in the point; it stays$/),
  );
  await apply(plan);
  expect(new Set(states(there))).toEqual(new Set(["Enabled"]));
});

test("a mapping of a live function keeps the state it has", async () => {
  const there = new Destination(sampleBytes, HOME);
  await there.arm(await there.restore(sample, {}), { dryRun: false });
  there.lambda.CreateEventSourceMapping({ FunctionName: "orders", EventSourceArn: LATER });
  await there.restore(sample, {}, { replace: true });
  expect(states(there)).not.toContain("Disabled");
});

import { describe, expect, test } from "vitest";
import { readMapping } from "../../../modules/protectors/lambda/capture/mapping.ts";
import { Destination } from "../../support/destination.ts";
import { FakeRegion } from "../../support/fake-region.ts";
import { SAMPLE_MAP, sample, sampleBytes, sampleDocument } from "../../support/sample-function.ts";
import { ACCOUNT, functionArn, seedFunction } from "../../support/seed-function.ts";

describe("a mapping that is captured while it is", () => {
  function region(State: string, becomes: string, looks: number) {
    const there = new FakeRegion();
    seedFunction(there.lambda, "orders");
    const mapping = { UUID: "m1", FunctionArn: functionArn("orders"), EventSourceArn: "arn:q", State };
    there.lambda.mappings.set("m1", mapping);
    there.lambda.GetEventSourceMapping = () => {
      looks -= 1;
      return { ...mapping, State: looks < 0 ? becomes : State };
    };
    const slept: number[] = [];
    const sleep = async (ms: number) => void slept.push(ms);
    const ports = { account: ACCOUNT, region: "us-east-1", lambda: there.lambda.client, sleep };
    return { slept, read: () => readMapping(ports, "m1", functionArn("orders")) };
  }

  test.each([
    ["made", "Creating", "Disabled", false],
    ["made", "Creating", "Enabled", true],
    ["changed", "Updating", "Disabled", false],
  ])(
    "%s is read until it rests, for only then it shows what is meant: %s, %s",
    async (_how, state, becomes, enabled) => {
      const { slept, read } = region(state, becomes, 3);
      expect(await read()).toMatchObject({ enabled });
      expect(slept).toEqual([5_000, 5_000, 5_000]);
    },
  );

  test.each([
    ["enabled", "Enabling", true],
    ["disabled", "Disabling", false],
  ])("%s has its meaning already", async (_how, state, enabled) => {
    const { slept, read } = region(state, "", 99);
    expect(await read()).toMatchObject({ enabled });
    expect(slept).toEqual([]);
  });

  test("changed for more than a minute fails the capture by name, and no guess is kept", async () => {
    await expect(region("Updating", "", 99).read()).rejects.toThrow("mapping m1 stays Updating");
  });
});

describe("a mapping that is restored", () => {
  const stream = "arn:aws:kinesis:eu-west-1:111122223333:stream/orders";
  const asRead = {
    EventSourceArn: stream,
    BatchSize: 100,
    MaximumBatchingWindowInSeconds: 0,
    ParallelizationFactor: 1,
    StartingPosition: "LATEST",
    DestinationConfig: { OnFailure: {} },
    MaximumRecordAgeInSeconds: -1,
    BisectBatchOnFunctionError: false,
    MaximumRetryAttempts: -1,
    TumblingWindowInSeconds: 0,
    FunctionResponseTypes: [],
  };
  const kept = (settings: object) => ({
    ...sample,
    document: {
      ...sampleDocument,
      mappings: sampleDocument.mappings.map((one) => ({ ...one, settings: { ...settings } })),
    },
  });

  test("is told what differs from Lambda's defaults and nothing else, as a FIFO queue wants it", async () => {
    const there = new Destination(sampleBytes);
    await there.restore(kept(asRead), SAMPLE_MAP);
    const [call] = there.wire.named("CreateEventSourceMapping");
    expect(call?.input).toEqual({
      FunctionName: "orders:live",
      Enabled: false,
      EventSourceArn: stream,
      BatchSize: 100,
      StartingPosition: "LATEST",
    });
  });

  test("and has another value by now is planned with both, and is set to none in Lambda's way", async () => {
    const there = new Destination(sampleBytes);
    await there.restore(kept(asRead), SAMPLE_MAP);
    const [mapping] = there.lambda.mappings.values();
    Object.assign(mapping ?? {}, {
      MaximumRetryAttempts: 3,
      BatchSize: 7,
      DestinationConfig: { OnFailure: { Destination: "arn:q" } },
    });
    const plan = await there.plan(kept(asRead), SAMPLE_MAP, { replace: true });
    expect(plan.steps.map(({ title }) => title)).toContain(
      `set mapping from ${stream} (BatchSize: 7 becomes 100, DestinationConfig: ` +
        '{"OnFailure":{"Destination":"arn:q"}} becomes none, MaximumRetryAttempts: 3 becomes none)',
    );
    await there.restore(kept(asRead), SAMPLE_MAP, { replace: true });
    expect(there.wire.named("UpdateEventSourceMapping").at(-1)?.input).toMatchObject({
      BatchSize: 100,
      DestinationConfig: {},
      MaximumRetryAttempts: -1,
    });
  });

  test("takes metrics, pollers, filters and a key away in Lambda's way, and is as it was afterwards", async () => {
    const there = new Destination(sampleBytes);
    await there.restore(kept(asRead), SAMPLE_MAP);
    const [mapping] = there.lambda.mappings.values();
    Object.assign(mapping ?? {}, {
      MetricsConfig: { Metrics: ["EventCount"] },
      ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 10 },
      FilterCriteria: { Filters: [{ Pattern: "{}" }] },
      KMSKeyArn: "arn:k",
    });
    await there.restore(kept(asRead), SAMPLE_MAP, { replace: true });
    const again = await there.plan(kept(asRead), SAMPLE_MAP, { replace: true });
    expect(again.steps.filter(({ effect }) => effect !== "keep")).toEqual([]);
    expect(there.lambda.mappings.get(String(mapping?.UUID))).toMatchObject({
      MetricsConfig: { Metrics: [] },
      ProvisionedPollerConfig: {},
    });
  });

  test("is not said to lose what Lambda has no word for: that is left out by name, and the rest is set", async () => {
    const there = new Destination(sampleBytes);
    await there.restore(kept(asRead), SAMPLE_MAP);
    const [mapping] = there.lambda.mappings.values();
    Object.assign(mapping ?? {}, { LoggingConfig: { SystemLogLevel: "DEBUG" }, BatchSize: 7 });
    const { leftOut, steps } = await there.plan(kept(asRead), SAMPLE_MAP, { replace: true });
    expect(leftOut).toEqual([
      `the mapping from ${stream}: Lambda keeps its LoggingConfig, which the point has not, as long as the mapping is ` +
        `there: delete mapping ${mapping?.UUID}; correct that and run the restore again, or say --skip mapping/${stream}`,
    ]);
    expect(steps.map(({ title }) => title)).toContain(
      `set mapping from ${stream} (BatchSize: 7 becomes 100)`,
    );
  });

  const BROKER = "arn:aws:mq:eu-west-1:111122223333:broker:orders:b-1";
  const broker = (host: string, secret = "one") => ({
    EventSourceArn: BROKER,
    BatchSize: 100,
    Queues: ["orders"],
    SourceAccessConfigurations: [
      { Type: "BASIC_AUTH", URI: `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${secret}` },
      { Type: "VIRTUAL_HOST", URI: host },
    ],
  });

  test("of a queue of RabbitMQ is told its virtual host at birth and never again, and reads that one", async () => {
    const there = new Destination(sampleBytes);
    await there.restore(kept(broker("/")), SAMPLE_MAP);
    await there.restore(kept(broker("/", "two")), SAMPLE_MAP, { replace: true });
    expect(there.wire.named("UpdateEventSourceMapping").map(({ input }) => input)).toEqual([
      {
        UUID: expect.any(String),
        SourceAccessConfigurations: broker("/", "two").SourceAccessConfigurations.slice(0, 1),
      },
    ]);
    expect([...there.lambda.mappings.values()]).toMatchObject([broker("/", "two")]);
    const other = await there.plan(kept(broker("shop")), SAMPLE_MAP, { replace: true });
    expect(other.steps.map(({ title }) => title)).toContain(
      `create mapping from ${BROKER} (queue ["orders"]), disabled`,
    );
  });

  const kafka = (servers: readonly string[], ConsumerGroupId: string, more: object = {}) => ({
    BatchSize: 100,
    SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: servers } },
    SelfManagedKafkaEventSourceConfig: { ConsumerGroupId },
    StartingPosition: "LATEST",
    Topics: ["orders"],
    ...more,
  });

  test("of a Kafka cluster keeps its consumer group and its servers as long as it is there: that is said by name, and the rest is set", async () => {
    const there = new Destination(sampleBytes);
    await there.restore(kept(kafka(["a:1", "b:1"], "intake")), SAMPLE_MAP);
    const [UUID] = there.lambda.mappings.keys();
    const moved = kept(kafka(["b:1", "c:1"], "other", { BatchSize: 7 }));
    const { leftOut, steps } = await there.plan(moved, SAMPLE_MAP, { replace: true });
    expect(leftOut).toEqual([
      expect.stringContaining(
        `Lambda keeps its ConsumerGroupId, SelfManagedEventSource, which the point has not, as long as the mapping is there: delete mapping ${UUID}`,
      ),
    ]);
    expect(steps.map(({ title }) => title)).toContain(
      'set mapping from Kafka topic ["orders"] (BatchSize: 100 becomes 7)',
    );
    await there.restore(moved, SAMPLE_MAP, { replace: true });
    expect(there.wire.named("UpdateEventSourceMapping").at(-1)?.input).toEqual({ UUID, BatchSize: 7 });
  });

  test("of a Kafka cluster reads on as it did when it was made, in order or shared, as long as it is there", async () => {
    const there = new Destination(sampleBytes);
    const { StartingPosition: _, ...shared } = kafka(["a:1"], "intake");
    const queue = {
      ...shared,
      SelfManagedKafkaEventSourceConfig: { ConsumerGroupId: "intake", ConsumptionMode: "Queue" },
    };
    await there.restore(kept(kafka(["a:1"], "intake")), SAMPLE_MAP);
    const same = await there.plan(kept(kafka(["a:1"], "intake")), SAMPLE_MAP, { replace: true });
    expect(same.steps.map(({ title }) => title)).toContain(
      'mapping from Kafka topic ["orders"] is as it was',
    );
    const { leftOut } = await there.plan(kept(queue), SAMPLE_MAP, { replace: true });
    expect(leftOut).toEqual([
      expect.stringContaining("Lambda keeps its ConsumptionMode, which the point has not, as long as"),
    ]);
    const anew = new Destination(sampleBytes);
    await anew.restore(kept(queue), SAMPLE_MAP);
    expect(anew.wire.named("CreateEventSourceMapping").at(-1)?.input).toMatchObject(queue);
    expect(anew.wire.named("CreateEventSourceMapping").at(-1)?.input).not.toHaveProperty("StartingPosition");
  });

  test("of a Kafka cluster goes on where the consumer group is, and of a stream where a person is told", async () => {
    const there = new Destination(sampleBytes);
    const told = async (settings: object): Promise<string[]> => {
      const { warnings } = await there.plan(kept(settings), SAMPLE_MAP);
      return warnings.filter((text) => text.startsWith("the mapping from "));
    };
    expect(await told(kafka(["a:1"], "intake"))).toEqual([
      'the mapping from Kafka topic ["orders"] goes on where its cluster has consumer group intake, and starts at LATEST where that is not known: then records may come twice or be skipped',
    ]);
    expect(await told(asRead)).toEqual([
      `the mapping from ${stream} starts at LATEST: how far it had read is not known, so records may come twice or be skipped; --streams says where to start`,
    ]);
    expect(await told(broker("/"))).toEqual([]);
  });

  test("of a Kafka cluster of one's own has no window as one of 0 seconds, and half a second where none was set", async () => {
    const there = new Destination(sampleBytes);
    await there.restore(kept(kafka(["a:1"], "intake", { MaximumBatchingWindowInSeconds: 0 })), SAMPLE_MAP);
    const [call] = there.wire.named("CreateEventSourceMapping");
    expect(call?.input).toMatchObject({ MaximumBatchingWindowInSeconds: 0 });
    const unset = await there.plan(kept(kafka(["a:1"], "intake")), SAMPLE_MAP, { replace: true });
    expect(unset.leftOut).toEqual([
      expect.stringContaining("Lambda keeps its MaximumBatchingWindowInSeconds, which the point has not"),
    ]);
  });

  test("with a key that is gone is blocked by its name; one of another account is told", async () => {
    const [gone, theirs] = ["111122223333", "444455556666"].map(
      (account) => `arn:aws:kms:eu-west-1:${account}:key/m`,
    );
    const there = new Destination(sampleBytes);
    const ports = {
      ...there.restorePorts,
      key: async (arn: string) => (arn === gone ? ("absent" as const) : ("present" as const)),
    };
    const own = await there.plan(kept({ ...asRead, KMSKeyArn: gone }), SAMPLE_MAP, {}, ports);
    expect(own.blocked.map(({ message }) => message)).toEqual([
      `key ${gone} does not exist or is not enabled`,
    ]);
    const other = await there.plan(kept({ ...asRead, KMSKeyArn: theirs }), SAMPLE_MAP, {}, ports);
    expect(other.blocked).toEqual([]);
    expect(other.warnings.join("\n")).toContain(`key ${theirs} belongs to account 444455556666`);
  });
});

test("a function that leaves a VPC of both address families is told so", async () => {
  const there = new Destination(sampleBytes);
  const document = {
    ...sampleDocument,
    versions: sampleDocument.versions.map((version) => {
      const { VpcConfig: _none, ...configuration } = version.configuration;
      return { ...version, configuration };
    }),
  };
  await there.restore({ ...sample, document }, SAMPLE_MAP);
  const live = there.lambda.functions.get("orders");
  Object.assign(live?.latest.config ?? {}, {
    VpcConfig: { SubnetIds: ["subnet-1a"], SecurityGroupIds: ["sg-1b"], Ipv6AllowedForDualStack: true },
  });
  await there.restore({ ...sample, document }, SAMPLE_MAP, { replace: true });
  expect(there.wire.named("UpdateFunctionConfiguration").at(-1)?.input.VpcConfig).toEqual({
    SubnetIds: [],
    SecurityGroupIds: [],
    Ipv6AllowedForDualStack: false,
  });
});

import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../modules/contract/json.ts";
import type { StreamStart } from "../../../modules/protectors/stream-start.ts";
import { apply, Destination, TARGET } from "../../support/destination.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import type { Told } from "../../support/fake-metrics.ts";
import { SAMPLE_MAP, sample, sampleBytes, sampleDocument } from "../../support/sample-function.ts";

const HOME = { ...TARGET, region: "us-east-1" };
const STREAM = "arn:aws:kinesis:us-east-1:111122223333:stream/clicks";
const TABLE = "arn:aws:dynamodb:us-east-1:111122223333:table/t/stream/2026-01-01T00:00:00.000";
const NOW = "2026-01-02T12:00:00Z";

const reading = (EventSourceArn: string, more: JsonObject, beside: readonly string[]) => ({
  ...sample,
  document: {
    ...sampleDocument,
    mappings: [EventSourceArn, ...beside].map((source, at) => ({
      uuid: `u${at}`,
      enabled: true,
      settings: { EventSourceArn: source, StartingPosition: "LATEST", BatchSize: 100, ...more },
    })),
  },
});
const failed = (at: string, value = 1): Told => ({ metric: "AWS/Lambda Errors orders", at, value });
const age = (at: string, value: number): Told => ({ metric: "AWS/Lambda IteratorAge orders", at, value });
const came = (at: string, value: number): Told => ({
  metric: "AWS/Kinesis IncomingRecords clicks",
  at,
  value,
});

async function restored({
  told = [],
  source = STREAM,
  home = true,
  streams,
  refused,
  more = {},
  beside = [],
}: {
  readonly told?: readonly Told[];
  readonly source?: string;
  readonly home?: boolean;
  readonly streams?: StreamStart;
  /** Throws what CloudWatch answers to who asks for this metric. */
  readonly refused?: (metric: string) => void;
  readonly more?: JsonObject;
  readonly beside?: readonly string[];
}) {
  const there = new Destination(sampleBytes, home ? HOME : TARGET);
  there.now = Date.parse(NOW);
  there.metrics.told = told;
  const { metrics } = there;
  const answer = metrics.GetMetricData.bind(metrics);
  metrics.GetMetricData = (input) => {
    const asked = input.MetricDataQueries?.[0]?.MetricStat?.Metric;
    refused?.(`${asked?.Namespace} ${asked?.MetricName}`);
    return answer(input);
  };
  const map = home ? {} : { ...SAMPLE_MAP, [source]: source.replace("us-east-1", TARGET.region) };
  const plan = await there.plan(reading(source, more, beside), map, streams === undefined ? {} : { streams });
  expect(plan.blocked).toEqual([]);
  await apply(plan);
  const [made] = there.lambda.mappings.values();
  return { there, made, warnings: plan.warnings.filter((one) => one.startsWith("the mapping from")) };
}

describe("a mapping of a Kinesis stream that comes back at home", () => {
  test("starts a little before where its function had read, and says what comes twice and what waits", async () => {
    const { made, warnings, there } = await restored({
      told: [
        age("2026-01-02T10:54:00Z", 500),
        age("2026-01-02T10:57:00Z", 90_000),
        age("2026-01-02T11:00:00Z", 1_000),
        came("2026-01-02T10:50:00Z", 1_000_000),
        came("2026-01-02T10:55:00Z", 200),
        came("2026-01-02T10:58:00Z", 40),
        came("2026-01-02T11:00:00Z", 7),
        came("2026-01-02T11:30:00Z", 3),
      ],
    });
    expect(made).toMatchObject({
      State: "Disabled",
      StartingPosition: "AT_TIMESTAMP",
      StartingPositionTimestamp: new Date("2026-01-02T10:55:30Z"),
    });
    expect(warnings).toEqual([
      `the mapping from ${STREAM} starts at 2026-01-02T10:55:30Z: it had read until about 2026-01-02T10:59:59Z, as Lambda's ` +
        "IteratorAge says, so 240 records may come twice, and 10 records that came since wait, as far as the stream still " +
        "keeps them",
    ]);
    expect(there.metrics.calls.length).toBeGreaterThan(2);
  });

  // The sample takes at most three seconds.
  test("a word of five minutes and a batch's time before the last counts, one of a minute more does not", async () => {
    const last = age("2026-01-02T11:00:00Z", 0);
    const of = async (...told: Told[]) => (await restored({ told: [last, ...told] })).made;
    expect(await of(age("2026-01-02T10:55:00Z", 0))).toMatchObject({
      StartingPositionTimestamp: new Date("2026-01-02T10:55:00Z"),
    });
    expect(await of(age("2026-01-02T10:54:00Z", 0))).toMatchObject({
      StartingPositionTimestamp: new Date("2026-01-02T11:00:00Z"),
    });
  });

  test("a batch that gathers for long begins as long before its last record, and is waited for", async () => {
    const told = [age("2026-01-02T11:00:00Z", 0), age("2026-01-02T10:50:00Z", 60_000)];
    const more = { MaximumBatchingWindowInSeconds: 300 };
    expect((await restored({ told, more })).made).toMatchObject({
      StartingPositionTimestamp: new Date("2026-01-02T10:44:00Z"),
    });
  });

  test("while a batch failed again and again its age says nothing: what was handed over well before counts", async () => {
    const ages = ["10:20", "10:30", "10:40", "10:50", "11:00"].map((at) =>
      age(`2026-01-02T${at}:00Z`, 1_000),
    );
    const told = [...ages, failed("2026-01-02T10:41:00Z"), failed("2026-01-02T10:57:00Z", 3)];
    const quiet = failed("2026-01-02T10:25:00Z", 0);
    expect((await restored({ told: [...told, quiet] })).made).toMatchObject({
      StartingPositionTimestamp: new Date("2026-01-02T10:49:59Z"),
    });
    const more = failed("2026-01-02T10:51:00Z");
    expect((await restored({ told: [...told, more] })).made).toMatchObject({
      StartingPositionTimestamp: new Date("2026-01-02T10:29:59Z"),
    });
    const all = [...told, more, failed("2026-01-02T10:46:00Z"), failed("2026-01-02T10:35:00Z")];
    expect((await restored({ told: all })).made).toMatchObject({
      StartingPositionTimestamp: new Date("2026-01-02T10:29:59Z"),
    });
    const always = ages.flatMap(({ at }) => failed(at));
    expect((await restored({ told: [...ages, ...always] })).made).toMatchObject({
      StartingPosition: "LATEST",
    });
  });

  test("of a function that reads several streams nobody knows whose age was told; one and its consumer are one", async () => {
    const told = [age("2026-01-02T11:00:00Z", 0)];
    const other = STREAM.replace("clicks", "orders");
    expect((await restored({ told, beside: [other] })).warnings).toHaveLength(2);
    expect((await restored({ told, beside: [other] })).made).toMatchObject({ StartingPosition: "LATEST" });
    expect((await restored({ told, beside: [`${STREAM}/consumer/intake:1`] })).made).toMatchObject({
      StartingPosition: "AT_TIMESTAMP",
    });
  });

  const unknown = (why: string) => [
    `the mapping from ${STREAM} starts at LATEST: how far it had read is not known${why}, so records may come twice or be ` +
      "skipped; --streams says where to start",
  ];

  test("starts where it once did where nothing was handed over: said, with the way out", async () => {
    const { made, warnings } = await restored({});
    expect(made).toMatchObject({ StartingPosition: "LATEST", State: "Disabled" });
    expect(warnings).toEqual(unknown(""));
  });

  test.each(["AWS/Lambda IteratorAge", "AWS/Lambda Errors", "AWS/Kinesis IncomingRecords"])(
    "starts where it once did where who restores may not ask for %s: that is said, by the call that is not allowed",
    async (refused) => {
      const told = [age("2026-01-02T11:00:00Z", 0)];
      const { made, warnings } = await restored({
        told,
        refused: (metric) => {
          if (metric === refused)
            throw awsError(
              "AccessDeniedException",
              403,
              "not authorized to perform: cloudwatch:GetMetricData",
            );
        },
      });
      expect(made).toMatchObject({ StartingPosition: "LATEST", State: "Disabled" });
      expect(warnings).toEqual(
        unknown(", since cloudwatch:GetMetricData is not allowed to the role that restores"),
      );
    },
  );

  test("a failure of CloudWatch is no silence: the plan fails by its call", async () => {
    const refused = () => {
      throw awsError("InternalServiceFault", 500, "try later");
    };
    await expect(restored({ refused })).rejects.toThrow("metrics of us-east-1: cloudwatch:GetMetricData");
  });
});

test("nobody asks how far it had read where a person says where to start, elsewhere, or of another source", async () => {
  const told = [age("2026-01-02T11:00:00Z", 0)];
  for (const one of [
    await restored({ told, streams: "latest" }),
    await restored({ told, home: false }),
    await restored({ told, source: TABLE }),
  ]) {
    expect(one.there.metrics.calls).toEqual([]);
    expect(one.made).toMatchObject({ StartingPosition: "LATEST" });
  }
});

test("a person says a moment: a stream of Kinesis starts there, and one of DynamoDB, which cannot, skips nothing", async () => {
  const streams = { at: "2026-01-02T09:00:00Z" };
  const kinesis = await restored({ streams });
  expect(kinesis.made).toMatchObject({
    StartingPosition: "AT_TIMESTAMP",
    StartingPositionTimestamp: new Date(streams.at),
  });
  const table = await restored({ streams, source: TABLE });
  expect(table.made).toMatchObject({ StartingPosition: "TRIM_HORIZON" });
  expect(table.made).not.toHaveProperty("StartingPositionTimestamp");
  expect(table.warnings).toEqual([
    `the mapping from ${TABLE} starts at TRIM_HORIZON: how far it had read is not known, so records may come twice or be ` +
      "skipped; --streams (latest or trim-horizon, since DynamoDB knows no start at a time) says where to start",
  ]);
});

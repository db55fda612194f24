import { CloudWatchClient, GetMetricDataCommand, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox.ts";
import { fresh, HOME } from "./clients.ts";

let sandbox: Sandbox;
let cloudwatch: CloudWatchClient;

beforeAll(async () => {
  sandbox = await startSandbox();
  cloudwatch = new CloudWatchClient({
    endpoint: sandbox.endpoint,
    region: HOME,
    credentials: { accessKeyId: "sandbox", secretAccessKey: "sandbox" },
  });
});
afterAll(() => sandbox?.stop());

test("values lie under the beginning of their minute, whatever second is asked from, and fifteen days are asked at once", async () => {
  const name = fresh("orders");
  const minute = Math.floor(Date.now() / 60_000) * 60_000;
  const at = (minutes: number, seconds: number) => new Date(minute + (minutes * 60 + seconds) * 1000);
  const Dimensions = [{ Name: "FunctionName", Value: name }];
  const put = [
    { Value: 100, Timestamp: at(-20, 7) },
    { Value: 300, Timestamp: at(-20, 59) },
    { Value: 5, Timestamp: at(-2, 0) },
  ];
  await cloudwatch.send(
    new PutMetricDataCommand({
      Namespace: "Proof",
      MetricData: put.map((one) => ({ ...one, MetricName: "Age", Dimensions })),
    }),
  );
  const asked = async (StartTime: Date, EndTime: Date) => {
    const Metric = { Namespace: "Proof", MetricName: "Age", Dimensions };
    const MetricDataQueries = [{ Id: "age", MetricStat: { Metric, Stat: "Maximum", Period: 60 } }];
    const { MetricDataResults: [found] = [] } = await cloudwatch.send(
      new GetMetricDataCommand({ MetricDataQueries, StartTime, EndTime }),
    );
    return { at: found?.Timestamps, values: found?.Values };
  };
  const all = { at: [at(-2, 0), at(-20, 0)], values: [5, 300] };
  expect(await asked(at(-15 * 24 * 60, 33), new Date())).toEqual(all);
  expect(await asked(at(-20, 30), new Date())).toEqual(all);
  expect(await asked(at(-19, 0), new Date())).toEqual({ at: [at(-2, 0)], values: [5] });
  expect(await asked(at(-19, 0), at(-2, 0))).toEqual({ at: [], values: [] });
});

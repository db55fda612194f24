import {
  CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandOutput,
  type MetricDataQuery,
} from "@aws-sdk/client-cloudwatch";
import type { Json } from "../../../contract/json.ts";
import { isArn, parseArn } from "../../../core/arn.ts";
import { attempt } from "../../kit/attempt.ts";
import { everyPage } from "../../kit/pages.ts";
import type { FunctionRestorePorts } from "./ports.ts";

/**
 * How long CloudWatch keeps values by the minute, in milliseconds.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
const KEPT = 15 * 24 * 60 * 60_000;
const MINUTE = 60_000;

/** A shard says nothing while its batch is worked on: the oldest of so long before the last word counts, and more (see `BatchPace`). */
const MARGIN = 5 * MINUTE;

/** How far a function had read a stream. Times in milliseconds since 1970. */
export interface ReadUntil {
  /** Where to start: before the last time at which, for as long as a batch takes, none failed. */
  readonly from: number;
  /** When the newest record that it was given had arrived. */
  readonly until: number;
  /** Records that arrived between the two, and may come twice. */
  readonly again: number;
  /** Records that arrived since. */
  readonly waiting: number;
}

/** How long a batch takes, in milliseconds. */
export interface BatchPace {
  /** From its first record to its last. */
  readonly gathers: number;
  /** From when it is handed over until the function is done. */
  readonly works: number;
}

interface Value {
  readonly at: number;
  readonly value: number;
}

type Ports = Pick<FunctionRestorePorts, "client" | "now" | "sleep" | "region">;

/**
 * The checkpoint of a mapping is told to nobody, but Lambda says how old what it hands over is, and goes on saying so of a
 * function that is gone: by name. It is the age of a batch's last record, also of one that fails and comes again: where there
 * were errors, what was handed over before them counts. Undefined: nothing was handed over for 15 days, or errors all the
 * while. Throws where CloudWatch does not answer.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html (IteratorAge)
 */
export async function readUntil(
  ports: Ports,
  functionName: string,
  stream: string,
  { gathers, works }: BatchPace,
): Promise<ReadUntil | undefined> {
  const now = ports.now();
  const ofFunction = (name: string, Stat: string) =>
    valuesOf(ports, now - KEPT, { Metric: metric("AWS/Lambda", name, "FunctionName", functionName), Stat });
  const ages = await ofFunction("IteratorAge", "Maximum");
  if (ages.length === 0) return undefined;
  const failed = (await ofFunction("Errors", "Sum")).filter(({ value }) => value > 0);
  const margin = MARGIN + gathers + works;
  const well = ages.findLast(
    ({ at }) => !failed.some((one) => one.at >= at - margin && one.at <= at + works + MINUTE),
  );
  if (well === undefined) return undefined;
  const near = ages.filter(({ at }) => at >= well.at - margin).map(({ at, value }) => at - value);
  const [from, until] = [Math.min(...near) - gathers, Math.max(...near)];
  const arrived = await valuesOf(ports, from, {
    Metric: metric("AWS/Kinesis", "IncomingRecords", "StreamName", stream),
    Stat: "Sum",
  });
  const sum = (values: readonly Value[]): number => values.reduce((all, { value }) => all + value, 0);
  return {
    from,
    until,
    again: sum(arrived.filter(({ at }) => at <= until)),
    waiting: sum(arrived.filter(({ at }) => at > until)),
  };
}

/** Name of the Kinesis stream that a mapping reads, directly or by a consumer; undefined for any other source. */
export function kinesisOf(source: Json | undefined): string | undefined {
  if (typeof source !== "string" || !isArn(source)) return undefined;
  const { service, resource } = parseArn(source);
  return service === "kinesis" ? /^stream\/([^/]+)/.exec(resource)?.[1] : undefined;
}

function metric(Namespace: string, MetricName: string, Name: string, Value: string) {
  return { Namespace, MetricName, Dimensions: [{ Name, Value }] };
}

/** By the minute, the oldest first. */
function valuesOf(
  { client, sleep, region, now }: Ports,
  since: number,
  stat: Omit<NonNullable<MetricDataQuery["MetricStat"]>, "Period">,
): Promise<readonly Value[]> {
  const cloudwatch = client(CloudWatchClient);
  const question = {
    MetricDataQueries: [{ Id: "asked", MetricStat: { ...stat, Period: 60 } }],
    StartTime: new Date(since),
    EndTime: new Date(now()),
  };
  const what = { resource: `metrics of ${region}`, call: "cloudwatch:GetMetricData" };
  return attempt(sleep, what, async () => {
    const values: Value[] = [];
    const read = (NextToken?: string) =>
      cloudwatch.send(new GetMetricDataCommand({ ...question, NextToken }));
    for await (const { MetricDataResults = [] } of everyPage(what.call, what.resource, read, tokenOf))
      for (const { Timestamps = [], Values = [] } of MetricDataResults)
        values.push(...Timestamps.map((at, index) => ({ at: at.getTime(), value: Values[index] ?? 0 })));
    return values.sort((one, other) => one.at - other.at);
  });
}

function tokenOf({ NextToken }: GetMetricDataCommandOutput): string | undefined {
  return NextToken;
}

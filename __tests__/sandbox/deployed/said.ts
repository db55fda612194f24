import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
} from "@aws-sdk/client-cloudwatch";
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  SFNClient,
} from "@aws-sdk/client-sfn";
import { GetQueueUrlCommand, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { FAKE_CREDENTIALS } from "../../../sandbox/environment.ts";
import { jsonCall } from "./json-call.ts";

/** Every line of every log group of a region. */
export async function logged(endpoint: string, region: string): Promise<string[]> {
  const { logGroups = [] } = await logs<{ logGroups?: readonly { logGroupName: string }[] }>(
    endpoint,
    region,
    "DescribeLogGroups",
    {},
  );
  const lines: string[] = [];
  for (const { logGroupName } of logGroups) {
    let nextToken: string | undefined;
    do {
      const page = await logs<{ events?: readonly { message: string }[]; nextToken?: string | null }>(
        endpoint,
        region,
        "FilterLogEvents",
        { logGroupName, nextToken },
      );
      lines.push(...(page.events ?? []).map(({ message }) => message));
      nextToken = page.nextToken ?? undefined;
    } while (nextToken !== undefined);
  }
  return lines;
}

const logs = <T>(endpoint: string, region: string, action: string, body: object): Promise<T> =>
  jsonCall(endpoint, region, "logs", `Logs_20140328.${action}`, body);

/** Input, output and every event of every execution of a state machine, a text each. */
export async function executions(endpoint: string, region: string, machine: string): Promise<string[]> {
  const sfn = new SFNClient({ endpoint, region, credentials: FAKE_CREDENTIALS });
  const { executions: listed = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn: machine }));
  return Promise.all(
    listed.map(async ({ executionArn }) => {
      const { input, output, error, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      const events: HistoryEvent[] = [];
      let nextToken: string | undefined;
      do {
        const page = await sfn.send(
          new GetExecutionHistoryCommand({ executionArn, includeExecutionData: true, nextToken }),
        );
        events.push(...(page.events ?? []));
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      return JSON.stringify({ input, output, error, cause, events });
    }),
  );
}

/** The bodies of the messages that wait in a queue, which stay there. */
export async function messagesIn(sqs: SQSClient, queue: string): Promise<string[]> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
  const bodies = new Map<string, string>();
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 5 }),
    );
    if (Messages.length === 0) return [...bodies.values()];
    for (const { MessageId = "", Body = "" } of Messages) bodies.set(MessageId, Body);
  }
}

/** Sum over the last hour of the metric that a deployed alarm looks at, by the dimensions that it has there. */
export async function heardByAlarm(
  endpoint: string,
  region: string,
  alarm: string,
): Promise<number | undefined> {
  const cloudwatch = new CloudWatchClient({ endpoint, region, credentials: FAKE_CREDENTIALS });
  const { MetricAlarms: [found] = [] } = await cloudwatch.send(
    new DescribeAlarmsCommand({ AlarmNames: [alarm] }),
  );
  const { Namespace, MetricName, Dimensions } = found?.Metrics?.[0]?.MetricStat?.Metric ?? found ?? {};
  const { Datapoints = [] } = await cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace,
      MetricName,
      Dimensions,
      StartTime: new Date(Date.now() - 3_600_000),
      EndTime: new Date(Date.now() + 60_000),
      Period: 7200,
      Statistics: ["Sum"],
    }),
  );
  return Datapoints[0]?.Sum;
}

import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { ReceiveMessageCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { moveSchedules } from "../../../sandbox/schedule-clock.ts";
import { type Aws, eventually, fresh, HOME, makeQueue } from "./clients.ts";
import { rawCall } from "./raw-call.ts";
import { ACCOUNT } from "./servers.ts";

export type Answer = Readonly<Record<string, unknown>>;

/** A call of EventBridge; rejects with code and message of a refusal. */
export async function events({ endpoint }: Aws, operation: string, input: unknown): Promise<Answer> {
  const { status, body } = await rawCall(endpoint, "events", `AWSEvents.${operation}`, input);
  if (status >= 300) throw new Error(`${body.__type}: ${body.message}`);
  return body;
}

/** A rule for events of a source that nothing else has. */
export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly source: string;
}

export async function makeRule(aws: Aws, target?: Answer, more: Answer = {}): Promise<Rule> {
  const name = fresh("rule");
  const EventPattern = JSON.stringify({ source: [name] });
  await events(aws, "PutRule", { Name: name, EventPattern, ...more });
  if (target !== undefined) await aim(aws, name, target);
  return { name, arn: `arn:aws:events:${HOME}:${ACCOUNT}:rule/${name}`, source: name };
}

export const aim = (aws: Aws, Rule: string, target: Answer) =>
  events(aws, "PutTargets", { Rule, Targets: [{ Id: "one", ...target }] });

export const put = (aws: Aws, { source }: Rule, detail: unknown = {}) =>
  events(aws, "PutEvents", {
    Entries: [{ Source: source, DetailType: "Ordered", Detail: JSON.stringify(detail) }],
  });

export interface Mailbox {
  readonly url: string;
  readonly arn: string;
}

/** A queue that lets a service in on behalf of whatever `source` stands for. */
export async function makeMailbox(
  aws: Aws,
  source = "*",
  service = "events.amazonaws.com",
): Promise<Mailbox> {
  const queue = await makeQueue(aws);
  await letIn(aws, queue, source, service);
  return queue;
}

export async function letIn(
  aws: Aws,
  { url, arn }: Mailbox,
  source: string,
  service = "events.amazonaws.com",
) {
  const statement = {
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sqs:SendMessage",
    Resource: arn,
    Condition: { ArnLike: { "aws:SourceArn": source } },
  };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy } }));
}

export interface Letter {
  readonly body: string;
  /** Message attributes, by name. */
  readonly told: Readonly<Record<string, string | undefined>>;
}

/** The one message that a queue gets. Rejects when there are more. */
export async function letter(aws: Aws, mailbox: Mailbox): Promise<Letter> {
  const [first, ...more] = await eventually(aws, async () => {
    const found = await letters(aws, mailbox.url);
    return found.length > 0 ? found : undefined;
  });
  if (first === undefined || more.length > 0) throw new Error(`${more.length + 1} messages, not one`);
  return first;
}

/** What is visible in a queue now. */
export async function letters({ sqs }: Aws, QueueUrl: string): Promise<Letter[]> {
  const all = { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] };
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(all));
  return Messages.map(({ Body = "", MessageAttributes = {} }) => ({
    body: Body,
    told: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue]),
    ),
  }));
}

/** Moves the clock of schedules on. Rejects where there is none to be moved. */
export async function moveClock({ endpoint }: Aws, seconds: number): Promise<void> {
  await moveSchedules(endpoint, seconds);
}

/** How often a metric of a rule was counted. */
export async function counted({ endpoint }: Aws, { name }: Rule, MetricName: string): Promise<number> {
  const credentials = { accessKeyId: "sandbox", secretAccessKey: "sandbox" };
  const cloudwatch = new CloudWatchClient({ endpoint, region: HOME, credentials, maxAttempts: 1 });
  const { Datapoints = [] } = await cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace: "AWS/Events",
      MetricName,
      Dimensions: [{ Name: "RuleName", Value: name }],
      StartTime: new Date(Date.now() - 600_000),
      EndTime: new Date(Date.now() + 600_000),
      Period: 3600,
      Statistics: ["Sum"],
    }),
  );
  return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
}

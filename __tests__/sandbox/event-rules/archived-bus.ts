import * as E from "@aws-sdk/client-eventbridge";
import { DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import * as Q from "@aws-sdk/client-sqs";
import { EAST } from "../cli/restoring/places.ts";
import { type Aws, eventually, makeFunction } from "../extension/clients.ts";
import { arnOf, letServiceIn, SAYS_WHAT_IT_GOT } from "../extension/listeners.ts";
import { logLines } from "../extension/logs.ts";
import { ACCOUNT } from "../extension/servers.ts";
import type { Application } from "./application.ts";

export const BUS = "shop";
const ArchiveName = "orders";
export const ARCHIVE = `arn:aws:events:${EAST}:${ACCOUNT}:archive/${ArchiveName}`;

/** A bus with an archive; one rule invokes a function with the orders on it, and one looks at everything. */
export class ArchivedBus {
  private constructor(
    private readonly aws: Aws,
    readonly events: E.EventBridgeClient,
    readonly sqs: Q.SQSClient,
    /** Of the function. */
    readonly name: string,
    private readonly QueueUrl: string | undefined,
  ) {}

  static async make(aws: Aws, application: Application): Promise<ArchivedBus> {
    const { client } = application.ports(EAST);
    const [events, sqs] = [client(E.EventBridgeClient), client(Q.SQSClient)];
    const name = await makeFunction(aws, SAYS_WHAT_IT_GOT);
    const { EventBusArn: EventSourceArn } = await events.send(new E.CreateEventBusCommand({ Name: BUS }));
    await events.send(new E.CreateArchiveCommand({ ArchiveName, EventSourceArn, RetentionDays: 30 }));
    const Resource = `arn:aws:sqs:${EAST}:${ACCOUNT}:seen`;
    const Statement = [
      {
        ...{ Effect: "Allow", Principal: { Service: "events.amazonaws.com" } },
        ...{ Action: "sqs:SendMessage", Resource },
      },
    ];
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    const { QueueUrl } = await sqs.send(
      new Q.CreateQueueCommand({ QueueName: "seen", Attributes: { Policy } }),
    );
    const rule = async (Name: string, EventPattern: string, target: E.Target): Promise<void> => {
      await events.send(new E.PutRuleCommand({ Name, EventBusName: BUS, EventPattern }));
      await events.send(new E.PutTargetsCommand({ Rule: Name, EventBusName: BUS, Targets: [target] }));
    };
    await rule("everything", '{"account":[{"exists":true}]}', { Id: "seen", Arn: Resource });
    await rule("orders", '{"source":["shop"]}', { Id: "intake", Arn: arnOf(name), InputPath: "$.detail" });
    await letServiceIn(aws, name, `arn:aws:events:${EAST}:${ACCOUNT}:rule/${BUS}/orders`);
    return new ArchivedBus(aws, events, sqs, name, QueueUrl);
  }

  /** How many events the archive has: they come into it in their own time. */
  async archived(): Promise<number | undefined> {
    return (await this.events.send(new E.DescribeArchiveCommand({ ArchiveName }))).EventCount;
  }

  /** How many events the rule that looks at everything was handed. */
  async seen(): Promise<number> {
    const { QueueUrl } = this;
    const { Attributes } = await this.sqs.send(
      new Q.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] }),
    );
    return Number(Attributes?.ApproximateNumberOfMessages);
  }

  /** Ids of orders that the function was told of, in the order of its log. */
  async told(): Promise<string[]> {
    const lines = await logLines(this.aws.endpoint, `/aws/lambda/${this.name}`, EAST);
    return lines
      .filter((line) => line.startsWith("got "))
      .map((line) => String(JSON.parse(line.slice(4)).id));
  }

  until(holds: () => Promise<boolean>): Promise<true> {
    return eventually(this.aws, async () => ((await holds()) ? true : undefined));
  }

  /** Deletes all of it but the queue. */
  async lose(): Promise<void> {
    await this.events.send(new E.DeleteArchiveCommand({ ArchiveName }));
    for (const [Rule, id] of [
      ["orders", "intake"],
      ["everything", "seen"],
    ] as const) {
      await this.events.send(new E.RemoveTargetsCommand({ Rule, EventBusName: BUS, Ids: [id] }));
      await this.events.send(new E.DeleteRuleCommand({ Name: Rule, EventBusName: BUS }));
    }
    await this.events.send(new E.DeleteEventBusCommand({ Name: BUS }));
    await this.aws.lambda.send(new DeleteFunctionCommand({ FunctionName: this.name }));
  }
}

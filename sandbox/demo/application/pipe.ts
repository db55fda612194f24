import * as P from "@aws-sdk/client-pipes";
import { GetQueueUrlCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import type { DemoClients } from "../clients.ts";
import { poll } from "../poll.ts";
import { REFUNDS, SHOP, shopFunctionArn, shopQueueArn, shopRoleArn } from "./names.ts";

const PATIENCE_MS = 30_000;

/** From a queue to a function: only refunds, each as the template writes it. */
export async function createShopPipe(clients: DemoClients): Promise<void> {
  await clients.client(P.PipesClient).send(
    new P.CreatePipeCommand({
      Name: REFUNDS,
      Description: "Money back",
      Source: shopQueueArn(REFUNDS),
      SourceParameters: {
        FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ body: { kind: ["refund"] } }) }] },
        SqsQueueParameters: { BatchSize: 5 },
      },
      Target: shopFunctionArn(SHOP.refunds),
      TargetParameters: {
        InputTemplate: '{"refund": <$.body.id>, "cents": <$.body.cents>, "by": <aws.pipes.pipe-name>}',
      },
      RoleArn: shopRoleArn("shop-pipes"),
      Tags: { service: "shop" },
    }),
  );
  await poll(`pipe ${REFUNDS} does not run`, PATIENCE_MS, async () =>
    (await describePipe(clients)).CurrentState === "RUNNING" ? true : undefined,
  );
}

export function describePipe(clients: DemoClients): Promise<P.DescribePipeCommandOutput> {
  return clients.client(P.PipesClient).send(new P.DescribePipeCommand({ Name: REFUNDS }));
}

/** A refund, and before it a message that the pipe's filter keeps away. */
export async function sendRefund({ sqs }: DemoClients, id: string): Promise<void> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: REFUNDS }));
  for (const message of [
    { kind: "thanks", id },
    { kind: "refund", id, cents: 1999 },
  ])
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message) }));
}

export async function deleteShopPipe(clients: DemoClients): Promise<void> {
  const pipes = clients.client(P.PipesClient);
  await pipes.send(new P.DeletePipeCommand({ Name: REFUNDS }));
  await poll(`pipe ${REFUNDS} is not deleted`, PATIENCE_MS, async () => {
    const { Pipes = [] } = await pipes.send(new P.ListPipesCommand({}));
    return Pipes.some(({ Name }) => Name === REFUNDS) ? undefined : true;
  });
}

import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  GetEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import {
  DeleteQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { beforeAll, expect, test } from "vitest";
import { besideNeighbours } from "./event-rules/beside-neighbours.ts";
import { AWAY, eventually, fresh, HOME, makeFunction, required } from "./extension/clients.ts";
import { logLines } from "./extension/logs.ts";
import { FIFO, make, read, redrive } from "./extension/queues.ts";
import { ACCOUNT } from "./extension/servers.ts";

/** Says what it got, in which group, and gives a poisoned message back alone. */
const FAILS_OF_POISON = `exports.handler = async ({ Records }) => {
  for (const { body, attributes } of Records) console.log("got " + attributes.MessageGroupId + " " + body);
  const failed = Records.filter(({ body }) => body === "poison");
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
};`;

const here = besideNeighbours();
let awaySqs: SQSClient;

beforeAll(async () => {
  awaySqs = here.application.ports(AWAY).client(SQSClient);
}, 120_000);

/** A queue's attributes, with the region that they name replaced, without its dates. */
async function attributes(sqs: SQSClient, url: string): Promise<Record<string, string>> {
  const told = await read({ ...here.aws, sqs }, url);
  const kept = Object.entries(told).filter(([name]) => !/Timestamp$|^Approximate/.test(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, value.replaceAll(HOME, AWAY)]));
}

test("a FIFO queue with its dead-letter queue comes back: what waits before arm arrives in order after it, and poison ends in the restored dead-letter queue", async () => {
  const stem = fresh("orders");
  const [main, dead] = [`${stem}.fifo`, `${stem}-dead.fifo`];
  const deadQueue = await make(
    here.aws,
    {
      ...FIFO,
      RedriveAllowPolicy: JSON.stringify({
        redrivePermission: "byQueue",
        sourceQueueArns: [`arn:aws:sqs:${HOME}:${ACCOUNT}:${main}`],
      }),
    },
    dead,
  );
  const queue = await make(
    here.aws,
    {
      ...FIFO,
      ContentBasedDeduplication: "true",
      DeduplicationScope: "messageGroup",
      FifoThroughputLimit: "perMessageGroupId",
      RedrivePolicy: redrive(deadQueue.arn, 2),
    },
    main,
  );
  const name = await makeFunction(here.aws, FAILS_OF_POISON);
  const { UUID } = await here.aws.lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: name,
      EventSourceArn: queue.arn,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    }),
  );
  await eventually(here.aws, async () => {
    const { State } = await here.aws.lambda.send(new GetEventSourceMappingCommand({ UUID }));
    return State === "Enabled" ? true : undefined;
  });
  const before = [await attributes(here.aws.sqs, queue.url), await attributes(here.aws.sqs, deadQueue.url)];

  const kept = await here.application.backup(HOME, name, (text) => {
    throw new Error(text);
  });
  expect(kept.map(({ item }) => `${item.kind}/${item.id}`)).toEqual([
    `lambda/${name}`,
    `sqs-queue/${dead}`,
    `sqs-queue/${main}`,
  ]);
  await here.aws.lambda.send(new DeleteEventSourceMappingCommand({ UUID: required(UUID) }));
  await here.aws.lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
  for (const { url } of [queue, deadQueue])
    await here.aws.sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
  const bucket = fresh("points");
  await here.application.stage(AWAY, bucket, kept);
  const restored = await here.application.restore(kept, AWAY, bucket);

  const [url, deadUrl] = await Promise.all(
    [main, dead].map(async (QueueName) =>
      required((await awaySqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl),
    ),
  );
  expect([await attributes(awaySqs, required(url)), await attributes(awaySqs, required(deadUrl))]).toEqual(
    before,
  );

  const send = (MessageGroupId: string, MessageBody: string) =>
    awaySqs.send(new SendMessageCommand({ QueueUrl: url, MessageGroupId, MessageBody }));
  const bodies = ["1", "2", "3", "4", "5", "6"];
  for (const body of bodies) {
    await send("a", body);
    if (body === "2") await send("b", "poison");
    await send("c", body);
  }
  await send("a", "6");
  await sleep(1_500);
  const group = `/aws/lambda/${name}`;
  expect(await logLines(here.sandbox.endpoint, group, AWAY)).toEqual([]);
  const waiting = async (): Promise<string | undefined> =>
    (await read({ ...here.aws, sqs: awaySqs }, required(url))).ApproximateNumberOfMessages;
  // The body of 6 was sent to its group already.
  expect(await waiting()).toBe("13");

  await here.application.arm(AWAY, restored);
  const letter = await eventually(here.aws, async () => {
    const { Messages = [] } = await awaySqs.send(
      new ReceiveMessageCommand({ QueueUrl: deadUrl, MessageSystemAttributeNames: ["All"] }),
    );
    return Messages[0];
  });
  expect(letter).toMatchObject({ Body: "poison", Attributes: { MessageGroupId: "b" } });
  const got = async (of: string): Promise<string[]> =>
    (await logLines(here.sandbox.endpoint, group, AWAY)).flatMap((line) =>
      line.startsWith(`got ${of} `) ? [line.slice(6).trim()] : [],
    );
  await eventually(here.aws, async () => ((await got("c")).length >= bodies.length ? true : undefined));
  expect(await got("a")).toEqual(bodies);
  expect(await got("c")).toEqual(bodies);
  expect(await got("b")).toEqual(["poison", "poison"]);
  expect(await waiting()).toBe("0");
});

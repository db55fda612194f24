import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  GetDataProtectionPolicyCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  PutDataProtectionPolicyCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { expect } from "vitest";
import { type Aws, eventually, fresh, makeFunction, makeQueue, required } from "./clients.ts";
import { arnOf, got, SAYS_WHAT_IT_GOT } from "./listeners.ts";
import { type Probe, probeBoth } from "./probes.ts";
import { letIn, letter, letters, makeMailbox } from "./rules.ts";

const SERVICE = "sns.amazonaws.com";

const topic = async ({ sns }: Aws, Attributes = {}, Name = fresh("topic")): Promise<string> =>
  required((await sns.send(new CreateTopicCommand({ Name, Attributes }))).TopicArn);

const read = async ({ sns }: Aws, TopicArn: string) =>
  (await sns.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes ?? {};

const set = ({ sns }: Aws, TopicArn: string, AttributeName: string, AttributeValue: string) =>
  sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));

const subscribe = async (
  { sns }: Aws,
  TopicArn: string,
  Protocol: string,
  Endpoint: string,
  Attributes = {},
) => {
  const input = { TopicArn, Protocol, Endpoint, Attributes, ReturnSubscriptionArn: true };
  return required((await sns.send(new SubscribeCommand(input))).SubscriptionArn);
};

const publish = ({ sns }: Aws, TopicArn: string, Message: string) =>
  sns.send(new PublishCommand({ TopicArn, Message }));

const messages = (found: readonly { readonly body: string }[]): string[] =>
  found.map(({ body }) => JSON.parse(body).Message);

/** A server of this machine, and the bodies that it is sent. */
async function listener(): Promise<{ server: Server; address: string; bodies: Record<string, string>[] }> {
  const bodies: Record<string, string>[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    let text = "";
    for await (const chunk of request.setEncoding("utf8")) text += chunk;
    bodies.push(JSON.parse(text));
    response.end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, bodies };
}

const probes: readonly Probe[] = [
  {
    says: "tracing, the version of signatures and the role of delivery statuses come back as they were put",
    holds: async (aws) => {
      const role = "arn:aws:iam::123456789012:role/logs";
      const arn = await topic(aws, { TracingConfig: "Active", SignatureVersion: "2" });
      await set(aws, arn, "LambdaSuccessFeedbackRoleArn", role);
      const put = { TracingConfig: "Active", SignatureVersion: "2", LambdaSuccessFeedbackRoleArn: role };
      expect(await read(aws, arn)).toMatchObject(put);
      await set(aws, arn, "TracingConfig", "PassThrough");
      expect(await read(aws, arn)).toMatchObject({ ...put, TracingConfig: "PassThrough" });
      await expect(set(aws, arn, "SignatureVersion", "3")).rejects.toThrow("SignatureVersion");
    },
  },
  {
    says: "the status of deliveries goes as it does at AWS: a role by an empty text, a rate by 0 alone",
    holds: async (aws) => {
      const rate = "LambdaSuccessFeedbackSampleRate";
      const arn = await topic(aws);
      await set(aws, arn, "LambdaSuccessFeedbackRoleArn", "arn:aws:iam::123456789012:role/logs");
      await set(aws, arn, rate, "100");
      for (const wrong of ["", "101", "all"])
        await expect(set(aws, arn, rate, wrong)).rejects.toThrow(`Invalid parameter: ${rate}`);
      await set(aws, arn, "LambdaSuccessFeedbackRoleArn", "");
      await set(aws, arn, rate, "0");
      const left = await read(aws, arn);
      expect(left).not.toHaveProperty("LambdaSuccessFeedbackRoleArn");
      expect(left[rate]).toBe("0");
    },
  },
  {
    says: "a FIFO topic keeps its archive, of 1 to 365 days, and a standard one has none",
    holds: async (aws) => {
      const days = (count: number): string => JSON.stringify({ MessageRetentionPeriod: String(count) });
      const attributes = { FifoTopic: "true", ArchivePolicy: days(365) };
      const arn = await topic(aws, attributes, `${fresh("topic")}.fifo`);
      expect(await read(aws, arn)).toMatchObject({ ArchivePolicy: days(365) });
      await expect(set(aws, arn, "ArchivePolicy", days(366))).rejects.toThrow("ArchivePolicy");
      await set(aws, arn, "ArchivePolicy", "{}");
      expect(await read(aws, arn)).not.toHaveProperty("ArchivePolicy");
      await expect(set(aws, await topic(aws), "ArchivePolicy", days(1))).rejects.toThrow("ArchivePolicy");
    },
  },
  {
    says: "the size of a topic's messages is shown where it was set, from 1 KiB to 1 MiB",
    holds: async (aws) => {
      const arn = await topic(aws);
      expect(await read(aws, arn)).not.toHaveProperty("MaximumMessageSize");
      await set(aws, arn, "MaximumMessageSize", "1048576");
      expect(await read(aws, arn)).toMatchObject({ MaximumMessageSize: "1048576" });
      for (const size of ["1023", "1048577", ""])
        await expect(set(aws, arn, "MaximumMessageSize", size)).rejects.toThrow("MaximumMessageSize");
    },
  },
  {
    says: "a data protection policy is kept until it is removed",
    holds: async (aws) => {
      const ResourceArn = await topic(aws);
      const ask = new GetDataProtectionPolicyCommand({ ResourceArn });
      const DataProtectionPolicy = JSON.stringify({ Name: "mine", Version: "2021-06-01", Statement: [] });
      await aws.sns.send(new PutDataProtectionPolicyCommand({ ResourceArn, DataProtectionPolicy }));
      expect((await aws.sns.send(ask)).DataProtectionPolicy).toBe(DataProtectionPolicy);
      await aws.sns.send(new PutDataProtectionPolicyCommand({ ResourceArn, DataProtectionPolicy: "" }));
      expect((await aws.sns.send(ask)).DataProtectionPolicy).toBeUndefined();
    },
  },
  {
    says: "an address gets nothing until it is confirmed with the token that it was sent",
    holds: async (aws) => {
      const { server, address, bodies } = await listener();
      try {
        const TopicArn = await topic(aws);
        const arn = await subscribe(aws, TopicArn, "http", address);
        const { Type, Token } = await eventually(aws, async () => bodies[0]);
        expect(Type).toBe("SubscriptionConfirmation");
        await publish(aws, TopicArn, "lost");
        const { Subscriptions } = await aws.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
        expect(Subscriptions?.map(({ SubscriptionArn }) => SubscriptionArn)).toEqual(["PendingConfirmation"]);
        expect(await read(aws, TopicArn)).toMatchObject({
          SubscriptionsPending: "1",
          SubscriptionsConfirmed: "0",
        });
        const confirmed = await aws.sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
        expect(confirmed.SubscriptionArn).toBe(arn);
        await publish(aws, TopicArn, "kept");
        expect(bodies.slice(1).map(({ Message }) => Message)).toEqual(["kept"]);
      } finally {
        server.close();
      }
    },
  },
  {
    says: "a subscription by mail stays pending",
    holds: async (aws) => {
      const SubscriptionArn = await subscribe(aws, await topic(aws), "email", "ana@example.com");
      const { Attributes } = await aws.sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
      expect(Attributes).toMatchObject({
        PendingConfirmation: "true",
        ConfirmationWasAuthenticated: "false",
      });
    },
  },
  {
    says: "what a function or a queue does not let in goes to the subscription's dead-letter queue",
    holds: async (aws) => {
      const arn = await topic(aws);
      const [queue, dead] = [await makeQueue(aws), await makeMailbox(aws, arn, SERVICE)];
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn });
      const name = await makeFunction(aws, SAYS_WHAT_IT_GOT);
      await subscribe(aws, arn, "lambda", arnOf(name), { RedrivePolicy });
      await subscribe(aws, arn, "sqs", queue.arn, { RedrivePolicy });
      await publish(aws, arn, "refused");
      expect(messages(await letters(aws, dead.url))).toEqual(["refused", "refused"]);
      await letIn(aws, queue, arn, SERVICE);
      await aws.lambda.send(
        new AddPermissionCommand({
          FunctionName: name,
          StatementId: "sns",
          Action: "lambda:InvokeFunction",
          Principal: SERVICE,
          SourceArn: arn,
        }),
      );
      await publish(aws, arn, "let in");
      expect(messages([await letter(aws, queue)])).toEqual(["let in"]);
      expect(await got(aws, name)).toMatchObject([{ Records: [{ Sns: { Message: "let in" } }] }]);
      expect(await letters(aws, dead.url)).toEqual([]);
    },
  },
  {
    says: "a filter looks into the message where its scope says so, and its absence removes it",
    holds: async (aws) => {
      const arn = await topic(aws);
      const queue = await makeMailbox(aws, arn, SERVICE);
      const scope = { FilterPolicyScope: "MessageBody", FilterPolicy: '{"kind":["order"]}' };
      const SubscriptionArn = await subscribe(aws, arn, "sqs", queue.arn, scope);
      await publish(aws, arn, '{"kind":"other"}');
      await publish(aws, arn, '{"kind":"order"}');
      expect(messages(await letters(aws, queue.url))).toEqual(['{"kind":"order"}']);
      const wrong = { SubscriptionArn, AttributeName: "FilterPolicyScope", AttributeValue: "Body" };
      await expect(aws.sns.send(new SetSubscriptionAttributesCommand(wrong))).rejects.toThrow("Scope");
      const none = { SubscriptionArn, AttributeName: "FilterPolicy", AttributeValue: "" };
      await aws.sns.send(new SetSubscriptionAttributesCommand(none));
      const { Attributes } = await aws.sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
      expect(Attributes).not.toHaveProperty("FilterPolicy");
      expect(Attributes).not.toHaveProperty("FilterPolicyScope");
    },
  },
];

probeBoth(probes);

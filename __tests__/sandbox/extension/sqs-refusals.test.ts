import {
  CreateQueueCommand,
  DeleteQueueCommand,
  ListQueueTagsCommand,
  TagQueueCommand,
} from "@aws-sdk/client-sqs";
import { expect } from "vitest";
import { fresh } from "./clients.ts";
import { probeBoth } from "./probes.ts";
import { FIFO, make, makeFifo, POLICY, redrive, refused, set } from "./queues.ts";

probeBoth([
  {
    says: "creating a queue that exists changes nothing, and other attributes are refused by name",
    holds: async (aws) => {
      const QueueName = fresh("queue");
      const { url, arn } = await make(aws, { DelaySeconds: "5", Policy: POLICY }, QueueName);
      await aws.sqs.send(new TagQueueCommand({ QueueUrl: url, Tags: { team: "orders" } }));
      const spaced = JSON.stringify(JSON.parse(POLICY), null, 1);
      const again = { QueueName, Attributes: { DelaySeconds: "5", Policy: spaced }, tags: { team: "other" } };
      expect((await aws.sqs.send(new CreateQueueCommand(again))).QueueUrl).toBe(url);
      expect((await aws.sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl).toBe(url);
      const { Tags } = await aws.sqs.send(new ListQueueTagsCommand({ QueueUrl: url }));
      expect(Tags).toEqual({ team: "orders" });
      for (const [name, value] of [
        ["DelaySeconds", "6"],
        ["Policy", ""],
        ["RedrivePolicy", redrive(arn)],
      ] as const) {
        const message = `A queue already exists with the same name and a different value for attribute ${name}`;
        await expect(make(aws, { [name]: value }, QueueName)).rejects.toMatchObject({
          ...refused("QueueNameExists", message),
          Code: "QueueAlreadyExists",
        });
      }
    },
  },
  {
    says: "the name of a deleted queue is not free for a minute",
    holds: async (aws) => {
      const QueueName = fresh("queue");
      const { url } = await make(aws, {}, QueueName);
      await aws.sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
      await expect(make(aws, {}, QueueName)).rejects.toMatchObject({
        ...refused("QueueDeletedRecently", /wait 60 seconds/),
        Code: "AWS.SimpleQueueService.QueueDeletedRecently",
      });
    },
  },
  {
    says: "a redrive policy names a queue that is there, of the same type, and that allows it",
    holds: async (aws) => {
      const [source, fifo] = [await make(aws), await makeFifo(aws)];
      const denying = await make(aws, { RedriveAllowPolicy: '{"redrivePermission":"denyAll"}' });
      const cases = [
        [redrive(`${source.arn}-not`), "Dead letter target does not exist."],
        [redrive(fifo.arn), "Dead-letter queue must be same type of queue as the source.."],
        [redrive(denying.arn), /does not allow/],
        [redrive(source.arn, 0), /valid values are from 1 to 1000/],
        ['{"maxReceiveCount":1}', /mandatory attribute: deadLetterTargetArn/],
      ] as const;
      for (const [RedrivePolicy, reason] of cases) {
        const text =
          typeof reason === "string"
            ? `Value ${RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: ${reason}`
            : reason;
        const error = refused("InvalidParameterValue", text);
        await expect(set(aws, source.url, { RedrivePolicy })).rejects.toMatchObject(error);
        await expect(make(aws, { RedrivePolicy })).rejects.toMatchObject(error);
      }
      await expect(set(aws, fifo.url, { RedrivePolicy: redrive(source.arn) })).rejects.toMatchObject(
        refused("InvalidParameterValue", /same type/),
      );
    },
  },
  {
    says: "attributes that a queue does not have are refused by name",
    holds: async (aws) => {
      const { url } = await make(aws);
      const unknown = (name: string) => refused("InvalidAttributeName", `Unknown Attribute ${name}.`);
      for (const name of ["Colour", "QueueArn", "FifoQueue", "ContentBasedDeduplication"]) {
        await expect(set(aws, url, { [name]: "true" })).rejects.toMatchObject(unknown(name));
        if (name !== "FifoQueue")
          await expect(make(aws, { [name]: "true" })).rejects.toMatchObject(unknown(name));
      }
      await expect(make(aws, { FifoQueue: "false" })).rejects.toMatchObject(unknown("FifoQueue"));
      const scope = { DeduplicationScope: "messageGroup" };
      await expect(make(aws, scope)).rejects.toMatchObject(
        refused(
          "InvalidAttributeName",
          "You can specify the DeduplicationScope only when FifoQueue is set to true.",
        ),
      );
    },
  },
  {
    says: "values out of their range are refused",
    holds: async (aws) => {
      const [plain, fifo] = [await make(aws), await makeFifo(aws)];
      const bad = {
        DelaySeconds: "901",
        MaximumMessageSize: "1023",
        VisibilityTimeout: "a",
        Policy: "{",
        RedriveAllowPolicy: '{"redrivePermission":"byQueue"}',
        SqsManagedSseEnabled: "yes",
      };
      for (const [name, value] of Object.entries(bad)) {
        const error = refused("InvalidAttributeValue", `Invalid value for the parameter ${name}.`);
        await expect(set(aws, plain.url, { [name]: value })).rejects.toMatchObject(error);
        await expect(make(aws, { [name]: value })).rejects.toMatchObject(error);
      }
      await expect(set(aws, fifo.url, { FifoThroughputLimit: "perMessageGroupId" })).rejects.toMatchObject(
        refused("InvalidAttributeValue", /FifoThroughputLimit/),
      );
    },
  },
  {
    says: "a queue keeps its type, and its name tells it",
    holds: async (aws) => {
      const { url } = await makeFifo(aws);
      await set(aws, url, FIFO);
      await expect(set(aws, url, { FifoQueue: "false" })).rejects.toMatchObject(
        refused("InvalidAttributeValue", /Modifying queue type is not supported/),
      );
      await expect(make(aws, FIFO)).rejects.toMatchObject(
        refused("InvalidParameterValue", /must end with .fifo suffix/),
      );
      await expect(make(aws, {}, `${fresh("queue")}.fifo`)).rejects.toMatchObject(
        refused("InvalidParameterValue", /^Can only include/),
      );
    },
  },
]);

import { expect, test } from "vitest";
import { findStream } from "../../modules/cli/drain/kinesis.ts";
import { findQueue } from "../../modules/cli/drain/sqs.ts";
import type { ClientOf } from "../../modules/protectors/protector.ts";
import { FakeKinesis } from "../support/fake-kinesis.ts";
import { FakeSqs } from "../support/fake-sqs.ts";

const HOUR = 3_600_000;

test("a queue that was made again under its name has its ARN, and is known as another one", async () => {
  const sqs = new FakeSqs();
  const find = () => findQueue(sqs.client, "orders", sqs.region);
  sqs.CreateQueue({ QueueName: "orders" });
  const first = await find();
  expect(await find()).toMatchObject({ arn: first.arn, made: first.made });
  sqs.DeleteQueue({ QueueUrl: sqs.url("orders") });
  sqs.now += HOUR;
  sqs.CreateQueue({ QueueName: "orders" });
  const second = await find();
  expect(second.arn).toBe(first.arn);
  expect(Date.parse(second.made) - Date.parse(first.made)).toBe(HOUR);
});

test("so is a stream", async () => {
  const kinesis = new FakeKinesis();
  const find = () => findStream((() => kinesis.client) as ClientOf, "clicks", kinesis.region);
  kinesis.CreateStream({ StreamName: "clicks", ShardCount: 1 });
  const first = await find();
  expect(await find()).toMatchObject({ arn: first.arn, made: first.made });
  kinesis.streams.delete("clicks");
  kinesis.now += HOUR;
  kinesis.CreateStream({ StreamName: "clicks", ShardCount: 1 });
  const second = await find();
  expect(second.arn).toBe(first.arn);
  expect(Date.parse(second.made) - Date.parse(first.made)).toBe(HOUR);
});

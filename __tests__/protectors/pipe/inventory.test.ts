import { expect, test } from "vitest";
import { pipe } from "../../../modules/protectors/pipe/protector.ts";
import { FUNCTION, here, listed, made, ports, QUEUE } from "./place.ts";

const MACHINE = here("states", "stateMachine:orders");
const TABLE = here("dynamodb", "table/orders");
const DESTINATION = here("events", "api-destination/partner/0b1e5f6a-0000-4000-8000-000000000001");

test("every pipe is listed with what it calls, what it reads, and the API destinations that it calls", async () => {
  const there = await made({ Enrichment: FUNCTION, Target: MACHINE });
  await made(
    {
      Name: "rows",
      Source: `${TABLE}/stream/2026-01-01T00:00:00.000`,
      SourceParameters: { DynamoDBStreamParameters: { StartingPosition: "LATEST" } },
      Target: DESTINATION,
    },
    there,
  );
  await made(
    {
      Name: "kafka",
      Source: "smk://kafka.example.com:9096",
      SourceParameters: { SelfManagedKafkaParameters: { TopicName: "orders" } },
    },
    there,
  );
  await made({ Name: "going" }, there);
  Object.assign(there.pipes.pipes.get("going") ?? {}, { state: "DELETING" });
  const { found, warned } = await listed(there);
  expect(warned).toEqual([]);
  expect(
    found.map(({ id, feeds, related }) => ({ id, feeds, related: related.map(({ arn }) => arn) })),
  ).toEqual([
    { id: "orders", feeds: [FUNCTION, MACHINE], related: [QUEUE] },
    { id: "rows", feeds: [DESTINATION], related: [TABLE, DESTINATION] },
    { id: "kafka", feeds: [FUNCTION], related: [] },
  ]);
});

test("the queue that takes what a stream's records came to nothing by comes along", async () => {
  const dead = here("sqs", "dead");
  const there = await made({
    Source: here("kinesis", "stream/clicks"),
    SourceParameters: {
      KinesisStreamParameters: { StartingPosition: "LATEST", DeadLetterConfig: { Arn: dead } },
    },
  });
  const options = { triggers: "all", warn: () => undefined } as const;
  const of = (id: string) =>
    pipe.related?.(ports(there), { kind: "pipe", id, arn: there.pipes.arn(id) }, options);
  expect(await of("orders")).toEqual([{ kind: "sqs-queue", id: "dead", arn: dead }]);
  expect(await of("gone")).toEqual([]);
});

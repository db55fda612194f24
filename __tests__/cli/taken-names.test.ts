import { describe, expect, test } from "vitest";
import { parseArchived, parseQueueName, parseTaken } from "../../modules/cli/terminal/parse-argument.ts";

describe("what is taken by hand is named with its kind or without", () => {
  test.each([
    [parseArchived, "clicks", "clicks"],
    [parseArchived, "kinesis-stream/clicks", "clicks"],
    [parseArchived, "event-archive/orders", "event-archive/orders"],
    [parseTaken, "orders.fifo", "orders.fifo"],
    [parseTaken, "sqs-queue/orders.fifo", "orders.fifo"],
    [parseTaken, "kinesis-stream/clicks", "kinesis-stream/clicks"],
    [parseQueueName, "sqs-queue/orders", "orders"],
  ] as const)("%o takes %s for %s", (parse, text, name) => {
    expect(parse(text)).toBe(name);
  });

  test.each([
    [parseTaken, "kinesis-streams/clicks", "Did you mean kinesis-stream/clicks?"],
    [parseArchived, "event-archives/orders", "Did you mean event-archive/orders?"],
    [parseQueueName, "sqs-queues/orders", "Did you mean sqs-queue/orders?"],
    [parseTaken, "lambda/orders", "Write one of sqs-queue/NAME, kinesis-stream/NAME, event-archive/NAME."],
    [parseTaken, "kinesis-stream/a b", "A stream's name has 1 to 128 letters, digits, dots, - and _."],
  ] as const)("%o refuses %s: %s", (parse, text, why) => {
    expect(() => parse(text)).toThrow(why);
  });
});

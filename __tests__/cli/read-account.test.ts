import { expect, test } from "vitest";
import { readAccount } from "../../modules/cli/plans/read-account.ts";
import type { ClientOf } from "../../modules/protectors/protector.ts";
import { awsError } from "../support/fake-aws/error.ts";
import { FakeRegion } from "../support/fake-region.ts";
import { ACCOUNT, functionArn, seedFunction } from "../support/seed-function.ts";

const SCOPE = { account: ACCOUNT, partition: "aws" };
const silent = { send: () => Promise.reject(awsError("AccessDeniedException", 403, "no")) };

/** Only `us-east-1` answers, by the fake; the rest refuses. */
function reading(
  source: FakeRegion,
  regions: readonly string[],
  warnings: string[] = [],
  callers = false,
  named: readonly string[] = [],
) {
  const refusing = (() => silent) as unknown as ClientOf;
  return readAccount(SCOPE, {
    regions,
    clients: (region) => ({ region, client: region === "us-east-1" ? source.client : refusing }),
    sleep: async () => undefined,
    env: {},
    named,
    callers,
    warn: (message) => warnings.push(message),
  });
}

function account(): FakeRegion {
  const source = new FakeRegion();
  seedFunction(source.lambda, "quote", { Runtime: "python3.13" }).tags = { service: "orders" };
  seedFunction(source.lambda, "api").tags = {};
  seedFunction(source.lambda, "near", { MasterArn: functionArn("edge") });
  const stream = "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-11-23T00:00:00.000";
  const queue = "arn:aws:sqs:us-east-1:123456789012:orders";
  const mappings = [
    { EventSourceArn: queue, FunctionArn: functionArn("quote") },
    { EventSourceArn: queue, FunctionArn: `${functionArn("api")}:live` },
    { EventSourceArn: stream, FunctionArn: functionArn("api") },
    { SelfManagedEventSource: { Endpoints: {} }, FunctionArn: functionArn("api") },
    { EventSourceArn: "arn:aws:novel:us-east-1:123456789012:x", FunctionArn: functionArn("api") },
  ];
  for (const [i, mapping] of mappings.entries())
    source.lambda.mappings.set(`m${i}`, { UUID: `m${i}`, ...mapping });
  const entry = { LambdaFunctionArn: functionArn("quote"), Events: [] };
  source.buckets.add("uploads", { LambdaFunctionConfigurations: [entry] });
  return source;
}

test("an account is read into functions with their tags, and what feeds them, each with its ARN", async () => {
  expect(await reading(account(), ["us-east-1"])).toEqual({
    format: 1,
    account: ACCOUNT,
    regions: ["us-east-1"],
    unread: [],
    resources: [
      {
        kind: "lambda",
        arn: functionArn("api"),
        name: "api",
        region: "us-east-1",
        attributes: { runtime: "nodejs22.x" },
        tags: {},
      },
      {
        kind: "lambda",
        arn: functionArn("quote"),
        name: "quote",
        region: "us-east-1",
        attributes: { runtime: "python3.13" },
        tags: { service: "orders" },
      },
      {
        arn: "arn:aws:dynamodb:us-east-1:123456789012:table/orders",
        kind: "dynamodb",
        name: "orders",
        region: "us-east-1",
        feeds: [functionArn("api")],
      },
      {
        arn: "arn:aws:s3:::uploads",
        kind: "s3",
        name: "uploads",
        region: "us-east-1",
        feeds: [functionArn("quote")],
      },
      {
        arn: "arn:aws:sqs:us-east-1:123456789012:orders",
        kind: "sqs",
        name: "orders",
        region: "us-east-1",
        feeds: [functionArn("api"), functionArn("quote")],
      },
    ],
  });
});

test("a region that cannot be read is named with the reason, and nothing of it is in the inventory", async () => {
  const source = account();
  const { regions, unread, resources } = await reading(source, ["us-east-1", "eu-west-1"]);
  expect({ regions, resources: resources.length }).toEqual({ regions: ["us-east-1"], resources: 5 });
  expect(unread).toEqual([{ region: "eu-west-1", reason: expect.stringContaining("no") }]);

  source.wire.before = ({ name: call, input }) =>
    call === "ListTags" && String(input.Resource).endsWith("api") ? awsError("Boom", 500) : undefined;
  await expect(reading(source, ["us-east-1"])).rejects.toThrow("Boom");
});

test("what is named is listed though it feeds no function, and what was looked for is kept", async () => {
  const source = account();
  source.kinesis.CreateStream({ StreamName: "late", ShardCount: 1 });
  source.kinesis.CreateStream({ StreamName: "others", ShardCount: 1 });
  source.sns.CreateTopic({ Name: "alerts" });
  source.buckets.add("idle", {
    QueueConfigurations: [{ QueueArn: "arn:aws:sqs:us-east-1:123456789012:late", Events: [] }],
  });
  const asked = ["kinesis-stream/la*", "s3-notifications/idle", "sns-topic/*"];
  const { named, resources } = await reading(source, ["us-east-1"], [], false, asked);
  expect(named).toEqual([...asked].sort());
  expect(resources.filter(({ kind, feeds }) => kind !== "lambda" && feeds === undefined)).toEqual([
    {
      kind: "kinesis",
      arn: "arn:aws:kinesis:us-east-1:123456789012:stream/late",
      name: "late",
      region: "us-east-1",
    },
    { kind: "s3", arn: "arn:aws:s3:::idle", name: "idle", region: "us-east-1" },
    { kind: "sns", arn: "arn:aws:sns:us-east-1:123456789012:alerts", name: "alerts", region: "us-east-1" },
  ]);
});

test("a bucket that refuses is warned of, and the rest is read", async () => {
  const source = account();
  source.wire.before = ({ name: call }) =>
    call === "GetBucketNotificationConfiguration" ? awsError("AccessDenied", 403) : undefined;
  const warnings: string[] = [];
  const { resources } = await reading(source, ["us-east-1"], warnings);
  expect(resources.map(({ kind }) => kind)).toEqual(["lambda", "lambda", "dynamodb", "sqs"]);
  expect(warnings).toEqual([
    expect.stringContaining("buckets whose notifications may not be read, and are not protected: uploads"),
  ]);
});

test("who may call a function and feeds it by nothing that runs keep is asked for where somebody wants it, and for each by itself", async () => {
  const source = account();
  const by = (Service: string, SourceArn: string) => ({
    Effect: "Allow",
    Principal: { Service },
    Action: "lambda:InvokeFunction",
    Condition: { ArnLike: { "AWS:SourceArn": SourceArn } },
  });
  const cold = "arn:aws:iot:us-east-1:123456789012:rule/cold";
  seedFunction(source.lambda, "idle");
  const quote = source.lambda.functions.get("quote");
  quote?.policies.set("", [by("s3.amazonaws.com", "arn:aws:s3:::uploads"), by("iot.amazonaws.com", cold)]);
  source.wire.before = ({ name: call, input }) =>
    call === "GetPolicy" && input.FunctionName === "api" ? awsError("AccessDenied", 403) : undefined;
  const warnings: string[] = [];
  const { resources } = await reading(source, ["us-east-1"], warnings, true);
  const told = resources.flatMap(({ name, callers }) => (callers === undefined ? [] : [[name, callers]]));
  expect(told).toEqual([
    ["idle", []],
    ["quote", [`iot.amazonaws.com, ${cold}`]],
  ]);
  expect(warnings).toEqual([expect.stringContaining("who may call api in us-east-1 is not known")]);
});

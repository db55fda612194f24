import { describe, expect, test } from "vitest";
import { inventory } from "../../../modules/protectors/lambda/inventory.ts";
import type { Inventoried, InventoryOptions } from "../../../modules/protectors/protector.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { FakeRegion } from "../../support/fake-region.ts";
import { ACCOUNT, functionArn, seedFunction } from "../../support/seed-function.ts";

interface Taken {
  readonly items: readonly Inventoried[];
  readonly warnings: readonly string[];
}

async function take(
  source: FakeRegion,
  needsTags: InventoryOptions["needsTags"] = () => false,
  triggers: InventoryOptions["triggers"] = "all",
): Promise<Taken> {
  const items: Inventoried[] = [];
  const warnings: string[] = [];
  const warn = (text: string): number => warnings.push(text);
  for await (const item of inventory(source.ports(), { triggers, needsTags, warn })) items.push(item);
  return { items, warnings };
}

describe("every page is read", () => {
  test.each([0, 1, 49, 50, 51, 99, 100, 101])("of %i functions, mappings and buckets", async (count) => {
    const source = new FakeRegion();
    source.page = 50;
    for (let i = 0; i < count; i++) {
      const name = `f${i}`;
      seedFunction(source.lambda, name);
      source.lambda.mappings.set(`m${i}`, { UUID: `m${i}`, FunctionArn: functionArn(name) });
      const entry = { LambdaFunctionArn: functionArn(name), Events: [] };
      source.buckets.add(`b${i}`, { LambdaFunctionConfigurations: [entry] });
    }
    const { items } = await take(source);
    expect(items).toEqual(
      Array.from({ length: count }, (_, i) => ({
        kind: "lambda",
        name: `f${i}`,
        arn: functionArn(`f${i}`),
        runtime: "nodejs22.x",
        mappings: [`m${i}`],
        buckets: [`b${i}`],
        tags: {},
      })),
    );
  });

  test("also after an empty one, and a token that comes again is an error", async () => {
    const source = new FakeRegion();
    source.page = 0;
    seedFunction(source.lambda, "orders");
    await expect(take(source)).rejects.toThrow(
      "lambda:ListFunctions of us-east-1: the same page came twice, so the list cannot be read to its end",
    );
  });
});

test("triggers are found under every qualifier of a function, and under no other function", async () => {
  const source = new FakeRegion();
  seedFunction(source.lambda, "orders");
  seedFunction(source.lambda, "orders-api");
  const arn = functionArn("orders");
  source.lambda.mappings.set("m2", { UUID: "m2", FunctionArn: `${arn}:live` });
  source.lambda.mappings.set("m1", { UUID: "m1", FunctionArn: `${arn}:7` });
  source.lambda.mappings.set("m3", { UUID: "m3", FunctionArn: functionArn("orders-api") });
  source.buckets.add("photos", {
    LambdaFunctionConfigurations: [
      { LambdaFunctionArn: `${arn}:live`, Events: [] },
      { LambdaFunctionArn: arn, Events: [] },
    ],
  });
  const { items } = await take(source);
  expect(items.map(({ name, mappings, buckets }) => ({ name, mappings, buckets }))).toEqual([
    { name: "orders", mappings: ["m1", "m2"], buckets: ["photos"] },
    { name: "orders-api", mappings: ["m3"], buckets: [] },
  ]);
});

describe("triggers of some kinds", () => {
  const source = new FakeRegion();
  seedFunction(source.lambda, "orders");
  seedFunction(source.lambda, "image", { Runtime: undefined });
  const arns = {
    documentdb: "arn:aws:rds:us-east-1:123456789012:cluster:orders",
    dynamodb: "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-11-23T00:00:00.000",
    kafka: "arn:aws:kafka:us-east-1:123456789012:cluster/orders/1",
    kinesis: "arn:aws:kinesis:us-east-1:123456789012:stream/orders/consumer/fast:1",
    mq: "arn:aws:mq:us-east-1:123456789012:broker:orders:b-1",
    sqs: "arn:aws:sqs:us-east-1:123456789012:orders",
    unknown: "arn:aws:later:us-east-1:123456789012:orders",
  };
  for (const [UUID, EventSourceArn] of Object.entries(arns))
    source.lambda.mappings.set(UUID, { UUID, EventSourceArn, FunctionArn: functionArn("orders") });
  source.lambda.mappings.set("own", {
    UUID: "own",
    FunctionArn: functionArn("orders"),
    SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["kafka.example:9092"] } },
  });
  const entry = { LambdaFunctionArn: functionArn("orders"), Events: [] };
  source.buckets.add("photos", { LambdaFunctionConfigurations: [entry] });

  test.each<[InventoryOptions["triggers"], string[], string[]]>([
    ["all", ["documentdb", "dynamodb", "kafka", "kinesis", "mq", "own", "sqs", "unknown"], ["photos"]],
    [["documentdb", "mq"], ["documentdb", "mq"], []],
    [["dynamodb", "kinesis"], ["dynamodb", "kinesis"], []],
    [["kafka"], ["kafka", "own"], []],
    [["s3", "sqs"], ["sqs"], ["photos"]],
    [["s3"], [], ["photos"]],
    [["url"], [], []],
  ])("%j are found, and no others", async (triggers, mappings, buckets) => {
    source.wire.calls.length = 0;
    const { items } = await take(source, undefined, triggers);
    expect(items[0]).toMatchObject({ name: "orders", mappings, buckets });
    const lists = source.wire.calls.map(({ name }) => name);
    expect(lists.includes("ListEventSourceMappings")).toBe(mappings.length > 0);
    expect(lists.includes("ListBuckets")).toBe(buckets.length > 0);
  });

  test("come with the runtime of their function, which an image does not have", async () => {
    const { items } = await take(source, undefined, []);
    expect(items.map(({ runtime }) => runtime)).toEqual(["nodejs22.x", undefined]);
  });
});

test("a replica of Lambda@Edge is left out", async () => {
  const source = new FakeRegion();
  seedFunction(source.lambda, "us-east-1.resize", { MasterArn: functionArn("resize") });
  seedFunction(source.lambda, "resize");
  expect((await take(source)).items.map(({ name }) => name)).toEqual(["resize"]);
});

test("tags are read only of functions whose selection needs them", async () => {
  const source = new FakeRegion();
  seedFunction(source.lambda, "orders").tags = { team: "shop" };
  seedFunction(source.lambda, "media").tags = { team: "media" };
  const { items } = await take(source, ({ name }) => name === "orders");
  expect(items.map(({ tags }) => tags)).toEqual([{ team: "shop" }, {}]);
  expect(source.wire.named("ListTags").map(({ input }) => input.Resource)).toEqual([functionArn("orders")]);
});

test("a function that goes while it is listed is left out", async () => {
  const source = new FakeRegion();
  seedFunction(source.lambda, "orders");
  source.wire.before = ({ name: call }) => {
    if (call === "ListTags") source.lambda.functions.clear();
    return undefined;
  };
  expect((await take(source, () => true)).items).toEqual([]);
});

describe.each([true, false])("buckets, where the list tells regions: %j", (tellsRegions) => {
  const photos = {
    LambdaFunctionConfigurations: [{ LambdaFunctionArn: functionArn("orders"), Events: [] }],
  };

  test("of another region are not asked", async () => {
    const source = new FakeRegion();
    source.buckets.tellsRegions = tellsRegions;
    seedFunction(source.lambda, "orders");
    source.buckets.add("here", photos);
    source.buckets.add("there", photos, "eu-west-1");
    expect((await take(source)).items[0]?.buckets).toEqual(["here"]);
    const asked = source.wire.named("GetBucketNotificationConfiguration");
    expect(asked.map(({ input }) => input.Bucket)).toEqual(["here"]);
  });

  test("that refuse us are named, and the others still read", async () => {
    const source = new FakeRegion();
    source.buckets.tellsRegions = tellsRegions;
    seedFunction(source.lambda, "orders");
    source.buckets.add("closed", photos);
    source.buckets.add("open", photos);
    source.wire.before = ({ name: call, input }) =>
      call === "GetBucketNotificationConfiguration" && input.Bucket === "closed"
        ? awsError("AccessDenied", 403)
        : undefined;
    const { items, warnings } = await take(source);
    expect(items[0]?.buckets).toEqual(["open"]);
    expect(warnings).toEqual([
      "notifications of bucket closed are not protected: s3:GetBucketNotificationConfiguration of closed: AccessDenied: AccessDenied it is",
    ]);
  });

  test("that go while they are listed are none", async () => {
    const source = new FakeRegion();
    source.buckets.tellsRegions = tellsRegions;
    seedFunction(source.lambda, "orders");
    source.buckets.add("gone", photos);
    source.wire.before = ({ name: call }) => {
      if (call !== "ListBuckets" && call.includes("Bucket")) source.buckets.regions.clear();
      return undefined;
    };
    expect(await take(source)).toMatchObject({ items: [{ buckets: [] }], warnings: [] });
  });
});

test.each([
  ["ListFunctions", "lambda:ListFunctions of us-east-1"],
  ["ListEventSourceMappings", "lambda:ListEventSourceMappings of us-east-1"],
  ["ListTags", "lambda:ListTags of orders"],
  ["ListBuckets", `s3:ListBuckets of ${ACCOUNT}`],
  ["GetBucketNotificationConfiguration", "s3:GetBucketNotificationConfiguration of photos"],
])("fails when %s fails, and says so", async (failing, said) => {
  const source = new FakeRegion();
  seedFunction(source.lambda, "orders");
  source.buckets.add("photos", { LambdaFunctionConfigurations: [] });
  source.wire.before = ({ name: call }) => (call === failing ? awsError("ServiceException", 500) : undefined);
  await expect(take(source, () => true)).rejects.toThrow(`${said}: ServiceException: ServiceException it is`);
});

import { describe, expect, test } from "vitest";
import { inventory } from "../../../modules/protectors/lambda/inventory.ts";
import type { Inventoried, InventoryOptions } from "../../../modules/protectors/protector.ts";
import { ACCOUNT, FakeSource, functionArn, sdkError } from "../../support/fake-source.ts";

interface Taken {
  readonly items: readonly Inventoried[];
  readonly warnings: readonly string[];
}

async function take(
  source: FakeSource,
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
    const source = new FakeSource();
    for (let i = 0; i < count; i++) {
      const name = `f${i}`;
      source.add(name);
      source.mappings.set(`m${i}`, { UUID: `m${i}`, FunctionArn: functionArn(name) });
      const entry = { LambdaFunctionArn: functionArn(name), Events: [] };
      source.buckets.set(`b${i}`, { region: "us-east-1", entries: [entry] });
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
    const source = new FakeSource();
    source.page = 0;
    source.add("orders");
    await expect(take(source)).rejects.toThrow(
      "lambda:ListFunctions of us-east-1: the same page came twice, so the list cannot be read to its end",
    );
  });
});

test("triggers are found under every qualifier of a function, and under no other function", async () => {
  const source = new FakeSource();
  source.add("orders");
  source.add("orders-api");
  const arn = functionArn("orders");
  source.mappings.set("m2", { UUID: "m2", FunctionArn: `${arn}:live` });
  source.mappings.set("m1", { UUID: "m1", FunctionArn: `${arn}:7` });
  source.mappings.set("m3", { UUID: "m3", FunctionArn: functionArn("orders-api") });
  source.buckets.set("photos", {
    region: "us-east-1",
    entries: [
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
  const source = new FakeSource();
  source.add("orders");
  source.add("image", { Runtime: undefined });
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
    source.mappings.set(UUID, { UUID, EventSourceArn, FunctionArn: functionArn("orders") });
  source.mappings.set("own", {
    UUID: "own",
    FunctionArn: functionArn("orders"),
    SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["kafka.example:9092"] } },
  });
  const entry = { LambdaFunctionArn: functionArn("orders"), Events: [] };
  source.buckets.set("photos", { region: "us-east-1", entries: [entry] });

  test.each<[InventoryOptions["triggers"], string[], string[]]>([
    ["all", ["documentdb", "dynamodb", "kafka", "kinesis", "mq", "own", "sqs", "unknown"], ["photos"]],
    [["documentdb", "mq"], ["documentdb", "mq"], []],
    [["dynamodb", "kinesis"], ["dynamodb", "kinesis"], []],
    [["kafka"], ["kafka", "own"], []],
    [["s3", "sqs"], ["sqs"], ["photos"]],
    [["s3"], [], ["photos"]],
    [["url"], [], []],
  ])("%j are found, and no others", async (triggers, mappings, buckets) => {
    source.calls.length = 0;
    const { items } = await take(source, undefined, triggers);
    expect(items[0]).toMatchObject({ name: "orders", mappings, buckets });
    const lists = source.calls.map((call) => call.split(" ")[0]);
    expect(lists.includes("ListEventSourceMappings")).toBe(mappings.length > 0);
    expect(lists.includes("ListBuckets")).toBe(buckets.length > 0);
  });

  test("come with the runtime of their function, which an image does not have", async () => {
    const { items } = await take(source, undefined, []);
    expect(items.map(({ runtime }) => runtime)).toEqual(["nodejs22.x", undefined]);
  });
});

test("a replica of Lambda@Edge is left out", async () => {
  const source = new FakeSource();
  source.add("us-east-1.resize", { MasterArn: functionArn("resize") });
  source.add("resize");
  expect((await take(source)).items.map(({ name }) => name)).toEqual(["resize"]);
});

test("tags are read only of functions whose selection needs them", async () => {
  const source = new FakeSource();
  source.add("orders").tags = { team: "shop" };
  source.add("media").tags = { team: "media" };
  const { items } = await take(source, ({ name }) => name === "orders");
  expect(items.map(({ tags }) => tags)).toEqual([{ team: "shop" }, {}]);
  expect(source.calls.filter((call) => call.startsWith("ListTags"))).toEqual([
    `ListTags ${functionArn("orders")}`,
  ]);
});

test("a function that goes while it is listed is left out", async () => {
  const source = new FakeSource();
  source.add("orders");
  source.fail = (call) => {
    if (call === "ListTags") source.functions.clear();
    return undefined;
  };
  expect((await take(source, () => true)).items).toEqual([]);
});

describe.each([true, false])("buckets, where the list tells regions: %j", (tellsRegions) => {
  const photos = { entries: [{ LambdaFunctionArn: functionArn("orders"), Events: [] }] };

  test("of another region are not asked", async () => {
    const source = new FakeSource();
    source.tellsRegions = tellsRegions;
    source.add("orders");
    source.buckets.set("here", { region: "us-east-1", ...photos });
    source.buckets.set("there", { region: "eu-west-1", ...photos });
    expect((await take(source)).items[0]?.buckets).toEqual(["here"]);
    expect(source.calls).not.toContain("GetBucketNotificationConfiguration there");
  });

  test("that refuse us are named, and the others still read", async () => {
    const source = new FakeSource();
    source.tellsRegions = tellsRegions;
    source.add("orders");
    source.buckets.set("closed", { region: "us-east-1", ...photos });
    source.buckets.set("open", { region: "us-east-1", ...photos });
    source.fail = (call, about) =>
      call === "GetBucketNotificationConfiguration" && about === "closed"
        ? sdkError("AccessDenied", 403)
        : undefined;
    const { items, warnings } = await take(source);
    expect(items[0]?.buckets).toEqual(["open"]);
    expect(warnings).toEqual([
      "notifications of bucket closed are not protected: s3:GetBucketNotificationConfiguration of closed: AccessDenied: AccessDenied it is",
    ]);
  });

  test("that go while they are listed are none", async () => {
    const source = new FakeSource();
    source.tellsRegions = tellsRegions;
    source.add("orders");
    source.buckets.set("gone", { region: "us-east-1", ...photos });
    source.fail = (call) => {
      if (call !== "ListBuckets" && call.includes("Bucket")) source.buckets.clear();
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
  const source = new FakeSource();
  source.add("orders");
  source.buckets.set("photos", { region: "us-east-1", entries: [] });
  source.fail = (call) => (call === failing ? sdkError("ServiceException", 500) : undefined);
  await expect(take(source, () => true)).rejects.toThrow(`${said}: ServiceException: ServiceException it is`);
});

import { describe, expect, test } from "vitest";
import { inventory } from "../../../modules/protectors/lambda/inventory.ts";
import type { Inventoried, InventoryOptions } from "../../../modules/protectors/protector.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { FakeRegion } from "../../support/fake-region.ts";
import { functionArn, seedFunction } from "../../support/seed-function.ts";

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
  test.each([0, 1, 49, 50, 51, 99, 100, 101])("of %i functions and mappings", async (count) => {
    const source = new FakeRegion();
    source.page = 50;
    for (let i = 0; i < count; i++) {
      const name = `f${i}`;
      seedFunction(source.lambda, name);
      source.lambda.mappings.set(`m${i}`, { UUID: `m${i}`, FunctionArn: functionArn(name) });
    }
    const { items } = await take(source);
    expect(items).toEqual(
      Array.from({ length: count }, (_, i) => ({
        kind: "lambda",
        id: `f${i}`,
        name: `f${i}`,
        arn: functionArn(`f${i}`),
        runtime: "nodejs22.x",
        related: [],
        hints: { mappings: [`m${i}`] },
        tags: {},
        feeds: [],
        sources: [],
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
  const { items } = await take(source);
  expect(items.map(({ name, hints }) => ({ name, hints }))).toEqual([
    { name: "orders", hints: { mappings: ["m1", "m2"] } },
    { name: "orders-api", hints: { mappings: ["m3"] } },
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
  test.each<[InventoryOptions["triggers"], string[]]>([
    ["all", ["documentdb", "dynamodb", "kafka", "kinesis", "mq", "own", "sqs", "unknown"]],
    [
      ["documentdb", "mq"],
      ["documentdb", "mq"],
    ],
    [
      ["dynamodb", "kinesis"],
      ["dynamodb", "kinesis"],
    ],
    [["kafka"], ["kafka", "own"]],
    [["s3", "sqs"], ["sqs"]],
    [["s3"], []],
    [["url"], []],
  ])("%j are found, and no others", async (triggers, mappings) => {
    source.wire.calls.length = 0;
    const { items } = await take(source, undefined, triggers);
    expect(items[0]).toMatchObject({ name: "orders", hints: { mappings } });
    const lists = source.wire.calls.map(({ name }) => name);
    expect(lists.includes("ListEventSourceMappings")).toBe(mappings.length > 0);
  });

  test("come with the runtime of their function, which an image does not have", async () => {
    const { items } = await take(source, undefined, []);
    expect(items.map(({ runtime }) => runtime)).toEqual(["nodejs22.x", undefined]);
  });
});

test("queues and tables that a function reads or sends its dead letters to are related to it, each once; other sources are told", async () => {
  const source = new FakeRegion();
  const queue = (name: string): string => `arn:aws:sqs:us-east-1:123456789012:${name}`;
  seedFunction(source.lambda, "orders", { DeadLetterConfig: { TargetArn: queue("dead") } });
  const table = "arn:aws:dynamodb:us-east-1:123456789012:table/orders";
  const [stream, shards] = [
    `${table}/stream/2026-11-23T00:00:00.000`,
    "arn:aws:kafka:us-east-1:123456789012:cluster/a/b",
  ];
  for (const [n, EventSourceArn] of [
    queue("in.fifo"),
    queue("dead"),
    queue("in.fifo"),
    stream,
    shards,
  ].entries())
    source.lambda.mappings.set(`m${n}`, {
      UUID: `m${n}`,
      EventSourceArn,
      FunctionArn: functionArn(n === 2 ? "orders:live" : "orders"),
    });
  const [found] = (await take(source)).items;
  expect(found?.related).toEqual([
    { kind: "dynamodb-table", id: "orders", arn: table },
    { kind: "sqs-queue", id: "dead", arn: queue("dead") },
    { kind: "sqs-queue", id: "in.fifo", arn: queue("in.fifo") },
  ]);
  expect(found?.sources).toEqual([
    { arn: queue("in.fifo"), trigger: "sqs" },
    { arn: queue("dead"), trigger: "sqs" },
    { arn: table, trigger: "dynamodb" },
    { arn: shards, trigger: "kafka" },
  ]);
  expect((await take(source, undefined, ["kafka"])).items[0]?.related).toEqual([]);
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

describe("tags of many functions", () => {
  const tagged = (count: number) => {
    const source = new FakeRegion();
    source.page = 50;
    for (let i = 0; i < count; i++) seedFunction(source.lambda, `f${i}`).tags = { team: `t${i}` };
    return source;
  };
  const tagsIn = ({ items }: Taken) => items.map(({ tags }) => tags.team);
  const all = (count: number) => Array.from({ length: count }, (_, i) => `t${i}`);

  test.each([2, 50, 101])(
    "of %i come from the region's index, page by page, and none is asked",
    async (count) => {
      const source = tagged(count);
      const taken = await take(source, () => true);
      expect(tagsIn(taken)).toEqual(all(count));
      expect(taken.warnings).toEqual([]);
      expect(source.wire.named("ListTags")).toEqual([]);
      expect(source.wire.named("GetResources")).toHaveLength(Math.ceil(count / 50));
    },
  );

  test("that the index does not know yet, or that have none, are asked for, each by itself", async () => {
    const source = tagged(4);
    source.tagging.late.add("f1");
    seedFunction(source.lambda, "untagged");
    expect(tagsIn(await take(source, () => true))).toEqual([...all(4), undefined]);
    expect(source.wire.named("ListTags").map(({ input }) => input.Resource)).toEqual(
      ["f1", "untagged"].map((name) => functionArn(name)),
    );
  });

  test("are asked for one by one, with a word about it, when the index cannot be read", async () => {
    const source = tagged(3);
    source.wire.before = ({ name: call }) =>
      call === "GetResources" ? awsError("AccessDeniedException", 400, "not authorized") : undefined;
    const taken = await take(source, () => true);
    expect(tagsIn(taken)).toEqual(all(3));
    expect(taken.warnings).toEqual([
      "each function is asked for its tags, a call for each: tag:GetResources of us-east-1: AccessDeniedException: not authorized",
    ]);
    expect(source.wire.named("GetResources")).toHaveLength(1);
    expect(source.wire.named("ListTags")).toHaveLength(3);
  });
});

test("functions whose own policy denies the question for tags are passed over by name, in one line for all", async () => {
  const source = new FakeRegion();
  for (const name of ["mine", ...Array.from({ length: 45 }, (_, at) => `theirs-${at}`)])
    seedFunction(source.lambda, name);
  source.wire.before = ({ name: call, input }) =>
    call === "ListTags" && String(input.Resource).includes("theirs")
      ? awsError("AccessDeniedException", 403, "explicit deny in a resource-based policy")
      : undefined;
  const { items, warnings } = await take(source, () => true);
  expect(items.map(({ id }) => id)).toEqual(["mine"]);
  expect(warnings).toEqual([
    `functions whose tags may not be read, so that no policy selects them by tags: ${Array.from({ length: 40 }, (_, at) => `theirs-${at}`).join(", ")} and 5 more (lambda:ListTags of theirs-0: AccessDeniedException: explicit deny in a resource-based policy)`,
  ]);
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

test.each([
  ["ListFunctions", "lambda:ListFunctions of us-east-1"],
  ["ListEventSourceMappings", "lambda:ListEventSourceMappings of us-east-1"],
  ["ListTags", "lambda:ListTags of orders"],
])("fails when %s fails, and says so", async (failing, said) => {
  const source = new FakeRegion();
  seedFunction(source.lambda, "orders");
  source.wire.before = ({ name: call }) => (call === failing ? awsError("ServiceException", 500) : undefined);
  await expect(take(source, () => true)).rejects.toThrow(`${said}: ServiceException: ServiceException it is`);
});

import { expect, test } from "vitest";
import { FakeRegion } from "../../../support/fake-region.ts";
import { richFunction } from "../../../support/rich-function.ts";
import { functionArn, seedFunction, seedVersions } from "../../../support/seed-function.ts";
import { ordersOf, plain, take } from "./take.ts";

test("a version that failed is kept as it was, and named", async () => {
  const source = richFunction();
  const made = ordersOf(source).published.get("8");
  if (made === undefined) throw new Error("it is there");
  const failed = { State: "Failed", StateReason: "it failed to initialize" };
  Object.assign(made, { config: { ...made.config, ...failed } });
  const { document, warnings } = await take(source);
  expect(document.versions.map((kept) => kept.version)).toContain("8");
  expect(warnings).toEqual([
    "version 8 is in State Failed (it failed to initialize): it is kept as it is, and runs nothing",
  ]);
});

test.each([1, 49, 50, 51, 100, 101])(
  "all of %i versions and aliases are known, page by page",
  async (count) => {
    const source = new FakeRegion();
    source.page = 50;
    const orders = seedFunction(source.lambda, "orders");
    seedVersions(orders, "orders", count);
    for (let i = 0; i < count; i++) {
      const FunctionArn = `${functionArn("orders")}:a${i}`;
      orders.aliases.set(`a${i}`, { Name: `a${i}`, FunctionVersion: String(i + 1) });
      orders.asyncConfigs.set(`a${i}`, { FunctionArn });
      orders.urls.set(`a${i}`, { FunctionArn });
    }
    const { document } = await take(source, plain);
    expect(document.versions).toHaveLength(count + 1);
    expect(document.aliases).toHaveLength(count);
    expect(document.asyncConfigs).toHaveLength(count);
    expect(document.urls).toHaveLength(count);
  },
);

test("a version with a policy of its own is in use: somebody calls it by its number", async () => {
  const source = new FakeRegion();
  const fn = seedFunction(source.lambda, "orders");
  seedVersions(fn, "orders", 9);
  fn.policies.set("2", [{ Sid: "edge", Effect: "Allow", Action: "lambda:GetFunction", Principal: "*" }]);
  const captured = await take(source, plain);
  expect(captured.document.versions.map(({ version }) => version)).toEqual([..."256789", "$LATEST"]);
  expect(captured.document.policies).toMatchObject([{ qualifier: "2" }]);
});

test("an alias that moves to another version, while its concurrency is allocated there, is kept as it is meant", async () => {
  const source = new FakeRegion();
  const orders = seedFunction(source.lambda, "orders");
  seedVersions(orders, "orders", 2);
  const alias = (Name: string, share: number) =>
    orders.aliases.set(Name, {
      Name,
      FunctionVersion: "2",
      RoutingConfig: { AdditionalVersionWeights: { "1": share } },
    });
  alias("moving", 1);
  alias("canary", 0.1);
  alias("all", 1);
  source.lambda.ListProvisionedConcurrencyConfigs = () => ({
    ProvisionedConcurrencyConfigs: ["moving", "canary"].map((name) => ({
      FunctionArn: `${functionArn("orders")}:${name}`,
      RequestedProvisionedConcurrentExecutions: 2,
      Status: "IN_PROGRESS",
    })),
  });
  const { document } = await take(source, plain);
  expect(Object.fromEntries(document.aliases.map(({ name, weights }) => [name, weights]))).toEqual({
    moving: {},
    canary: { "1": 0.1 },
    all: { "1": 1 },
  });
});

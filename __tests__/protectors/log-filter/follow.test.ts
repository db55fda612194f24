import { expect, test } from "vitest";
import { itemsOf } from "../../../handlers/discover/items.ts";
import type { JsonObject } from "../../../modules/contract/json.ts";
import { relatedCallers } from "../../../modules/protectors/lambda/related.ts";
import { seenCallers } from "../../../modules/protectors/lambda/seen.ts";
import { loadProtector } from "../../../modules/protectors/load.ts";
import { readEach } from "../../../modules/protectors/read-list.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { FakeRegion } from "../../support/fake-region.ts";
import { ANY, request } from "../../support/sample-request.ts";
import { functionArn, seedFunction } from "../../support/seed-function.ts";

const ARN = functionArn("orders");

/** A function, and groups of which those that have a filter call it. */
function region(groups: Readonly<Record<string, string | undefined>>, ...sources: string[]): FakeRegion {
  const there = new FakeRegion();
  there.page = 50;
  seedFunction(there.lambda, "orders");
  for (const [logGroupName, destinationArn] of Object.entries(groups)) {
    there.logs.CreateLogGroup({ logGroupName });
    if (destinationArn !== undefined)
      there.logs.PutSubscriptionFilter({
        ...{ logGroupName, destinationArn, filterName: "f", filterPattern: "" },
      });
  }
  for (const [n, SourceArn] of sources.entries())
    there.lambda.AddPermission({
      ...{ FunctionName: "orders", StatementId: `s${n}`, Action: "lambda:InvokeFunction", SourceArn },
      Principal: n % 2 === 0 ? "logs.amazonaws.com" : "logs.us-east-1.amazonaws.com",
    });
  return there;
}

const groupAt = (there: FakeRegion, name: string): string => there.logs.arn(name);

async function related(
  there: FakeRegion,
  triggers: "all" | readonly ["logs"] | readonly ["sns"] = "all",
  hints?: JsonObject,
  warn: (text: string) => void = () => undefined,
) {
  const thing = { kind: "lambda" as const, id: "orders", arn: ARN, ...(hints && { hints }) };
  return (await relatedCallers(there.ports(), thing, { triggers, warn })).map(({ id }) => id);
}

test("a group that the function's policy names and that has a filter which calls it is followed", async () => {
  const there = new FakeRegion();
  const named = ["/shop/a", "/shop/b", "/shop/gone"].map((name) => `${there.logs.arn(name)}:*`);
  const calling = region({ "/shop/a": `${ARN}:live`, "/shop/b": functionArn("billing") }, ...named);
  const found = await relatedCallers(
    calling.ports(),
    { kind: "lambda", id: "orders", arn: ARN },
    { triggers: ["logs"], warn: () => undefined },
  );
  expect(found).toEqual([
    { kind: "log-filter", id: "/shop/a", arn: groupAt(calling, "/shop/a"), calls: [`${ARN}:live`] },
  ]);
});

test("a group that refuses the question takes no other group along, and is told by name", async () => {
  const { logs } = new FakeRegion();
  const there = region({ "/api/a": ARN, "/api/theirs": ARN, "/api/z": ARN }, `${logs.arn("/api/*")}:*`);
  there.wire.before = ({ name, input }) =>
    name === "DescribeSubscriptionFilters" && input.logGroupName === "/api/theirs"
      ? awsError("AccessDeniedException", 400, "explicit deny")
      : undefined;
  const told: string[] = [];
  expect(await related(there, "all", undefined, (text) => void told.push(text))).toEqual([
    "/api/a",
    "/api/z",
  ]);
  expect(told).toEqual([
    `log groups that may not be asked whether they call ${ARN}: /api/theirs (logs:DescribeSubscriptionFilters of /api/theirs: AccessDeniedException: explicit deny)`,
  ]);
});

test("so is one that the policy of an alias names", async () => {
  const there = region({ "/shop/a": `${ARN}:live` });
  there.lambda.CreateAlias({ FunctionName: "orders", Name: "live", FunctionVersion: "$LATEST" });
  there.lambda.AddPermission({
    ...{ FunctionName: "orders", Qualifier: "live", StatementId: "s", Action: "lambda:InvokeFunction" },
    ...{ Principal: "logs.amazonaws.com", SourceArn: `${groupAt(there, "/shop/a")}:*` },
  });
  expect(await related(there)).toEqual(["/shop/a"]);
});

test("of groups that the policy names by their beginning, those with a filter that calls it are", async () => {
  const { logs } = new FakeRegion();
  const there = region(
    { "/api/a": ARN, "/api/b": functionArn("billing"), "/api/c": undefined, "/shop/a": ARN },
    `${logs.arn("/api/*")}:*`,
  );
  expect(await related(there)).toEqual(["/api/a"]);
  const asked = there.logs.calls.filter(({ name }) => name === "DescribeSubscriptionFilters");
  expect(asked.map(({ input }) => input.logGroupName)).toEqual(["/api/a", "/api/b", "/api/c"]);
});

test("of a class that nobody has heard of a group is asked for its filters", async () => {
  const { logs } = new FakeRegion();
  const there = region({}, `${logs.arn("/api/new")}:*`, `${logs.arn("/api/bare")}:*`);
  for (const [logGroupName, logGroupClass] of Object.entries({
    "/api/new": "ESSENTIALS",
    "/api/bare": "LATER",
  }))
    there.logs.CreateLogGroup({ logGroupName, logGroupClass: logGroupClass as "ESSENTIALS" });
  there.logs.whole.add("ESSENTIALS");
  there.logs.PutSubscriptionFilter({
    ...{ logGroupName: "/api/new", destinationArn: ARN, filterName: "f", filterPattern: "" },
  });
  expect(await related(there)).toEqual(["/api/new"]);
});

test("of a class that has no filters no group calls anything, and none is asked for any", async () => {
  const { logs } = new FakeRegion();
  const there = region(
    { "/api/a": ARN },
    ...["/api/*", "/api/rare", "/api/sent"].map((name) => `${logs.arn(name)}:*`),
  );
  there.logs.CreateLogGroup({ logGroupName: "/api/rare", logGroupClass: "INFREQUENT_ACCESS" });
  there.logs.CreateLogGroup({ logGroupName: "/api/sent", logGroupClass: "DELIVERY" });
  expect(await related(there)).toEqual(["/api/a"]);
  const asked = there.logs.calls.filter(({ name }) => name === "DescribeSubscriptionFilters");
  expect(asked.map(({ input }) => input.logGroupName)).toEqual(["/api/a"]);
});

test("a policy that names every group, or more than can be looked into, is followed to none", async () => {
  const { logs } = new FakeRegion();
  const many = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`/api/${n}`, ARN]));
  const there = region(many, `${logs.arn("*")}`, `${logs.arn("/api/*")}:*`);
  expect(await related(there)).toEqual([]);
  expect(there.logs.called()).not.toContain("DescribeSubscriptionFilters");
});

test("the group that it writes to is related where it is there, whatever it is called", async () => {
  expect(await related(region({}))).toEqual([]);
  expect(
    await related(region({ "/aws/lambda/orders": undefined, "/aws/lambda/orders-b": undefined })),
  ).toEqual(["/aws/lambda/orders"]);
  const given = region({ "/aws/lambda/orders": undefined, "/shop/own": undefined });
  expect(await related(given, "all", { mappings: [], logGroup: "/shop/own" })).toEqual(["/shop/own"]);
});

test("a policy that keeps no subscription filters asks for nothing", async () => {
  const there = region({ "/aws/lambda/orders": undefined });
  expect(await related(there, ["sns"])).toEqual([]);
  expect(there.wire.calls).toEqual([]);
});

test("a run captures the function with the groups that call it and the one that it was given", async () => {
  const { logs } = new FakeRegion();
  const there = region({ "/shop/a": ARN, "/shop/own": undefined }, `${logs.arn("/shop/a")}:*`);
  there.lambda.UpdateFunctionConfiguration({
    FunctionName: "orders",
    LoggingConfig: { LogGroup: "/shop/own" },
  });
  const wanted = { ...request, select: ANY, protect: { ...request.protect, triggers: ["logs"] as const } };
  const ports = { aws: there.ports(), protector: loadProtector, list: readEach(fail), now: () => 0 };
  const items = await itemsOf(ports as never, wanted as never, fail);
  expect(items.map(({ kind, id }) => `${kind}/${id}`)).toEqual([
    "lambda/orders",
    "log-filter//shop/a",
    "log-filter//shop/own",
  ]);
});

test("a group that was captured is not seen as one that nobody protects; its own group stands for no wildcard", () => {
  const { logs } = new FakeRegion();
  const statement = (source: string) => ({
    Effect: "Allow",
    Principal: { Service: "logs.amazonaws.com" },
    Condition: { ArnLike: { "AWS:SourceArn": source } },
  });
  const seen = (source: string, ...captured: string[]) =>
    seenCallers(
      { name: "orders", policies: [{ statements: [statement(source)] }] },
      captured.map((name) => ({ arn: logs.arn(name) })),
    ).map((one) => one.source);
  const named = `${logs.arn("/shop/a")}:*`;
  expect(seen(named, "/shop/a")).toEqual([]);
  expect(seen(named, "/shop/ab")).toEqual([named]);
  const wild = `${logs.arn("/shop/*")}:*`;
  expect(seen(wild, "/shop/a")).toEqual([]);
  expect(seen(logs.arn("*"), "/aws/lambda/orders")).toEqual([logs.arn("*")]);
  const own = `${logs.arn("/aws/lambda/orders")}:*`;
  expect(seen(own, "/aws/lambda/orders")).toEqual([]);
});

function fail(message: string): never {
  throw new Error(message);
}

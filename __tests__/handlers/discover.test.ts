import { expect, test } from "vitest";
import { discover } from "../../handlers/discover/discover.ts";
import type { BackupRequest } from "../../modules/contract/events.ts";
import type { CapturedTrigger } from "../../modules/contract/triggers.ts";
import { lambdaInventory } from "../../modules/protectors/lambda/protector.ts";
import { awsError } from "../support/fake-aws/error.ts";
import { FakeRegion } from "../support/fake-region.ts";
import { MemoryWork } from "../support/memory-work.ts";
import { ANY, request } from "../support/sample-request.ts";
import { functionArn, seedFunction } from "../support/seed-function.ts";

const execution = {
  id: "arn:aws:states:us-east-1:123456789012:execution:x:1",
  startedAt: "2026-11-23T21:08:00.5Z",
};

function region(): FakeRegion {
  const source = new FakeRegion();
  seedFunction(source.lambda, "orders-b");
  seedFunction(source.lambda, "orders-a").tags = { "edge-zone": "us-east-1-bos-1a" };
  seedFunction(source.lambda, "media");
  source.lambda.mappings.set("m1", {
    UUID: "m1",
    FunctionArn: `${functionArn("orders-b")}:live`,
    EventSourceArn: "arn:aws:sqs:us-east-1:123456789012:orders",
  });
  source.buckets.add("photos", {
    LambdaFunctionConfigurations: [{ LambdaFunctionArn: functionArn("orders-b"), Events: [] }],
  });
  return source;
}

async function ask(source: FakeRegion, change: Partial<BackupRequest> = {}) {
  const work = new MemoryWork();
  const protector = lambdaInventory(source.ports());
  const event = { request: { ...request, ...change }, execution };
  const discovered = await discover({ protector, work, log: () => undefined }, event);
  return { discovered, work, items: await work.get(discovered.items.key) };
}

const item = (name: string, mappings: string[] = [], buckets: string[] = []) => ({
  kind: "lambda",
  name,
  arn: functionArn(name),
  mappings,
  buckets,
});

test("what a policy selects is pinned, sorted, with its triggers and without tags", async () => {
  const { discovered, items } = await ask(region());
  expect(items).toEqual([item("orders-a"), item("orders-b", ["m1"], ["photos"])]);
  const { id, startedAt } = discovered.run;
  expect(id).toMatch(/^20261123T210800Z-[0-9a-f]{8}$/);
  expect(startedAt).toBe(execution.startedAt);
  expect(discovered).toMatchObject({
    request,
    items: { bucket: request.work.bucket, key: `work/${id}/items.json`, count: 2 },
  });
});

test("the same execution asked twice has the same run", async () => {
  const [first, second] = [await ask(region()), await ask(region())];
  expect(first.discovered).toEqual(second.discovered);
});

test("an edge zone has its own functions, and the region the rest", async () => {
  const zone = await ask(region(), { zone: "us-east-1-bos-1a" });
  expect(zone.items).toEqual([item("orders-a")]);
  const rest = await ask(region(), { zonesElsewhere: ["us-east-1-bos-1a"] });
  expect(rest.items).toEqual([item("orders-b", ["m1"], ["photos"])]);
});

test("a policy that protects some kinds of trigger pins those alone", async () => {
  const pinned = async (...triggers: CapturedTrigger[]) =>
    (await ask(region(), { protect: { code: "published", triggers } })).items;
  expect(await pinned()).toEqual([item("orders-a"), item("orders-b")]);
  expect(await pinned("s3")).toEqual([item("orders-a"), item("orders-b", [], ["photos"])]);
  expect(await pinned("sqs")).toEqual([item("orders-a"), item("orders-b", ["m1"])]);
});

test("ARNs and runtimes narrow a selection without a call for each function", async () => {
  const source = region();
  seedFunction(source.lambda, "orders-py", { Runtime: "python3.13" });
  const { items } = await ask(source, {
    select: { ...ANY, arns: [functionArn("orders-*")], runtimes: ["python*"] },
  });
  expect(items).toEqual([item("orders-py")]);
  expect(source.wire.named("ListTags")).toEqual([]);
});

test("within a pause of the policy nothing is looked at, and the run says why", async () => {
  const source = region();
  const pause = { from: "2026-11-23", to: "2026-11-24", reason: "inventory" };
  const change = { pauses: [pause], timeZone: "America/New_York" };
  const { discovered, items } = await ask(source, change);
  expect(discovered.run).toMatchObject({ pause });
  expect(discovered.items.count).toBe(0);
  expect(items).toEqual([]);
  expect(source.wire.calls).toEqual([]);
  const elsewhere = await ask(region(), { ...change, timeZone: "Asia/Tokyo" });
  expect(elsewhere.discovered.run).not.toHaveProperty("pause");
  expect(elsewhere.discovered.items.count).toBe(2);
});

test("a selection that matches nothing is an empty list, and no error", async () => {
  const { discovered, items } = await ask(region(), { select: { ...ANY, names: ["none"] } });
  expect(items).toEqual([]);
  expect(discovered.items.count).toBe(0);
});

test("a bucket that refuses us is kept as a warning of the run", async () => {
  const source = region();
  source.wire.before = ({ name: call }) =>
    call.startsWith("GetBucketNot") ? awsError("AccessDenied", 403) : undefined;
  const { discovered, work } = await ask(source);
  expect(await work.get(`work/${discovered.run.id}/warnings.json`)).toEqual([
    expect.stringContaining("notifications of bucket photos are not protected"),
  ]);
});

test("a list that fails fails the run before anything is pinned", async () => {
  const source = region();
  source.wire.before = ({ name: call }) =>
    call === "ListEventSourceMappings" ? awsError("ServiceException", 500) : undefined;
  await expect(ask(source)).rejects.toThrow("lambda:ListEventSourceMappings of us-east-1: ServiceException");
});

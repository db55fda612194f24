import { describe, expect, test } from "vitest";
import type { Inventoried } from "../../../modules/protectors/protector.ts";
import { s3Notifications } from "../../../modules/protectors/s3-notifications/protector.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { ACCOUNT, BucketsAt, calling, functionAt } from "./place.ts";

const OURS = { LambdaFunctionConfigurations: [calling(functionAt("orders"), "a")] };

async function take(at: BucketsAt): Promise<{ items: Inventoried[]; warnings: string[] }> {
  const items: Inventoried[] = [];
  const warnings: string[] = [];
  const warn = (text: string): number => warnings.push(text);
  const options = { triggers: "all", needsTags: () => false, warn } as const;
  for await (const item of s3Notifications.inventory(at.all, options)) items.push(item);
  return { items, warnings };
}

const idsOf = ({ items }: { items: Inventoried[] }): string[] => items.map(({ id }) => id);

test.each([0, 1, 49, 50, 51, 99, 100, 101])("every page of %i buckets is read", async (count) => {
  const at = new BucketsAt();
  at.page = 50;
  for (let i = 0; i < count; i++) at.put(`b${i}`, OURS);
  expect(idsOf(await take(at))).toEqual(Array.from({ length: count }, (_, i) => `b${i}`));
});

test("a bucket is listed with the functions it calls, under every qualifier", async () => {
  const at = new BucketsAt();
  const arns = [`${functionAt("orders")}:live`, functionAt("orders"), functionAt("orders-api")];
  at.put("photos", { LambdaFunctionConfigurations: arns.map((arn, n) => calling(arn, `n${n}`)) });
  expect(await take(at)).toEqual({
    items: [
      {
        kind: "s3-notifications",
        id: "photos",
        name: "photos",
        arn: "arn:aws:s3:::photos",
        related: [],
        tags: {},
        feeds: arns,
      },
    ],
    warnings: [],
  });
});

test("one that tells queues or EventBridge alone is listed with whom it tells; one that tells nobody is not", async () => {
  const at = new BucketsAt();
  at.put("bridged", { EventBridgeConfiguration: {} });
  at.put("queued", { QueueConfigurations: [{ QueueArn: "arn:aws:sqs:us-east-1:1:q", Events: [] }] });
  at.put("silent");
  const found = await take(at);
  expect(found.items.map(({ id, feeds }) => [id, feeds])).toEqual([
    ["bridged", []],
    ["queued", ["arn:aws:sqs:us-east-1:1:q"]],
  ]);
});

test("each bucket costs one call where the list tells regions, and nobody asks for tags", async () => {
  const at = new BucketsAt();
  for (const bucket of ["a", "b", "c"]) at.put(bucket, OURS);
  await take(at);
  expect(at.buckets.called().sort()).toEqual([
    "GetBucketNotificationConfiguration",
    "GetBucketNotificationConfiguration",
    "GetBucketNotificationConfiguration",
    "ListBuckets",
    "ListBuckets",
  ]);
  for (const { name, input } of at.buckets.calls)
    if (name !== "ListBuckets") expect(input.ExpectedBucketOwner).toBe(ACCOUNT);
});

describe.each([true, false])("buckets, where the list tells regions: %j", (tellsRegions) => {
  function region(): BucketsAt {
    const at = new BucketsAt();
    at.buckets.tellsRegions = tellsRegions;
    return at;
  }

  test("of another region are not asked", async () => {
    const at = region();
    at.put("here", OURS);
    at.buckets.add("there", OURS, "eu-west-1");
    expect(idsOf(await take(at))).toEqual(["here"]);
    const asked = at.wire.named("GetBucketNotificationConfiguration").map(({ input }) => input.Bucket);
    expect(asked).toEqual(["here"]);
  });

  test("that refuse us are named, and the others still read", async () => {
    const at = region();
    at.put("closed", OURS);
    at.put("open", OURS);
    at.wire.before = ({ name, input }) =>
      name === "GetBucketNotificationConfiguration" && input.Bucket === "closed"
        ? awsError("AccessDenied", 403)
        : undefined;
    const found = await take(at);
    expect(idsOf(found)).toEqual(["open"]);
    expect(found.warnings).toEqual([
      "buckets whose notifications may not be read, and are not protected: closed (s3:GetBucketNotificationConfiguration of closed: AccessDenied: AccessDenied it is)",
    ]);
  });

  test("that go while they are listed are left out", async () => {
    const at = region();
    at.put("gone", OURS);
    at.wire.before = ({ name }) => {
      if (name !== "ListBuckets") at.buckets.regions.clear();
      return undefined;
    };
    expect(await take(at)).toEqual({ items: [], warnings: [] });
  });
});

test.each([
  ["ListBuckets", `s3:ListBuckets of ${ACCOUNT}`],
  ["GetBucketLocation", "s3:GetBucketLocation of photos"],
  ["GetBucketNotificationConfiguration", "s3:GetBucketNotificationConfiguration of photos"],
])("fails when %s fails, and says so", async (failing, said) => {
  const at = new BucketsAt();
  at.buckets.tellsRegions = false;
  at.put("photos");
  at.wire.before = ({ name }) => (name === failing ? awsError("ServiceException", 500) : undefined);
  await expect(take(at)).rejects.toThrow(`${said}: ServiceException: ServiceException it is`);
});

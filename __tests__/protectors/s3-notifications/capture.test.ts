import { expect, test } from "vitest";
import { FormError } from "../../../modules/protectors/protector.ts";
import { s3Notifications } from "../../../modules/protectors/s3-notifications/protector.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { ACCOUNT, BucketsAt, calling, documentOf, functionAt, itemOf } from "./place.ts";

const OPTIONS = {
  today: "2026-11-29",
  scope: { code: "latest", triggers: "all" },
  keep: () => Promise.reject(new Error("notifications have no bytes")),
} as const;
const EVERYTHING = {
  LambdaFunctionConfigurations: [calling(functionAt("orders"), "a")],
  QueueConfigurations: [{ Id: "q", QueueArn: "arn:aws:sqs:us-east-1:1:q", Events: ["s3:ObjectRestore:*"] }],
  TopicConfigurations: [{ Id: "t", TopicArn: "arn:aws:sns:us-east-1:1:t", Events: ["s3:ObjectTagging:*"] }],
  EventBridgeConfiguration: {},
};

function region(): BucketsAt {
  const at = new BucketsAt();
  at.put("orders-in", EVERYTHING);
  return at;
}

const capture = (at: BucketsAt) => s3Notifications.capture(at.all, itemOf("orders-in"), OPTIONS);

test("everything that the bucket tells is kept as S3 gives it, the EventBridge flag too", async () => {
  const at = region();
  const found = await capture(at);
  expect(found?.document).toEqual(documentOf(EVERYTHING));
  expect(s3Notifications.parse(JSON.parse(JSON.stringify(found?.document)))).toEqual(found?.document);
  expect(found?.revision.before).toMatch(/^[0-9a-f]{64}$/);
  expect(found?.revision.after).toBe(found?.revision.before);
  expect(at.buckets.calls.map(({ input }) => input.ExpectedBucketOwner)).toEqual([ACCOUNT, ACCOUNT]);
});

test("what S3 may tell one day beside it is not taken for a part of this form", async () => {
  const at = region();
  at.put("orders-in", { ...EVERYTHING, StreamConfigurations: [] } as typeof EVERYTHING);
  expect((await capture(at))?.document).toEqual(documentOf(EVERYTHING));
});

test("the revision moves with any entry and with the flag", async () => {
  const revisions = new Set<string | undefined>();
  const { EventBridgeConfiguration: _, ...silent } = EVERYTHING;
  for (const configuration of [EVERYTHING, silent, { ...EVERYTHING, QueueConfigurations: [] }, {}]) {
    const at = region();
    at.put("orders-in", configuration);
    revisions.add((await capture(at))?.revision.after);
  }
  expect(revisions.size).toBe(4);
});

test("a document that is written while it is read is read again", async () => {
  const at = region();
  at.wire.before = (_call, count) => {
    if (count === 2) at.put("orders-in", { EventBridgeConfiguration: {} });
    return undefined;
  };
  expect((await capture(at))?.document.configuration).toEqual({ EventBridgeConfiguration: {} });
  expect(at.buckets.calls).toHaveLength(4);
});

test("one that never rests is not captured, and says so", async () => {
  const at = region();
  at.wire.before = (_call, count) => {
    at.put("orders-in", { LambdaFunctionConfigurations: [calling(functionAt("orders"), `n${count}`)] });
    return undefined;
  };
  await expect(capture(at)).rejects.toThrow(/orders-in keeps changing.*written meanwhile/);
});

test("a bucket that is gone is gone; one that tells nobody any longer is captured so", async () => {
  const gone = new BucketsAt();
  expect(await capture(gone)).toBeUndefined();
  const silent = new BucketsAt();
  silent.put("orders-in");
  expect((await capture(silent))?.document.configuration).toEqual({});
});

test.each([
  ["refuses us", awsError("AccessDenied", 403)],
  ["does not answer", awsError("ServiceException", 500)],
  ["is hidden by a proxy", awsError("NotFound", 404)],
])("a bucket that %s is not gone", async (_how, error) => {
  const at = region();
  at.wire.before = () => error;
  await expect(capture(at)).rejects.toThrow("s3:GetBucketNotificationConfiguration of orders-in");
});

test("hints are refused", () => {
  const item = { ...itemOf("orders-in"), hints: {} };
  expect(() => s3Notifications.capture(region().all, item, OPTIONS)).toThrow(FormError);
});

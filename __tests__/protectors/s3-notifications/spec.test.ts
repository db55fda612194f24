import { expect, test } from "vitest";
import { parseArn } from "../../../modules/core/arn.ts";
import { s3NotificationsSpec } from "../../../modules/protectors/s3-notifications/spec.ts";

test.each<[string, string | undefined]>([
  ["arn:aws:s3:::orders-in", "orders-in"],
  ["arn:aws-cn:s3:::orders.in", "orders.in"],
  ["arn:aws:s3:::orders-in/2026/a.json", undefined],
  ["arn:aws:s3:us-east-1:111122223333:accesspoint:orders", undefined],
  ["arn:aws:sqs:us-east-1:111122223333:orders-in", undefined],
])("%s names bucket %s", (arn, bucket) => {
  expect(s3NotificationsSpec.idOf(parseArn(arn))).toBe(bucket);
});

test("only activation writes, nothing makes or deletes a bucket, and every bucket is the account's own", () => {
  const { inventory, capture, restore, activate } = s3NotificationsSpec.permissions;
  const actions = (of: typeof inventory) => of.map(({ action }) => action);
  const reads = ["s3:GetBucketNotification"];
  expect(actions(inventory)).toEqual(["s3:ListAllMyBuckets", "s3:GetBucketLocation", ...reads]);
  expect(actions(capture)).toEqual(reads);
  const whetherTold = "lambda:GetFunctionConfiguration";
  expect(actions(restore)).toEqual([...reads, whetherTold]);
  expect(actions(activate)).toEqual([...reads, "s3:PutBucketNotification", whetherTold]);
  for (const { action, resources, condition } of [...inventory, ...capture, ...restore, ...activate])
    if (action === whetherTold)
      expect(resources).toEqual(["arn:{partition}:lambda:{region}:{account}:function:*"]);
    else if (resources.includes("*"))
      expect(Object.keys(s3NotificationsSpec.wildcardActions)).toContain(action);
    else expect(condition).toEqual({ StringEquals: { "aws:ResourceAccount": "{account}" } });
});

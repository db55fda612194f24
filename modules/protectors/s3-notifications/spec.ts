import type { Permission } from "../../contract/permission.ts";
import type { KindSpec } from "../spec.ts";

const ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html";

/** A bucket's ARN holds no account; this does. */
const onOwnBuckets = (...actions: string[]): Permission[] =>
  actions.map((action) => ({
    action: `s3:${action}`,
    resources: ["arn:{partition}:s3:::*"],
    condition: { StringEquals: { "aws:ResourceAccount": "{account}" } },
  }));

/** An entry that is in the way of ours may call a function that is gone. */
const whetherTold: readonly Permission[] = [
  {
    action: "lambda:GetFunctionConfiguration",
    resources: ["arn:{partition}:lambda:{region}:{account}:function:*"],
  },
];

/** What a bucket tells to whom. The bucket itself is not a part of it: no restore makes one. */
export const s3NotificationsSpec: KindSpec = {
  kind: "s3-notifications",
  noun: ["bucket's notifications", "buckets' notifications"],
  home: "regional",
  source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html",
  trigger: "s3",
  listedToFollow: true,
  madeByArm: true,
  // Access points have a region; objects have a slash.
  idOf: ({ service, region, resource }) =>
    service === "s3" && region === "" && !resource.includes("/") ? resource : undefined,
  partOf: "bucket",
  // Buckets of before 2018 in us-east-1 have longer names, and capitals.
  written: {
    id: "BUCKET",
    arn: "arn:{partition}:s3:::BUCKET",
    parts: [{ letters: /[A-Za-z0-9_.-]/, least: 3, most: 255 }],
  },
  permissions: {
    inventory: [
      // Of all regions: S3 has one list.
      { action: "s3:ListAllMyBuckets", resources: ["*"] },
      ...onOwnBuckets("GetBucketLocation", "GetBucketNotification"),
    ],
    capture: onOwnBuckets("GetBucketNotification"),
    restore: [...onOwnBuckets("GetBucketNotification"), ...whetherTold],
    activate: [...onOwnBuckets("GetBucketNotification", "PutBucketNotification"), ...whetherTold],
  },
  wildcardActions: { "s3:ListAllMyBuckets": ACTIONS },
  pace: {
    // S3 states no rate for reads of a bucket's configuration.
    budget: "S3 bucket configuration",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html",
    perThing: () => 2,
    // The list, and every bucket in it.
    perPage: () => 1 + 1000,
    pageSize: 1000,
  },
};

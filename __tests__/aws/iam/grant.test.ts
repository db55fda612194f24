import { expect, test } from "vitest";
import { grant } from "../../../modules/aws/iam/grant.ts";

const places = { partition: "aws", account: "123456789012", region: "us-east-1" };

test("joins actions of one bound in one statement, in the order declared", () => {
  const on = (action: string, resource: string) => ({ action, resources: [resource] });
  const functions = "arn:{partition}:lambda:{region}:{account}:function:*";
  expect(
    grant(
      [on("lambda:ListTags", functions), on("s3:ListAllMyBuckets", "*"), on("lambda:GetPolicy", functions)],
      places,
    ),
  ).toEqual([
    {
      Effect: "Allow",
      Action: ["lambda:ListTags", "lambda:GetPolicy"],
      Resource: ["arn:aws:lambda:us-east-1:123456789012:function:*"],
    },
    { Effect: "Allow", Action: ["s3:ListAllMyBuckets"], Resource: ["*"] },
  ]);
});

test("fills conditions too, with the partition's own service names", () => {
  const decrypt = {
    action: "kms:Decrypt",
    resources: ["{key}"],
    condition: {
      StringEquals: { "kms:ViaService": ["s3.{region}.{dns}"], "aws:ResourceAccount": "{account}" },
    },
  };
  expect(grant([decrypt], { ...places, partition: "aws-cn", region: "cn-north-1", key: "arn:key" })).toEqual([
    {
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: ["arn:key"],
      Condition: {
        StringEquals: {
          "kms:ViaService": ["s3.cn-north-1.amazonaws.com.cn"],
          "aws:ResourceAccount": "123456789012",
        },
      },
    },
  ]);
});

test("fails on a placeholder nobody filled", () => {
  expect(() => grant([{ action: "s3:GetObject", resources: ["arn:aws:s3:::{bucket}/*"] }], places)).toThrow(
    "permission on arn:aws:s3:::{bucket}/*: nothing is known of {bucket} here",
  );
});

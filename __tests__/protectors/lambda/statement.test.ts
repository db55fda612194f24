import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../modules/contract/json.ts";
import { grantOf, isPublic } from "../../../modules/protectors/lambda/restore/statement.ts";

const base = { Sid: "a", Effect: "Allow", Action: "lambda:InvokeFunction" };
const granted = { StatementId: "a", Action: "lambda:InvokeFunction" };

test.each<[string, JsonObject, JsonObject]>([
  ["a service", { Principal: { Service: "s3.amazonaws.com" } }, { Principal: "s3.amazonaws.com" }],
  ["an account", { Principal: { AWS: "arn:aws:iam::111122223333:root" } }, { Principal: "111122223333" }],
  ["a role", { Principal: { AWS: "arn:aws:iam::1:role/r" } }, { Principal: "arn:aws:iam::1:role/r" }],
  ["everybody", { Principal: { AWS: "*" } }, { Principal: "*" }],
  [
    "a source and its account",
    {
      Principal: { Service: "sns.amazonaws.com" },
      Condition: { ArnLike: { "AWS:SourceArn": "arn:x" }, StringEquals: { "AWS:SourceAccount": ["1"] } },
    },
    { Principal: "sns.amazonaws.com", SourceArn: "arn:x", SourceAccount: "1" },
  ],
  [
    "an organisation",
    { Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } },
    { Principal: "*", PrincipalOrgID: "o-1" },
  ],
  [
    "a URL",
    {
      Principal: "*",
      Condition: {
        StringEquals: { "lambda:FunctionUrlAuthType": "NONE" },
        Bool: { "lambda:InvokedViaFunctionUrl": "true" },
      },
    },
    { Principal: "*", FunctionUrlAuthType: "NONE", InvokedViaFunctionUrl: "true" },
  ],
  [
    "an event source's token",
    {
      Principal: { Service: "alexa-appkit.amazon.com" },
      Condition: { StringEquals: { "lambda:EventSourceToken": "amzn1.skill" } },
    },
    { Principal: "alexa-appkit.amazon.com", EventSourceToken: "amzn1.skill" },
  ],
])("AddPermission says %s", (_name, statement, grant) => {
  expect(grantOf({ ...base, ...statement })).toEqual({ ...granted, ...grant });
});

test.each<[string, JsonObject]>([
  ["it does not allow", { Effect: "Deny", Principal: "*" }],
  ["it has no Sid", { Sid: null, Principal: "*" }],
  ["it has more than one action", { Action: ["a", "b"], Principal: "*" }],
  ["its principal is not one service, account, role or *", { Principal: { AWS: ["1", "2"] } }],
  ["its principal is not one service, account, role or *", {}],
  [
    "AddPermission cannot say StringNotEquals aws:SourceArn",
    { Principal: "*", Condition: { StringNotEquals: { "aws:SourceArn": "x" } } },
  ],
  [
    "AddPermission cannot say StringEquals aws:SourceAccount",
    { Principal: "*", Condition: { StringEquals: { "aws:SourceAccount": ["1", "2"] } } },
  ],
  [
    "AddPermission cannot say StringEquals AWS:SourceArn",
    { Principal: "*", Condition: { StringEquals: { "AWS:SourceArn": "arn:literal*" } } },
  ],
])("it cannot make one of which: %s", (why, statement) => {
  expect(grantOf({ ...base, ...statement })).toEqual({ why });
});

describe("anybody may invoke", () => {
  test.each([
    ["by a bare *", { Principal: "*" }, true],
    [
      "by a URL without a check, whatever bounds it",
      { Principal: "*", FunctionUrlAuthType: "NONE", SourceAccount: "1" },
      true,
    ],
    ["by a URL that asks for any AWS identity", { Principal: "*", FunctionUrlAuthType: "AWS_IAM" }, true],
    ["not within an organisation", { Principal: "*", PrincipalOrgID: "o-1" }, false],
    ["not for one source", { Principal: "*", SourceArn: "arn:aws:s3:::orders-in" }, false],
    ["not for sources of one account", { Principal: "*", SourceArn: "arn:aws:sns:*:111122223333:*" }, false],
    ["by any source", { Principal: "*", SourceArn: "*" }, true],
    ["by any bucket", { Principal: "*", SourceArn: "arn:aws:s3:::*" }, true],
    ["by any account", { Principal: "*", SourceArn: "arn:aws:events:us-east-1:*:rule/*" }, true],
    ["not for one service", { Principal: "s3.amazonaws.com" }, false],
  ])("%s", (_name, grant, open) => {
    expect(isPublic({ ...granted, ...grant })).toBe(open);
  });
});

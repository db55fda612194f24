import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../modules/contract/json.ts";
import { isPublicStatement } from "../../../modules/protectors/kit/public-statement.ts";

const OPEN: JsonObject = { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage" };
const under = (operator: string, key: string, value: string | readonly string[]): JsonObject => ({
  ...OPEN,
  Condition: { [operator]: { [key]: value } },
});

describe("anybody is let in by", () => {
  test.each<[string, JsonObject]>([
    ["everybody without a condition", OPEN],
    ["every AWS principal", { ...OPEN, Principal: { AWS: "*" } }],
    ["every AWS principal in a list", { ...OPEN, Principal: { AWS: ["arn:aws:iam::1:root", "*"] } }],
    ["everybody but somebody", { Effect: "Allow", NotPrincipal: { AWS: "arn:aws:iam::1:root" } }],
    ["a source of any account", under("ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:orders")],
    ["one of two sources", under("ArnLike", "aws:SourceArn", ["arn:aws:s3:::shop", "arn:aws:s3:::*"])],
    ["an account with a wildcard", under("StringLike", "aws:SourceAccount", "1111*")],
    ["a source that may be absent", under("StringEqualsIfExists", "aws:SourceAccount", "111122223333")],
    ["all sources of none", under("ForAllValues:StringEquals", "aws:SourceAccount", "111122223333")],
    ["every source but one", under("StringNotEquals", "aws:SourceAccount", "111122223333")],
    ["buckets that anybody can make", under("StringLike", "aws:SourceArn", "arn:aws:s3:::shop*")],
    [
      "what a caller always equals",
      under("StringEquals", "aws:PrincipalAccount", `$${"{aws:PrincipalAccount}"}`),
    ],
    [
      "an ARN that every caller has",
      under("ArnLike", "aws:PrincipalArn", `arn:aws:iam::111122223333:role/$${"{aws:username}"}`),
    ],
    ["whoever speaks TLS", under("Bool", "aws:SecureTransport", "true")],
  ])("%s", (_title, statement) => {
    expect(isPublicStatement(statement)).toBe(true);
  });
});

describe("strangers are kept out by", () => {
  test.each<[string, JsonObject]>([
    ["a denial", { ...OPEN, Effect: "Deny" }],
    ["an account", { ...OPEN, Principal: { AWS: "arn:aws:iam::111122223333:root" } }],
    ["a service", { ...OPEN, Principal: { Service: "sns.amazonaws.com" } }],
    ["a source", under("ArnEquals", "aws:SourceArn", "arn:aws:sns:eu-west-1:111122223333:orders")],
    ["sources of an account", under("ArnLike", "AWS:SourceArn", "arn:aws:s3:*:111122223333:*")],
    ["a bucket", under("StringLike", "aws:SourceArn", "arn:aws:s3:::shop")],
    ["an account of the source", under("StringEquals", "aws:SourceAccount", "111122223333")],
    ["an organisation", under("StringEquals", "aws:PrincipalOrgID", "o-abc")],
    ["a network", under("StringEquals", "aws:SourceVpce", "vpce-0a")],
  ])("%s", (_title, statement) => {
    expect(isPublicStatement(statement)).toBe(false);
  });
});

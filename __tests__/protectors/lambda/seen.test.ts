import { expect, test } from "vitest";
import type { JsonObject } from "../../../modules/contract/json.ts";
import type { PolicyDocument } from "../../../modules/protectors/lambda/document.ts";
import { seenCallers } from "../../../modules/protectors/lambda/seen.ts";
import { seenText } from "../../../modules/protectors/seen.ts";

const RULE = "arn:aws:events:us-east-1:123456789012:rule/nightly";
const BUCKET = "arn:aws:s3:::uploads";

const allowing = (Service: string | string[], Condition?: JsonObject): JsonObject => ({
  Sid: "one",
  Effect: "Allow",
  Principal: { Service },
  Action: "lambda:InvokeFunction",
  ...(Condition !== undefined && { Condition }),
});

function seenOf(statements: readonly JsonObject[], ...captured: string[]): string[] {
  const policies = [{ statements }];
  return seenCallers(
    { policies },
    captured.map((arn) => ({ arn })),
  ).map(seenText);
}

test("a service whose resource was not captured with the function is seen, and one whose was is not", () => {
  const statements = [
    allowing("events.amazonaws.com", { ArnLike: { "AWS:SourceArn": RULE } }),
    allowing("s3.amazonaws.com", {
      ArnLike: { "AWS:SourceArn": BUCKET },
      StringEquals: { "AWS:SourceAccount": "123456789012" },
    }),
  ];
  expect(seenOf(statements, BUCKET)).toEqual([`events.amazonaws.com, ${RULE}`]);
  expect(seenOf(statements, BUCKET, RULE)).toEqual([]);
  expect(seenOf(statements)).toEqual([`events.amazonaws.com, ${RULE}`, `s3.amazonaws.com, ${BUCKET}`]);
});

test("a source with wildcards stands for what was captured and matches it", () => {
  const statements = [
    allowing("events.amazonaws.com", {
      ArnLike: { "aws:SourceArn": "arn:aws:events:*:123456789012:rule/*" },
    }),
  ];
  expect(seenOf(statements, RULE)).toEqual([]);
  expect(seenOf(statements, BUCKET)).toEqual(["events.amazonaws.com, arn:aws:events:*:123456789012:rule/*"]);
});

test("a service of no source, or of an account alone, is seen whatever was captured", () => {
  expect(seenOf([allowing("newservice.amazonaws.com")], RULE)).toEqual(["newservice.amazonaws.com"]);
  expect(
    seenOf([allowing("config.amazonaws.com", { StringEquals: { "AWS:SourceAccount": "123456789012" } })]),
  ).toEqual(["config.amazonaws.com, 123456789012"]);
  expect(seenOf([allowing("sns.amazonaws.com", { ArnNotLike: { "AWS:SourceArn": RULE } })], RULE)).toEqual([
    "sns.amazonaws.com",
  ]);
});

test("each is seen once, sorted, whatever number of aliases it may call; people and denials are not callers", () => {
  const of = (service: string) => allowing(service, { ArnLike: { "AWS:SourceArn": RULE } });
  const policies: PolicyDocument[] = [
    { statements: [of("logs.amazonaws.com"), of("iot.amazonaws.com")] },
    { qualifier: "live", statements: [of("logs.amazonaws.com")] },
    { statements: [{ Effect: "Deny", Principal: { Service: "alexa-appkit.amazon.com" } }] },
    { statements: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" } }] },
    { statements: [{ Effect: "Allow", Principal: "*" }] },
  ];
  expect(seenCallers({ policies }, []).map(seenText)).toEqual([
    `iot.amazonaws.com, ${RULE}`,
    `logs.amazonaws.com, ${RULE}`,
  ]);
});

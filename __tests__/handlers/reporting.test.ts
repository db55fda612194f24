import { expect, test } from "vitest";
import { jsonLog, told } from "../../handlers/shared/reporting.ts";
import { noteFailedCall } from "../../modules/core/failed-call.ts";
import { awsError } from "../support/fake-aws/error.ts";

test("a line is one JSON object, whatever the text", () => {
  const lines: string[] = [];
  const log = jsonLog((line) => lines.push(line));
  log("failed", {
    thing: "sqs-queue/orders.fifo",
    error: 'a\n{"message":"forged"}\u2028',
    newBytes: 3,
    point: undefined,
  });
  expect(lines).toEqual([
    '{"message":"failed","thing":"sqs-queue/orders.fifo","error":"a\\\\u000a{\\"message\\":\\"forged\\"}\\\\u2028","newBytes":3}',
  ]);
});

test("what a runner throws names the call, the resource and the region, and no address", async () => {
  const handler = told(() => {
    const error = awsError("AccessDenied", 403, "see https://b.example/?X-Amz-Signature=abc");
    const resource = "s3://b/work/items.json";
    noteFailedCall(error, { service: "s3", operation: "PutObject", region: "eu-west-1", resource });
    return Promise.reject(error);
  });
  await expect(handler()).rejects.toThrow(
    /^s3:PutObject of s3:\/\/b\/work\/items\.json in eu-west-1: AccessDenied: see \(address\)$/,
  );
});

test("an error of our own is told as it is", async () => {
  const handler = told(() => Promise.reject(new Error("the function is changing")));
  await expect(handler()).rejects.toThrow(/^the function is changing$/);
});

import { describe, expect, test } from "vitest";
import { explainAwsError } from "../../modules/cli/aws/aws-error.ts";
import { type FailedCall, noteFailedCall } from "../../modules/core/failed-call.ts";

const GET: FailedCall = {
  service: "s3",
  operation: "GetObject",
  region: "eu-west-1",
  resource: "s3://zonekeep-123456789012-eu-west-1/point",
};

function failed(name: string, message: string, call = GET, fields: object = {}): Error {
  const error = Object.assign(new Error(message), { name }, fields);
  noteFailedCall(error, call);
  return error;
}

describe("an error of AWS names the call, the resource, the region and the way out", () => {
  test("credentials are missing", () => {
    const error = failed("CredentialsProviderError", "Could not load credentials from any providers");
    expect(explainAwsError(error, {})).toEqual({
      message:
        "no AWS credentials: s3:GetObject of s3://zonekeep-123456789012-eu-west-1/point in eu-west-1 (Could not load credentials from any providers)",
      hint: "set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run: aws sso login",
    });
  });

  test("credentials are refused", () => {
    expect(explainAwsError(failed("ExpiredToken", "The token has expired"), {})?.message).toMatch(
      /^AWS refuses these credentials: s3:GetObject of /,
    );
  });

  test("access is denied, with the action that AWS names", () => {
    const call: FailedCall = {
      service: "lambda",
      operation: "UpdateAlias",
      region: "eu-west-1",
      resource: "orders",
    };
    const error = failed(
      "AccessDeniedException",
      "User: arn:aws:iam::123456789012:user/ann is not authorized to perform: lambda:UpdateAlias on resource: arn:x",
      call,
    );
    expect(explainAwsError(error, {})?.hint).toBe("grant lambda:UpdateAlias on orders");
  });

  test("access is denied without a word: a HEAD needs the action of its GET", () => {
    const error = failed(
      "403",
      "UnknownError",
      { ...GET, operation: "HeadObject" },
      { $metadata: { httpStatusCode: 403 } },
    );
    expect(explainAwsError(error, {})).toEqual({
      message:
        "not allowed: s3:HeadObject of s3://zonekeep-123456789012-eu-west-1/point in eu-west-1 (UnknownError)",
      hint: "grant s3:GetObject on s3://zonekeep-123456789012-eu-west-1/point",
    });
  });

  test("nobody answers at the address of a sandbox that has ended", () => {
    const refused = new AggregateError([Object.assign(new Error("connect"), { code: "ECONNREFUSED" })], "");
    noteFailedCall(refused, GET);
    expect(explainAwsError(refused, { AWS_ENDPOINT_URL: "http://127.0.0.1:4566" })?.hint).toBe(
      "AWS_ENDPOINT_URL is http://127.0.0.1:4566; if that is the sandbox: npx zonekeep sandbox status",
    );
  });

  test("an endpoint is no address", () => {
    const error = failed("TypeError", "Invalid URL", GET, { code: "ERR_INVALID_URL" });
    const { message, hint } = explainAwsError(error, { AWS_ENDPOINT_URL: "not a url" }) ?? {};
    expect(message).toMatch(/^an address is not a URL: s3:GetObject of .* in eu-west-1 \(Invalid URL\)$/);
    expect(hint).toBe("write http:// or https://, a name and a port: AWS_ENDPOINT_URL is not a url");
  });

  test("a region does not answer: a copy elsewhere can be read", () => {
    const error = failed("Error", "socket hang up", GET, { code: "ECONNRESET" });
    expect(explainAwsError(error, {})?.hint).toBe(
      "look at the health of eu-west-1; list, history, verify and restore can read a copy: --from REGION; a restore goes elsewhere: --to REGION",
    );
  });

  test("what should have been deployed is not there", () => {
    const call: FailedCall = {
      service: "states",
      operation: "StartExecution",
      region: "us-east-1",
      resource: "arn:m",
    };
    expect(
      explainAwsError(failed("StateMachineDoesNotExist", "State Machine Does Not Exist", call), {}),
    ).toEqual({
      message: "it is not there: states:StartExecution of arn:m in us-east-1 (State Machine Does Not Exist)",
      hint: "is it deployed? npx cdktf deploy site-us-east-1",
    });
  });

  test("anything else keeps AWS's own words", () => {
    expect(explainAwsError(failed("InvalidRange", "it is shorter"), {})).toEqual({
      message:
        "s3:GetObject of s3://zonekeep-123456789012-eu-west-1/point in eu-west-1: InvalidRange: it is shorter",
    });
  });
});

test("an error of ours is not an error of AWS", () => {
  expect(explainAwsError(new Error("AccessDenied"), {})).toBeUndefined();
});

test("an error keeps the call it came from when it passes through another", () => {
  const error = failed("AccessDenied", "no");
  noteFailedCall(error, { ...GET, operation: "PutObject" });
  expect(explainAwsError(error, {})?.message).toContain("s3:GetObject");
});

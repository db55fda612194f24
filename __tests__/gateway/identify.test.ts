import { expect, test } from "vitest";
import { identify } from "../../sandbox/gateway/identify.ts";
import { smallModels } from "./small-models.ts";

const signed = (service: string, region: string): string =>
  `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/${region}/${service}/aws4_request, SignedHeaders=host, Signature=f`;

function call(method: string, path: string, headers: Record<string, string>, body?: string): unknown {
  return identify({ method, url: new URL(path, "http://gateway"), headers }, body, smallModels);
}

test("a JSON call is named by its target header and its model's first named member", () => {
  const headers = { authorization: signed("kms", "eu-west-1"), "x-amz-target": "TrentService.Decrypt" };
  expect(call("POST", "/", headers, '{"CiphertextBlob":"c2VjcmV0","KeyId":"alias/orders"}')).toEqual({
    accessKey: "AKIDEXAMPLE",
    service: "kms",
    region: "eu-west-1",
    protocol: "json",
    action: "Decrypt",
    resource: "alias/orders",
  });
});

test("a call that is signed for all regions at once is of none", () => {
  const authorization =
    "AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE/20261123/lambda/aws4_request, SignedHeaders=host, Signature=f";
  const found = call("GET", "/2015-03-31/functions/orders", { authorization });
  expect(found).toMatchObject({ accessKey: "AKIDEXAMPLE", service: "lambda", resource: "orders" });
  expect(found).not.toHaveProperty("region");
});

test("a query call is about what its model requires first, not about what it sends first", () => {
  const headers = {
    authorization: signed("iam", "us-east-1"),
    "content-type": "application/x-www-form-urlencoded; charset=utf-8",
  };
  const body = "Action=PutRolePolicy&PolicyDocument=%7B%7D&PolicyName=p&RoleName=orders&Version=2010-05-08";
  expect(call("POST", "/", headers, body)).toMatchObject({
    protocol: "query",
    action: "PutRolePolicy",
    resource: "orders",
  });
});

test("a REST call that has no name in its path is about the one in its body", () => {
  const headers = { authorization: signed("lambda", "us-east-1"), "content-type": "application/json" };
  const body = '{"Environment":{"Variables":{"TokenName":"hunter2"}},"Role":"r","FunctionName":"pay"}';
  expect(call("POST", "/2015-03-31/functions", headers, body)).toMatchObject({
    protocol: "rest-json",
    action: "CreateFunction",
    resource: "pay",
  });
});

test("a presigned address says itself whom and where it was signed for", () => {
  const path =
    "/code/pay.zip?X-Amz-Credential=AKIDEXAMPLE%2F20261123%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Signature=f";
  expect(call("GET", path, {})).toEqual({
    accessKey: "AKIDEXAMPLE",
    service: "s3",
    region: "us-east-1",
    protocol: "s3",
    action: "GetObject",
    resource: "code/pay.zip",
  });
});

test("a function URL belongs to the region in its host", () => {
  expect(call("GET", "/hook", { host: "abc123.lambda-url.eu-west-1.on.aws" })).toEqual({
    service: "lambda",
    region: "eu-west-1",
    protocol: "rest-json",
    action: "GET /hook",
  });
});

test("a call that no model knows goes by method and path, without its query", () => {
  const headers = { authorization: signed("newservice", "us-east-1") };
  expect(call("POST", "/v9/things?token=hunter2", headers)).toMatchObject({
    service: "newservice",
    action: "POST /v9/things",
  });
});

test("what is no AWS call has no service", () => {
  expect(call("GET", "/moto-api/data.json", {})).toEqual({
    protocol: "rest-json",
    action: "GET /moto-api/data.json",
  });
});

import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { GetFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startGateway } from "../../sandbox/gateway/gateway.ts";
import { FORM, type Rig, signedFor, startRig } from "./fake-aws.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(async () => {
  await rig.close();
});

const credentials = { accessKeyId: "AKID", secretAccessKey: "secret" };

test("a call passes with its body, and its answer comes back without the sandbox's own header", async () => {
  rig.answerWith = async (request, response) => {
    response.setHeader("x-sandbox-caller", "arn:aws:iam::123456789012:root");
    response.setHeader("etag", '"1"');
    response.writeHead(201).end(`${request.method} ${request.url} ${await text(request)}`);
  };
  const response = await fetch(`${rig.endpoint}/orders/a?x-id=PutObject`, {
    method: "PUT",
    headers: signedFor("s3", "us-east-1"),
    body: "bytes",
  });
  expect(response.status).toBe(201);
  expect(await response.text()).toBe("PUT /orders/a?x-id=PutObject bytes");
  expect(response.headers.get("etag")).toBe('"1"');
  expect(response.headers.has("x-sandbox-caller")).toBe(false);
  expect(await rig.calls()).toMatchObject([
    {
      id: 1,
      service: "s3",
      region: "us-east-1",
      accessKey: "AKID",
      action: "PutObject",
      resource: "orders/a",
      caller: "arn:aws:iam::123456789012:root",
      status: 201,
      by: "aws",
    },
  ]);
});

test("what is recorded holds nothing of bodies or queries", async () => {
  const query = "X-Amz-Credential=AKID%2F20261123%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Signature=hunter2";
  await fetch(`${rig.endpoint}/orders/a?${query}`);
  await fetch(`${rig.endpoint}/2015-03-31/functions`, {
    method: "POST",
    headers: signedFor("lambda", "us-east-1", { "content-type": "application/json" }),
    body: JSON.stringify({ FunctionName: "pay", Environment: { Variables: { KeyName: "hunter2" } } }),
  });
  const calls = await rig.calls();
  expect(calls.map(({ action, resource }) => `${action} ${resource}`)).toEqual([
    "GetObject orders/a",
    "CreateFunction pay",
  ]);
  expect(JSON.stringify(calls)).not.toContain("hunter2");
});

test("a body reaches AWS while it is still being sent, and an answer its caller while it is still being given", async () => {
  rig.answerWith = (request, response) => {
    request.once("data", (first: Buffer) => response.write(`got ${first.length}`)); // the rest comes later
    request.once("end", () => response.end(", done"));
  };
  const { hostname, port } = new URL(rig.endpoint);
  const headers = signedFor("s3", "us-east-1");
  const outgoing = httpRequest({ hostname, port, method: "PUT", path: "/orders/big", headers });
  outgoing.write(Buffer.alloc(3 * 1024 * 1024));
  const [answer] = (await once(outgoing, "response")) as [IncomingMessage];
  outgoing.end();
  expect(await text(answer)).toMatch(/^got \d+, done$/);
});

test("a cut region breaks the connection and asks nobody", async () => {
  let asked = 0;
  rig.answerWith = (_, response) => {
    asked += 1;
    response.end("{}");
  };
  await rig.cut("us-east-1");
  const lambda = (region: string) =>
    fetch(`${rig.endpoint}/2015-03-31/functions`, { headers: signedFor("lambda", region) });
  await expect(lambda("us-east-1")).rejects.toThrow("fetch failed");
  expect(asked).toBe(0);
  expect((await lambda("eu-west-1")).status).toBe(200);
  expect((await rig.calls()).map(({ region, status, by }) => [region, status, by])).toEqual([
    ["us-east-1", 0, "cut"],
    ["eu-west-1", 200, "aws"],
  ]);
  expect(await rig.regionsCut()).toEqual(["us-east-1"]);

  await rig.heal("us-east-1");
  expect((await lambda("us-east-1")).status).toBe(200);
});

test("cutting a region breaks what is under way there", async () => {
  const arrived = new Promise<void>((resolve) => {
    rig.answerWith = () => resolve(); // never answers
  });
  const waiting = fetch(`${rig.endpoint}/2015-03-31/functions`, {
    headers: signedFor("lambda", "us-east-1"),
  });
  const broken = expect(waiting).rejects.toThrow("fetch failed");
  await arrived;
  await rig.cut("us-east-1");
  await broken;
});

test("a download by presigned address fails with its region", async () => {
  const address = (region: string): string =>
    `${rig.endpoint}/code/pay.zip?X-Amz-Credential=AKID%2F20261123%2F${region}%2Fs3%2Faws4_request`;
  await rig.cut("us-east-1");
  await expect(fetch(address("us-east-1"))).rejects.toThrow("fetch failed");
  expect((await fetch(address("eu-west-1"))).status).toBe(200);
});

test("a bucket answers in its own region only, tells clients of others where it is, and is lost with it", async () => {
  const call = (method: string, path: string, region: string, body?: string) =>
    fetch(`${rig.endpoint}${path}`, {
      method,
      headers: signedFor("s3", region),
      redirect: "manual",
      ...(body !== undefined && { body }),
    });
  await call("PUT", "/here", "us-east-1");
  await call("PUT", "/there", "us-east-1", "<C><LocationConstraint>eu-west-1</LocationConstraint></C>");
  expect((await call("GET", "/there/a", "eu-west-1")).status).toBe(200);
  const elsewhere = await call("GET", "/here/a", "eu-west-1");
  expect([elsewhere.status, elsewhere.headers.get("x-amz-bucket-region")]).toEqual([301, "us-east-1"]);
  expect(await elsewhere.text()).toContain(
    "<Code>PermanentRedirect</Code><Message>bucket here is in us-east-1",
  );

  await rig.cut("us-east-1");
  await expect(call("GET", "/here/a", "eu-west-1")).rejects.toThrow("fetch failed");
  expect((await call("GET", "/there/a", "eu-west-1")).status).toBe(200);
});

test("with us-east-1 cut off an SDK in another region is refused a write to IAM, as by AWS", async () => {
  await rig.cut("us-east-1");
  const iam = new IAMClient({ region: "eu-west-1", endpoint: rig.endpoint, credentials, maxAttempts: 1 });
  const write = iam.send(new CreateRoleCommand({ RoleName: "orders", AssumeRolePolicyDocument: "{}" }));
  await expect(write).rejects.toMatchObject({
    name: "ServiceUnavailable",
    message: "the IAM control plane in us-east-1 is not available: CreateRole is refused in every region",
    $metadata: { httpStatusCode: 503 },
  });
  rig.answerWith = (_, response) => response.end("<GetRoleResponse/>");
  const body = "Action=GetRole&RoleName=orders&Version=2010-05-08";
  const headers = signedFor("iam", "us-east-1", FORM);
  const read = await fetch(rig.endpoint, { method: "POST", headers, body });
  expect(await read.text()).toBe("<GetRoleResponse/>");
});

test("a web page instead of an AWS answer becomes an error that names the call", async () => {
  rig.answerWith = (_, response) => {
    response
      .writeHead(404, { "content-type": "text/html" })
      .end("<!doctype html>\n<title>404 Not Found</title>");
  };
  const lambda = new LambdaClient({
    region: "us-east-1",
    endpoint: rig.endpoint,
    credentials,
    maxAttempts: 1,
  });
  await expect(lambda.send(new GetFunctionCommand({ FunctionName: "pay" }))).rejects.toMatchObject({
    name: "SandboxUnknownCall",
    message:
      "lambda GetFunction in us-east-1 is not known to the sandbox (404): it runs only against AWS itself",
    $metadata: { httpStatusCode: 501 },
  });
});

test("an AWS error passes as it is, whatever content type it claims", async () => {
  const body = '{"__type":"ResourceNotFoundException","message":"no"}';
  rig.answerWith = (_, response) => {
    response.writeHead(404, { "content-type": "text/html" }).end(body);
  };
  const response = await fetch(`${rig.endpoint}/2015-03-31/functions/pay`, {
    headers: signedFor("lambda", "us-east-1"),
  });
  expect([response.status, await response.text()]).toEqual([404, body]);
});

test("an embedded AWS that is gone is said so", async () => {
  rig.answerWith = (request) => request.socket.destroy();
  const response = await fetch(`${rig.endpoint}/2015-03-31/functions`, {
    headers: signedFor("lambda", "us-east-1"),
  });
  expect([response.status, response.headers.get("x-amzn-errortype")]).toEqual([502, "SandboxNotRunning"]);
});

test("a port in use is an error, not another gateway's answers", async () => {
  const port = Number(new URL(rig.endpoint).port);
  await expect(startGateway({ upstream: () => rig.endpoint, port })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
});

test("the control face says what it does not understand", async () => {
  const ask = async (method: string, path: string, body?: string) => {
    const response = await fetch(`${rig.endpoint}/_sandbox/${path}`, {
      method,
      ...(body !== undefined && { body }),
    });
    return [response.status, await response.json()];
  };
  expect(await ask("GET", "nothing")).toEqual([404, { error: "the gateway knows no GET nothing" }]);
  expect(await ask("POST", "cut", "{}")).toEqual([
    400,
    { error: 'a region is wanted: {"region": "us-east-1"}' },
  ]);
  expect(await ask("POST", "faults", '[{"action":"(","fault":{"kind":"drop-before"}}]')).toMatchObject([
    400,
    {},
  ]);
  expect(await ask("POST", "faults", '[{"fault":{"kind":"flood"}}]')).toEqual([
    400,
    { error: "a fault's kind is one of error, delay, drop-before, drop-after, truncate, flip" },
  ]);
  expect(await ask("GET", "health")).toEqual([200, { ok: true, pid: process.pid }]);
});

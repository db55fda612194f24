import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensurePython } from "../../../sandbox/python.ts";
import { HOME } from "./clients.ts";
import { type Server, startExtension } from "./servers.ts";

const EXTENSION = fileURLToPath(new URL("../../../sandbox/extension", import.meta.url));
const FORM = { "content-type": "application/x-www-form-urlencoded" };
const target = (name: string) => ({ "content-type": "application/x-amz-json-1.0", "x-amz-target": name });

let server: Server;
beforeAll(async () => {
  server = await startExtension();
});
afterAll(() => server?.stop());

/** Sends what no SDK would, and gives status and text. */
async function send(
  service: string,
  path: string,
  init: { method?: string; headers?: Record<string, string>; body?: string },
): Promise<[number, string]> {
  const scope = `key/20260101/${HOME}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  const answer = await fetch(`${server.endpoint}${path}`, {
    method: "POST",
    ...init,
    headers: { ...init.headers, authorization },
  });
  return [answer.status, await answer.text()];
}

const detected = (sentence: string) => `1 validation error detected: Value ${sentence}`;

describe("a request that breaks its model is refused in the service's own words", () => {
  test.each([
    [
      "lambda",
      "/2015-03-31/functions/orders/aliases",
      { body: JSON.stringify({ Name: "2024", FunctionVersion: "1" }) },
      "ValidationException",
      detected(
        "'2024' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ",
      ),
    ],
    [
      "lambda",
      "/2015-03-31/functions/orders/aliases",
      {
        body: JSON.stringify({
          Name: "live",
          FunctionVersion: "1",
          RoutingConfig: { AdditionalVersionWeights: { 2: 2 } },
        }),
      },
      "ValidationException",
      detected(
        "'{2=2}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]",
      ),
    ],
    [
      "lambda",
      "/2015-03-31/functions/orders/configuration",
      { method: "PUT", body: JSON.stringify({ Timeout: "3" }) },
      "SerializationException",
      "Timeout: can not be converted to Integer",
    ],
    [
      "kms",
      "/",
      { headers: target("TrentService.GenerateRandom"), body: '{"NumberOfBytes":1025}' },
      "ValidationException",
      detected(
        "'1025' at 'numberOfBytes' failed to satisfy constraint: Member must have value less than or equal to 1024",
      ),
    ],
    [
      "kms",
      "/",
      { headers: target("TrentService.CreateKey"), body: '{"Tags":[{"TagValue":"v"}]}' },
      "ValidationException",
      detected("null at 'tags.1.member.tagKey' failed to satisfy constraint: Member must not be null"),
    ],
    [
      "sts",
      "/",
      {
        headers: FORM,
        body: "Action=AssumeRole&RoleArn=arn:aws:iam::123456789012:role/r&RoleSessionName=Session1:2&Version=2011-06-15",
      },
      "ValidationError",
      detected(
        "'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
      ),
    ],
    [
      "iam",
      "/",
      { headers: FORM, body: "Action=GetRole&RoleName=a%20b&Version=2010-05-08" },
      "ValidationError",
      detected(
        "at 'roleName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+",
      ),
    ],
    [
      "states",
      "/",
      { headers: target("AWSStepFunctions.ListExecutions"), body: '{"maxResults":1001}' },
      "ValidationException",
      detected(
        "'1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
      ),
    ],
    [
      "sqs",
      "/",
      { headers: target("AmazonSQS.SendMessage"), body: '{"QueueUrl":"q"}' },
      "MissingParameter",
      "The request must contain the parameter MessageBody.",
    ],
    [
      "logs",
      "/",
      { headers: target("Logs_20140328.FilterLogEvents"), body: '{"limit":10001}' },
      "InvalidParameterException",
      detected(
        "'10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
      ),
    ],
    [
      "s3",
      "/orders?versioning",
      {
        method: "PUT",
        body: "<VersioningConfiguration><Status>enabled</Status></VersioningConfiguration>",
      },
      "MalformedXML",
      "The XML you provided was not well-formed or did not validate against our published schema",
    ],
    [
      "s3",
      "/orders?versioning",
      {
        method: "PUT",
        body: "<VersioningConfiguration><Stat>Enabled</Stat></VersioningConfiguration>",
      },
      "MalformedXML",
      "The XML you provided was not well-formed or did not validate against our published schema",
    ],
    [
      "s3",
      "/orders/key",
      { method: "PUT", headers: { "x-amz-storage-class": "Fake" }, body: "bytes" },
      "InvalidStorageClass",
      "The storage class you specified is not valid",
    ],
    [
      "s3",
      "/orders?encoding-type=value",
      { method: "GET" },
      "InvalidArgument",
      "Invalid Encoding Method specified in Request",
    ],
  ] as const)("%s %s", async (service, path, init, code, message) => {
    const [status, text] = await send(service, path, init);
    expect([status, text]).toEqual([400, expect.stringContaining(code)]);
    expect(text.replaceAll("\\\\", "\\")).toContain(message);
  });
});

describe("an answer that breaks its model ends as an error that names operation and member", () => {
  const get = (path: string) => ({ method: "GET", path });
  const form = (body: string) => ({ body, environ: { CONTENT_TYPE: "application/x-www-form-urlencoded" } });
  const json = (name: string, body: string) => ({ body, environ: { HTTP_X_AMZ_TARGET: name } });
  const role = "<RoleName>r</RoleName><Path>/</Path><RoleId>r</RoleId><Arn>r</Arn>";
  const roleAnswer = (more: string) => ({
    body: `<R><GetRoleResult><Role>${role}<CreateDate>2026-01-01T00:00:00Z</CreateDate>${more}</Role></GetRoleResult></R>`,
  });
  const bucket = (more: string) => ({ body: `<ListBucketResult><Name>b</Name>${more}</ListBucketResult>` });
  const configuration = get("/2015-03-31/functions/f/configuration");
  const cases = [
    ["lambda", configuration, { body: '{"Timeout":3}' }, undefined],
    ["lambda", configuration, { body: '{"Timeout":null}' }, undefined],
    [
      "lambda",
      configuration,
      { body: '{"Colour":"red"}' },
      "lambda:GetFunctionConfiguration unlike AWS: Colour = red",
    ],
    ["lambda", configuration, { body: '{"Timeout":"3"}' }, "Timeout = 3: can not be converted to Integer"],
    ["lambda", configuration, { body: '{"State":"Up"}' }, "State = Up: Member must satisfy enum value set"],
    [
      "lambda",
      get("/2015-03-31/event-source-mappings/11111111-1111-1111-1111-111111111111"),
      { body: '{"LastModified":"2026-01-01"}' },
      "LastModified = 2026-01-01: can not be converted to Timestamp",
    ],
    ["iam", form("Action=GetRole&RoleName=r"), roleAnswer(""), undefined],
    [
      "iam",
      form("Action=GetRole&RoleName=r"),
      roleAnswer("<Colour/>"),
      "iam:GetRole unlike AWS: Role.Colour",
    ],
    [
      "iam",
      form("Action=GetRole&RoleName=r"),
      { body: "<R><GetRoleResult><Role/></GetRoleResult></R>" },
      "Role.Path: Member must not be null",
    ],
    ["s3", get("/b?list-type=2"), bucket("<KeyCount>1</KeyCount>"), undefined],
    ["s3", get("/b?list-type=2"), bucket("<KeyCount>many</KeyCount>"), "s3:ListObjectsV2 unlike AWS"],
    ["s3", get("/b?list-type=2"), bucket("<Contents><Colour/></Contents>"), "Object.Colour"],
    [
      "states",
      json("AWSStepFunctions.StartExecution", '{"stateMachineArn":"arn"}'),
      { body: '{"executionArn":"arn"}' },
      "states:StartExecution unlike AWS: startDate: Member must not be null",
    ],
  ] as const;

  /** As the embedded AWS would pass them on: one Python for all, since each takes a second to start. */
  let outcomes: [number, string][];
  beforeAll(async () => {
    const script = join(import.meta.dirname, "judged_answers.py");
    const python = (await ensurePython()).path;
    const input = JSON.stringify(cases.map((each) => each.slice(0, 3)));
    const env = { ...process.env, SANDBOX_JUDGEMENTS: "" };
    const out = execFileSync(python, [script, EXTENSION], { input, env, stdio: ["pipe", "pipe", "ignore"] });
    outcomes = JSON.parse(String(out));
  });

  test.each(cases.map((each, index) => [each[0], each[3] ?? "as AWS answers", each[2].body, index] as const))(
    "%s: %s",
    (_service, said, body, index) => {
      if (cases[index]?.[3] === undefined) expect(outcomes[index]).toEqual([200, body]);
      else expect(outcomes[index]).toEqual([501, expect.stringContaining(said)]);
    },
  );
});

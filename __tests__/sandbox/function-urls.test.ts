import * as L from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { ask, type HostAnswer, type HostRequest } from "../../sandbox/ask.ts";
import { besideNeighbours } from "./event-rules/beside-neighbours.ts";
import { AWAY, fresh, HOME, makeFunction, required } from "./extension/clients.ts";
import { ACCOUNT } from "./extension/servers.ts";

const FORBIDDEN =
  "Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html";
const ORIGIN = "https://shop.example.com";
/** Gives the event back; what it is asked for at some paths, as a handler would. */
const ANSWERS = `exports.handler = async (event) => {
  if (event.rawPath === "/fails") throw new Error("not today");
  if (event.rawPath === "/plain") return { got: event.rawPath };
  return {
    statusCode: 201,
    headers: { "Content-Type": "application/json", "Access-Control-Allow-Origin": "https://elsewhere.example.com" },
    cookies: ["a=1", "b=2"],
    body: JSON.stringify(event),
  };
};`;
const SIGNED = {
  authorization: `AWS4-HMAC-SHA256 Credential=sandbox/20261130/${HOME}/lambda/aws4_request, SignedHeaders=host, Signature=0`,
};

const here = besideNeighbours();

const lambdaIn = (region: string): L.LambdaClient => here.application.ports(region).client(L.LambdaClient);

/** Lets everybody call a URL without signing: since 2026 that takes two statements. */
async function open(FunctionName: string): Promise<void> {
  const anybody = { FunctionName, Principal: "*" };
  await here.aws.lambda.send(
    new L.AddPermissionCommand({
      ...{ ...anybody, StatementId: "url", Action: "lambda:InvokeFunctionUrl" },
      FunctionUrlAuthType: "NONE",
    }),
  );
  await here.aws.lambda.send(
    new L.AddPermissionCommand({
      ...{ ...anybody, StatementId: "invoke", Action: "lambda:InvokeFunction" },
      InvokedViaFunctionUrl: true,
    }),
  );
}

/** Names of a function's URLs, by their qualifier. */
async function hosts(FunctionName: string, region = HOME): Promise<Record<string, string>> {
  const { FunctionUrlConfigs = [] } = await lambdaIn(region).send(
    new L.ListFunctionUrlConfigsCommand({ FunctionName }),
  );
  return Object.fromEntries(
    FunctionUrlConfigs.map(({ FunctionArn = "", FunctionUrl = "" }) => [
      FunctionArn.split(":")[7] ?? "",
      new URL(FunctionUrl).host,
    ]),
  );
}

const at = (host: string | undefined, path: string, asked?: HostRequest): Promise<HostAnswer> =>
  ask(here.sandbox.endpoint, required(host), path, asked);
const said = ({ body }: HostAnswer): unknown => JSON.parse(body);

test("a request becomes an event of payload format 2.0, and what the function returns becomes the answer", async () => {
  const name = await makeFunction(here.aws, ANSWERS);
  await here.aws.lambda.send(new L.CreateFunctionUrlConfigCommand({ FunctionName: name, AuthType: "NONE" }));
  await open(name);
  const { "": host = "" } = await hosts(name);
  const answer = await at(host, "/orders/a%20b?id=7&id=8&q=a%20b", {
    method: "POST",
    headers: { "content-type": "application/json", cookie: "x=1; y=2" },
    body: '{"n":1}',
  });
  expect(answer).toMatchObject({ status: 201, headers: { "set-cookie": ["a=1", "b=2"] } });
  const prefix = host.split(".")[0];
  expect(said(answer)).toMatchObject({
    version: "2.0",
    routeKey: "$default",
    rawPath: "/orders/a%20b",
    rawQueryString: "id=7&id=8&q=a%20b",
    cookies: ["x=1", "y=2"],
    queryStringParameters: { id: "7,8", q: "a b" },
    headers: { "content-type": "application/json", "x-forwarded-proto": "https" },
    requestContext: {
      ...{ accountId: "anonymous", apiId: prefix, domainName: host, domainPrefix: prefix, stage: "$default" },
      http: { method: "POST", path: "/orders/a%20b", protocol: "HTTP/1.1" },
    },
    body: '{"n":1}',
    isBase64Encoded: false,
  });
  const bytes = await at(host, "/", { method: "PUT", body: Buffer.from([0, 255]) });
  expect(said(bytes)).toMatchObject({ body: "AP8=", isBase64Encoded: true });
  expect(await at(host, "/plain")).toMatchObject({
    ...{ status: 200, body: '{"got":"/plain"}' },
    headers: { "content-type": "application/json" },
  });
  expect(await at(host, "/fails")).toMatchObject({ status: 502, body: "Internal Server Error" });
});

test("a URL that asks nobody to sign takes both statements for everybody, and refuses whom they do not let in", async () => {
  const name = await makeFunction(here.aws, ANSWERS);
  await here.aws.lambda.send(new L.CreateFunctionUrlConfigCommand({ FunctionName: name, AuthType: "NONE" }));
  const { "": host } = await hosts(name);
  const refused = {
    status: 403,
    headers: { "x-amzn-errortype": "AccessDeniedException" },
    body: JSON.stringify({ Message: FORBIDDEN }).replace(":", ": "),
  };
  expect(await at(host, "/")).toMatchObject(refused);
  for (const StatementId of ["url", "invoke"]) {
    await open(name);
    expect((await at(host, "/")).status).toBe(201);
    await here.aws.lambda.send(new L.RemovePermissionCommand({ FunctionName: name, StatementId }));
    expect(await at(host, "/"), StatementId).toMatchObject(refused);
    const other = StatementId === "url" ? "invoke" : "url";
    await here.aws.lambda.send(new L.RemovePermissionCommand({ FunctionName: name, StatementId: other }));
  }
});

test("CORS is the URL's: it answers a browser's question without the function, and writes over what the function says", async () => {
  const name = await makeFunction(here.aws, ANSWERS);
  const Cors = { AllowOrigins: [ORIGIN], AllowMethods: ["GET"], AllowHeaders: ["x-key"], MaxAge: 60 };
  await here.aws.lambda.send(
    new L.CreateFunctionUrlConfigCommand({ FunctionName: name, AuthType: "NONE", Cors }),
  );
  await open(name);
  const { "": host } = await hosts(name);
  const asks = (origin: string) =>
    at(host, "/fails", {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "GET" },
    });
  expect(await asks(ORIGIN)).toMatchObject({
    status: 200,
    headers: {
      "access-control-allow-origin": ORIGIN,
      "access-control-allow-methods": "GET",
      "access-control-allow-headers": "x-key",
      "access-control-max-age": "60",
    },
  });
  expect((await asks("https://theirs.example.com")).headers["access-control-allow-origin"]).toBeUndefined();
  const answer = await at(host, "/", { headers: { origin: ORIGIN } });
  expect(answer.headers["access-control-allow-origin"]).toBe(ORIGIN);
});

test("URLs that were lost come back elsewhere: requests invoke the restored function after arm, signed where that is asked, and there is no URL before", async () => {
  const name = await makeFunction(here.aws, ANSWERS, { Publish: true });
  const of = { FunctionName: name };
  await here.aws.lambda.send(new L.CreateAliasCommand({ ...of, Name: "live", FunctionVersion: "1" }));
  const Cors = { AllowOrigins: [ORIGIN], AllowMethods: ["GET"] };
  await here.aws.lambda.send(new L.CreateFunctionUrlConfigCommand({ ...of, AuthType: "NONE", Cors }));
  await here.aws.lambda.send(
    new L.CreateFunctionUrlConfigCommand({ ...of, Qualifier: "live", AuthType: "AWS_IAM" }),
  );
  await open(name);
  /** What requests to both URLs give, without what is another each time. */
  const answers = async (region: string): Promise<unknown> => {
    const { "": all, live } = await hosts(name, region);
    const plain = await at(all, "/orders?id=7", { headers: { origin: ORIGIN } });
    const { rawPath, queryStringParameters } = said(plain) as Record<string, unknown>;
    const signed = await at(live, "/", { headers: SIGNED });
    const { requestContext } = said(signed) as { requestContext: Record<string, unknown> };
    return {
      plain: [plain.status, plain.headers["access-control-allow-origin"], rawPath, queryStringParameters],
      signed: [signed.status, requestContext.accountId, requestContext.authorizer],
      unsigned: (await at(live, "/")).status,
    };
  };
  const before = await answers(HOME);
  expect(before).toMatchObject({
    plain: [201, ORIGIN, "/orders", { id: "7" }],
    signed: [201, ACCOUNT, { iam: { accountId: ACCOUNT, userArn: `arn:aws:iam::${ACCOUNT}:root` } }],
    unsigned: 403,
  });
  const kept = await here.application.backup(HOME, name, (text) => {
    throw new Error(text);
  });
  const { "": old } = await hosts(name);
  await here.aws.lambda.send(new L.DeleteFunctionCommand(of));
  expect((await at(old, "/")).status).toBe(501);

  const bucket = fresh("points");
  await here.application.stage(AWAY, bucket, kept);
  await expect(here.application.restore(kept, AWAY, bucket)).rejects.toThrow(
    "asks nobody who they are (AuthType NONE)",
  );
  const restored = await here.application.restore(kept, AWAY, bucket, { allowPublic: true });
  expect(await hosts(name, AWAY)).toEqual({});
  await here.application.arm(AWAY, restored);
  expect(await answers(AWAY)).toEqual(before);
  expect((await hosts(name, AWAY))[""]).toMatch(new RegExp(`^[0-9a-f]+\\.lambda-url\\.${AWAY}\\.on\\.aws$`));
});

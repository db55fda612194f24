import * as E from "@aws-sdk/client-elastic-load-balancing-v2";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, type HostAnswer, type HostRequest } from "../../sandbox/ask.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { Application } from "./event-rules/application.ts";
import { makeBalancer } from "./extension/balancers.ts";
import { clients, HOME, makeFunction, required } from "./extension/clients.ts";
import { arnOf } from "./extension/listeners.ts";

/** Answers what the path says. */
const ANSWERS = `exports.handler = async ({ path }) => {
  if (path.endsWith("/fails")) throw new Error("not today");
  if (path.endsWith("/text")) return "no answer";
  if (path.endsWith("/status")) return { statusCode: 99 };
  if (path.endsWith("/words")) return { statusCode: 200, statusDescription: "404 Not Found" };
  return { statusCode: 200, body: path };
};`;

let sandbox: Sandbox;
let elb: E.ElasticLoadBalancingV2Client;
let balancer: Awaited<ReturnType<typeof makeBalancer>>;

beforeAll(async () => {
  sandbox = await startSandbox();
  const ports = new Application(sandbox.endpoint, "").ports(HOME);
  elb = ports.client(E.ElasticLoadBalancingV2Client);
  balancer = await makeBalancer(ports, elb, "shop");
}, 120_000);
afterAll(() => sandbox?.stop());

const at = (path: string, asked?: HostRequest): Promise<HostAnswer> =>
  ask(sandbox.endpoint, balancer.host, path, asked);
const says = (MessageBody: string): E.Action => ({
  Type: "fixed-response",
  FixedResponseConfig: { StatusCode: "200", ContentType: "text/plain", MessageBody },
});

function rule(Priority: number, action: E.Action, ...Conditions: E.RuleCondition[]) {
  const of = { ListenerArn: balancer.listener, Priority, Conditions, Actions: [action] };
  return elb.send(new E.CreateRuleCommand(of));
}

test("a request goes by the first rule all of whose conditions it fits, and else by what the listener does", async () => {
  const path = (...Values: string[]): E.RuleCondition => ({
    Field: "path-pattern",
    PathPatternConfig: { Values },
  });
  await rule(
    10,
    says("header"),
    ...[
      path("/fits/*"),
      { Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "X-Key", Values: ["a?"] } },
    ],
  );
  await rule(
    20,
    says("query"),
    ...[
      path("/fits/*"),
      { Field: "query-string", QueryStringConfig: { Values: [{ Key: "v", Value: "2" }] } },
    ],
  );
  await rule(
    30,
    says("method"),
    ...[path("/fits/*"), { Field: "http-request-method", HttpRequestMethodConfig: { Values: ["PUT"] } }],
  );
  await rule(
    40,
    says("address"),
    ...[path("/fits/*.png"), { Field: "source-ip", SourceIpConfig: { Values: ["127.0.0.0/8"] } }],
  );
  await rule(
    50,
    says("host"),
    { Field: "host-header", HostHeaderConfig: { Values: ["*.elb.amazonaws.com"] } },
    path("/host"),
  );
  const answers = await Promise.all([
    at("/fits/x", { headers: { "x-key": "AB" } }),
    at("/fits/x?v=2", { headers: { "x-key": "abc" } }),
    at("/fits/x", { method: "PUT" }),
    at("/fits/a.png"),
    at("/fits/a.PNG"),
    at("/host"),
  ]);
  expect(answers.map(({ status, body }) => `${status} ${body}`)).toEqual([
    "200 header",
    "200 query",
    "200 method",
    "200 address",
    "404 nothing here",
    "200 host",
  ]);
});

test("a redirect keeps what it does not name, and puts in what it refers to", async () => {
  const moved = (StatusCode: "HTTP_301" | "HTTP_302", config: Partial<E.RedirectActionConfig>): E.Action => ({
    Type: "redirect",
    RedirectConfig: { StatusCode, ...config },
  });
  const from = (one: string): E.RuleCondition => ({
    Field: "path-pattern",
    PathPatternConfig: { Values: [one] },
  });
  await rule(60, moved("HTTP_301", { Protocol: "HTTPS", Port: "443" }), from("/old/*"));
  await rule(
    70,
    moved("HTTP_302", { Host: "new.#{host}", Path: "/at/#{path}", Query: "was=#{query}" }),
    from("/away"),
  );
  expect(await at("/old/a?b=c")).toMatchObject({
    status: 301,
    headers: { location: `https://${balancer.host}:443/old/a?b=c` },
  });
  expect(await at("/away?b=c")).toMatchObject({
    status: 302,
    headers: { location: `http://new.${balancer.host}:80/at/away?was=b=c` },
  });
});

test("a function that fails, or answers in another form than AWS documents, is answered for with 502; a group without one with 503", async () => {
  const aws = clients(sandbox.endpoint);
  const name = await makeFunction(aws, ANSWERS);
  const group = async (Name: string): Promise<string> => {
    const { TargetGroups } = await elb.send(new E.CreateTargetGroupCommand({ Name, TargetType: "lambda" }));
    return required(TargetGroups?.[0]?.TargetGroupArn);
  };
  const [TargetGroupArn, empty] = [await group("orders"), await group("empty")];
  await aws.lambda.send(
    new AddPermissionCommand({
      ...{ FunctionName: name, StatementId: "alb", Action: "lambda:InvokeFunction" },
      ...{ Principal: "elasticloadbalancing.amazonaws.com", SourceArn: TargetGroupArn },
    }),
  );
  await elb.send(new E.RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: arnOf(name) }] }));
  const under = (one: string): E.RuleCondition => ({
    Field: "path-pattern",
    PathPatternConfig: { Values: [one] },
  });
  await rule(80, { Type: "forward", TargetGroupArn }, under("/orders/*"));
  await rule(90, { Type: "forward", TargetGroupArn: empty }, under("/empty"));
  const statuses = [
    "/orders/7",
    "/orders/fails",
    "/orders/text",
    "/orders/status",
    "/orders/words",
    "/empty",
  ].map(async (one) => (await at(one)).status);
  expect(await Promise.all(statuses)).toEqual([200, 502, 502, 502, 502, 503]);
});

import { describe, expect, test } from "vitest";
import type { ApiDocument } from "../../../modules/protectors/http-api/document.ts";
import type { ThingPlan } from "../../../modules/protectors/protector.ts";
import { websocketApi } from "../../../modules/protectors/websocket-api/protector.ts";
import { websocketApiSpec } from "../../../modules/protectors/websocket-api/spec.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { trying } from "../../support/made-plan.ts";
import { apiOf, plan as planHttp, portsOf, placeOf as secondPlace } from "../http-api/made-api.ts";
import { placeOf as firstPlace, keptApi, plan as planRest, region } from "../rest-api/made-api.ts";

const planSocket = trying(websocketApi, portsOf).plan;
const GROUP = `arn:aws:logs:${region}:111122223333:log-group:/shop/access`;
const STREAM = `arn:aws:firehose:${region}:111122223333:deliverystream/amazon-apigateway-shop`;
const MAP = { [GROUP]: GROUP, [STREAM]: STREAM };
const GIVE = `give it one (aws apigateway update-account --region ${region} --patch-operations op=replace,path=/cloudwatchRoleArn,value=ROLE): it is for all REST and WebSocket APIs there`;

function blockedBy({ blocked }: ThingPlan): readonly string[] {
  return blocked.map(({ because, message, hint }) => `${because}: ${message} / ${hint}`);
}

function without(place: { readonly logRole: string }): void {
  Object.assign(place, { logRole: "" });
}

/** What is in the way of REST APIs' stage `prod` where the account has no role for logs. */
async function restBlocked(settings: object): Promise<readonly string[]> {
  const { document, secrets } = await keptApi();
  const [stage] = document.stages;
  if (stage === undefined) throw new Error("no stage");
  const place = firstPlace();
  without(place.gateway);
  const logging = { ...document, stages: [{ ...stage, ...settings }] };
  return blockedBy(await planRest(place, logging, { secrets, map: MAP }));
}

function secondApi(kind: ApiDocument["kind"], more: object): ApiDocument {
  const DefaultRouteSettings = { DetailedMetricsEnabled: false };
  return apiOf({
    kind,
    stages: [{ name: "live", settings: { DefaultRouteSettings, ...more } as never, tags: {} }],
  });
}

const access = (DestinationArn: string) => ({
  AccessLogSettings: { DestinationArn, Format: "$context.requestId" },
});
const restAccess = (destinationArn: string) => ({
  accessLogSettings: { destinationArn, format: "$context.requestId" },
});

describe("where API Gateway has no role for logs, the plan is blocked, and says how it gets one", () => {
  const told = (what: string) => [
    `prerequisite: logs of stage ${what}: API Gateway has no role for CloudWatch in ${region}, without which it takes no stage that logs / ${GIVE}`,
  ];

  test.each([
    ["access logs", restAccess(GROUP)],
    ["logs of a method's calls", { methodSettings: { "orders/GET": { loggingLevel: "ERROR" } } }],
    ["bodies of all calls", { methodSettings: { "*/*": { dataTraceEnabled: true } } }],
  ])("by a REST API's stage with %s", async (_what, settings) => {
    expect(await restBlocked(settings)).toEqual(told("prod of REST API orders (abc1234567)"));
  });

  test.each([
    ["access logs", access(GROUP)],
    ["logs of calls", { DefaultRouteSettings: { DetailedMetricsEnabled: false, LoggingLevel: "INFO" } }],
    ["bodies of one route", { RouteSettings: { "GET /orders": { DataTraceEnabled: true } } }],
  ])("by a WebSocket API's stage with %s", async (_what, settings) => {
    const place = secondPlace();
    without(place.first);
    const planned = await planSocket(place, secondApi("websocket-api", settings), { map: MAP });
    expect(blockedBy(planned)).toEqual(told("live of WebSocket API orders"));
  });
});

test("a stage needs no role whose logs go to Firehose, or whose calls are not logged, or that is of an HTTP API", async () => {
  expect(await restBlocked(restAccess(STREAM))).toEqual([]);
  expect(await restBlocked({ methodSettings: { "*/*": { loggingLevel: "OFF" } } })).toEqual([]);
  const place = secondPlace();
  without(place.first);
  const toStream = secondApi("websocket-api", access(STREAM));
  expect(blockedBy(await planSocket(place, toStream, { map: MAP }))).toEqual([]);
  const http = secondApi("http-api", access(GROUP));
  expect(blockedBy(await planHttp(place, http, { map: MAP }))).toEqual([]);
  expect(place.first.called()).not.toContain("GetAccount");
});

test("who may not ask for the role is told that arm may fail", async () => {
  const place = secondPlace();
  place.first.GetAccount = () => {
    throw awsError("AccessDeniedException", 403);
  };
  const planned = await planSocket(place, secondApi("websocket-api", access(GROUP)), { map: MAP });
  expect(blockedBy(planned)).toEqual([]);
  expect(planned.warnings).toContain(
    `logs of stage live of WebSocket API orders: whether API Gateway has a role for CloudWatch in ${region} cannot be asked (aws apigateway get-account); where it has none, arm fails`,
  );
});

test("restores may read the account's settings, and captures may not", () => {
  const { restore, capture, activate } = websocketApiSpec.permissions;
  const may = (all: typeof restore) =>
    all.some(
      ({ action, resources }) =>
        action === "apigateway:GET" && resources.some((one) => one.endsWith("::/account")),
    );
  expect([restore, capture, activate].map(may)).toEqual([true, false, false]);
});

import { describe, expect, test } from "vitest";
import type { ApiDocument } from "../../../modules/protectors/http-api/document.ts";
import { httpApi } from "../../../modules/protectors/http-api/protector.ts";
import type { ApisPlace } from "../../support/conforming/apis-place.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { perform, reasons, titles } from "../../support/made-plan.ts";
import { ELSEWHERE, SOURCE } from "../../support/protector-conformance/conforming.ts";
import {
  API,
  account,
  apiOf,
  armEach,
  disarm,
  EXECUTE,
  FUNCTION,
  ID,
  MAP,
  placeOf,
  plan,
  portsOf,
  region,
} from "./made-api.ts";

async function restored(place: ApisPlace, document: ApiDocument, at = SOURCE) {
  const planned = await plan(place, document, at === SOURCE ? {} : { target: at, map: MAP });
  return { planned, ids: await perform(planned) };
}

describe("an API that is gone", () => {
  test("comes back without stages under the id that AWS draws, which all that others call it by follows; arm makes the stage", async () => {
    const place = placeOf();
    const { planned, ids } = await restored(place, apiOf());
    expect(titles(planned)).toEqual([
      "create: create HTTP API orders",
      "create: create authorizer check",
      "create: create integration of GET /orders",
      "create: create route GET /orders",
      "create: unmark HTTP API orders: it is restored",
    ]);
    const made = place.gateway.named("orders");
    const id = made?.fields.ApiId;
    const [authorizer] = [...(made?.authorizers.keys() ?? [])];
    const [integration] = [...(made?.integrations.keys() ?? [])];
    expect(Object.fromEntries(ids)).toEqual({
      [API]: `arn:aws:apigateway:${region}::/apis/${id}`,
      [EXECUTE]: `arn:aws:execute-api:${region}:${account}:${id}`,
      [`${EXECUTE}/authorizers/auth01`]: `arn:aws:execute-api:${region}:${account}:${id}/authorizers/${authorizer}`,
      [`${API}/authorizers/auth01`]: `arn:aws:apigateway:${region}::/apis/${id}/authorizers/${authorizer}`,
      [`${API}/integrations/int001`]: `arn:aws:apigateway:${region}::/apis/${id}/integrations/${integration}`,
      [`https://${ID}.execute-api.${region}.amazonaws.com`]: `https://${id}.execute-api.${region}.amazonaws.com`,
      [`${ID}.execute-api.${region}.amazonaws.com`]: `${id}.execute-api.${region}.amazonaws.com`,
    });
    expect(made?.stages.size).toBe(0);
    expect(made?.tags).toEqual({ "zonekeep:origin": `${account}/${region}/${ID}` });
    expect(await armEach(place, planned, ids)).toEqual(["written: create stage $default of API orders"]);
    expect(await armEach(place, planned, ids)).toEqual(["kept: create stage $default of API orders"]);
    await disarm(place, planned, ids);
    expect(made?.stages.size).toBe(0);
  });

  test("is found again by its tag, and another API of the same name is left alone", async () => {
    const place = placeOf();
    place.gateway.have("theirs0001", { Name: "orders", ProtocolType: "HTTP" });
    await restored(place, apiOf());
    const again = await plan(place, apiOf());
    expect(titles(again)).toEqual(["keep: HTTP API orders is as it was"]);
    expect(place.gateway.apis.size).toBe(2);
    expect(place.gateway.apis.get("theirs0001")?.routes.size).toBe(0);
  });

  test("is made anew beside one that somebody marked who is older than the point", async () => {
    const place = placeOf();
    place.gateway.now = Date.parse("2020-01-01T00:00:00Z");
    place.gateway.have(
      "theirs0001",
      { Name: "theirs", ProtocolType: "HTTP" },
      { "zonekeep:origin": `${account}/${region}/${ID} from 20260101T000000Z-0badcafe` },
    );
    const planned = await plan(place, apiOf());
    expect(planned.live).toBe("absent");
    await perform(planned);
    expect(place.gateway.apis.get("theirs0001")?.routes.size).toBe(0);
    expect(place.gateway.named("orders")?.routes.size).toBe(1);
  });

  test("is blocked where two say that they stand for it, and both are named", async () => {
    const place = placeOf();
    await restored(place, apiOf());
    const ours = String(place.gateway.named("orders")?.fields.ApiId);
    place.gateway.now += 1000;
    const tags = { "zonekeep:origin": `${account}/${region}/${ID}` };
    place.gateway.have("theirs0001", { Name: "orders", ProtocolType: "HTTP" }, tags);
    expect(reasons(await plan(place, apiOf(), { replace: true }))).toEqual([
      `live: HTTP API orders: APIs ${ours}, theirs0001 are all tagged zonekeep:origin as what a restore has made of it`,
    ]);
  });

  test("is gone on with by its mark alone where nothing answers yet: one with a stage is somebody's", async () => {
    const place = placeOf();
    const tags = { "zonekeep:origin": `${account}/${region}/${ID} from 20260101T000000Z-0badcafe` };
    place.gateway.have("theirs0001", { Name: "orders", ProtocolType: "HTTP" }, tags);
    const point = `${account}/${region}/points/http-api/${ID}/20260101T000000Z-0badcafe.json`;
    expect((await plan(place, apiOf(), { point })).live).toBe("ours");
    place.gateway.CreateStage({ ApiId: "theirs0001", StageName: "theirs", AutoDeploy: true });
    const planned = await plan(place, apiOf(), { point });
    expect(planned.live).toBe("there");
    expect(reasons(planned)[0]).toContain("HTTP API orders is there and differs");
  });

  test("waits where somebody changes it at the same time, and does not where a part is there already", async () => {
    const place = placeOf();
    const passing = "Unable to complete operation due to concurrent modification. Please try again later.";
    place.gateway.wire.refusals.set("CreateRoute", [awsError("ConflictException", 409, passing)]);
    await restored(place, apiOf());
    expect(place.gateway.named("orders")?.routes.size).toBe(1);
    const other = placeOf();
    other.gateway.wire.refusals.set("CreateRoute", [
      awsError("ConflictException", 409, "Route with key GET /orders already exists for this API"),
    ]);
    await expect(restored(other, apiOf())).rejects.toThrow("already exists");
  });

  test("waits for its turn where AWS says that there were too many requests", async () => {
    const place = placeOf();
    const refusals = ["CreateApi", "CreateRoute"].map(
      (name) => [name, [awsError("TooManyRequestsException", 429)]] as const,
    );
    for (const [name, errors] of refusals) place.gateway.wire.refusals.set(name, [...errors]);
    await restored(place, apiOf());
    expect(place.gateway.named("orders")?.routes.size).toBe(1);
    expect(place.gateway.apis.size).toBe(1);
  });
});

describe("an API that lives on", () => {
  test("and was made by quick create is as it was, and gets its integration and route back, whose key alone is fixed", async () => {
    const place = placeOf();
    const { ApiId } = place.gateway.have(ID, { Name: "orders", ProtocolType: "HTTP" });
    const { IntegrationId } = place.gateway.CreateIntegration({
      ...{ ApiId, IntegrationType: "AWS_PROXY", IntegrationUri: FUNCTION, PayloadFormatVersion: "2.0" },
      ApiGatewayManaged: true,
    });
    place.gateway.CreateRoute({
      ApiId,
      RouteKey: "$default",
      Target: `integrations/${IntegrationId}`,
      ApiGatewayManaged: true,
    });
    const [item] = await inventoried(place);
    const captured = await captureAt(place, item);
    expect(captured.warnings).toEqual([]);
    expect(titles(await plan(place, captured.document))).toEqual(["keep: HTTP API orders is as it was"]);
    const planned = await plan(
      place,
      {
        ...captured.document,
        routes: captured.document.routes.map((one) => ({
          ...one,
          settings: { ...one.settings, OperationName: "all" },
        })),
        integrations: captured.document.integrations.map((one) => ({
          ...one,
          settings: { ...one.settings, TimeoutInMillis: 5000 },
        })),
      },
      { replace: true },
    );
    expect(reasons(planned)).toEqual([]);
    await perform(planned);
    const live = place.gateway.named("orders");
    expect([...(live?.integrations.values() ?? [])].map((one) => one.TimeoutInMillis)).toEqual([5000]);
    expect([...(live?.routes.values() ?? [])].map((one) => one.OperationName)).toEqual(["all"]);
    expect(
      reasons(await plan(place, { ...captured.document, routes: [], integrations: [] }, { replace: true })),
    ).toEqual([
      "inexpressible: route $default is there and not in the point, and was made by quick create: API Gateway deletes it for nobody",
      "inexpressible: integration of $default is there and not in the point, and was made by quick create: API Gateway deletes it for nobody",
    ]);
  });

  test("blocks without --replace by what differs, and with it loses a route that the point does not have", async () => {
    const place = placeOf();
    const { ids } = await restored(place, apiOf());
    const ApiId = String(ids.get(API)).slice(-7);
    place.gateway.CreateRoute({ ApiId, RouteKey: "GET /theirs" });
    expect(reasons(await plan(place, apiOf()))).toEqual([
      "live: HTTP API orders is there and differs: delete route GET /theirs",
    ]);
    await perform(await plan(place, apiOf(), { replace: true }));
    expect(
      [...(place.gateway.named("orders")?.routes.values() ?? [])].map(({ RouteKey }) => RouteKey),
    ).toEqual(["GET /orders"]);
  });
});

describe("an integration that calls an action of a service", () => {
  const QUEUE = "https://sqs.us-east-1.amazonaws.com/111122223333/orders";
  const sending = (parameters: Readonly<Record<string, string>>) =>
    apiOf({
      authorizers: [],
      integrations: [
        {
          ...{ id: "int001", responses: [] },
          settings: {
            ...{
              IntegrationType: "AWS_PROXY",
              IntegrationSubtype: "SQS-SendMessage",
              ConnectionType: "INTERNET",
            },
            ...{ PayloadFormatVersion: "1.0", TimeoutInMillis: 30_000, RequestParameters: { ...parameters } },
          },
        },
      ],
      routes: [
        {
          ...{ key: "POST /orders", integration: "int001", responses: [] },
          settings: { ApiKeyRequired: false, AuthorizationType: "NONE" },
        },
      ],
    });
  const PARAMETERS = { QueueUrl: QUEUE, MessageBody: "$request.body" };
  const live = ({ gateway }: ApisPlace) => [...(gateway.named("orders")?.integrations.values() ?? [])];

  test("is told all of its parameters again where one is another", async () => {
    const place = placeOf();
    await restored(place, sending(PARAMETERS));
    const [before] = live(place);
    const document = sending({ ...PARAMETERS, MessageBody: "$request.body.order" });
    const planned = await plan(place, document, { replace: true });
    expect(titles(planned)).toContain("replace: set RequestParameters of integration of POST /orders");
    await perform(planned);
    expect(live(place)).toEqual([
      { ...before, RequestParameters: { QueueUrl: QUEUE, MessageBody: "$request.body.order" } },
    ]);
  });

  test("is made anew where one has to go, and its route leads there", async () => {
    const place = placeOf();
    await restored(place, sending({ ...PARAMETERS, MessageGroupId: "theirs" }));
    const planned = await plan(place, sending(PARAMETERS), { replace: true });
    expect(titles(planned).slice(0, 3)).toEqual([
      "replace: create integration of POST /orders",
      "replace: set Target of route POST /orders",
      "replace: delete integration of POST /orders",
    ]);
    await perform(planned);
    const [made, ...more] = live(place);
    expect([made?.RequestParameters, more]).toEqual([PARAMETERS, []]);
    const [route] = [...(place.gateway.named("orders")?.routes.values() ?? [])];
    expect(route?.Target).toBe(`integrations/${String(made?.IntegrationId)}`);
    expect(titles(await plan(place, sending(PARAMETERS)))).toEqual(["keep: HTTP API orders is as it was"]);
  });
});

describe("elsewhere", () => {
  test("a VPC link has to be mapped, and to be there", async () => {
    const place = placeOf(ELSEWHERE);
    const document = apiOf({
      authorizers: [],
      routes: [],
      integrations: [
        {
          id: "int001",
          uri: "https://orders.internal",
          settings: { IntegrationType: "HTTP_PROXY", ConnectionType: "VPC_LINK", ConnectionId: "vl1abc" },
          responses: [],
        },
      ],
    });
    expect(reasons(await plan(place, document, { target: ELSEWHERE }))).toEqual([
      `untranslated: integrations[0].settings.ConnectionId: vl1abc: a VPC link lies in ${region}; name its counterpart in ${ELSEWHERE.region} of account ${account}`,
    ]);
    const map = { vl1abc: "vl2def" };
    expect(reasons(await plan(place, document, { target: ELSEWHERE, map }))).toEqual([
      "prerequisite: VPC link vl2def of HTTP API orders is not there",
    ]);
    place.gateway.links.add("vl2def");
    expect(reasons(await plan(place, document, { target: ELSEWHERE, map }))).toEqual([]);
  });

  test("a domain name that is not there is told, and the rest comes back", async () => {
    const place = placeOf(ELSEWHERE);
    const mappings = [{ domain: "api.example.com", key: "orders", stage: "$default" }];
    const planned = await plan(place, apiOf({ mappings }), { target: ELSEWHERE, map: MAP });
    expect([reasons(planned), planned.leftOut]).toEqual([
      [],
      [
        "the API mapping of api.example.com/orders to HTTP API orders: there is no domain name api.example.com in eu-west-1; create it (aws apigatewayv2 create-domain-name) and restore again, or map it to one that is there, or say --skip mapping/api.example.com/orders",
      ],
    ]);
    place.gateway.domains.set(
      "api.example.com",
      new Map([["m1", { ApiMappingKey: "orders", ApiId: "theirs0001", Stage: "live" }]]),
    );
    expect(reasons(await plan(place, apiOf({ mappings }), { target: ELSEWHERE, map: MAP }))).toEqual([
      "live: api.example.com/orders cannot be mapped to HTTP API orders: it leads to stage live of API theirs0001",
    ]);
  });
});

async function inventoried({ gateway, client }: ApisPlace) {
  const found = [];
  const options = {
    triggers: "all",
    needsTags: () => false,
    warn: (text: string) => expect(text).toBe(""),
  } as const;
  for await (const one of httpApi.inventory(portsOf({ gateway, client } as ApisPlace), options))
    found.push(one);
  return found;
}

async function captureAt(
  place: ApisPlace,
  item: Awaited<ReturnType<typeof inventoried>>[number] | undefined,
) {
  if (item === undefined) throw new Error("nothing is listed");
  const captured = await httpApi.capture(portsOf(place) as never, item, {} as never);
  if (captured === undefined) throw new Error("it is gone");
  return captured;
}

test("a plan names the routes that come open to anybody, and those that are so already no more", async () => {
  const place = placeOf();
  const [route] = apiOf().routes;
  if (route === undefined) throw new Error("no route");
  const { authorizer: _none, ...rest } = route;
  const open = { ...rest, key: "GET /open", settings: { ApiKeyRequired: false, AuthorizationType: "NONE" } };
  const document = apiOf({ routes: [route, open] });
  const planned = await plan(place, document, { map: MAP });
  const told =
    "HTTP API orders: anybody may call GET /open once it is armed: nothing that it has asks who calls";
  expect(planned.warnings).toContain(told);
  expect(planned.blocked).toEqual([]);
  await perform(planned);
  expect((await plan(place, document, { map: MAP })).warnings).not.toContain(told);
});

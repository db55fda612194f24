import { describe, expect, test } from "vitest";
import { compareApis } from "../../../modules/protectors/http-api/compare.ts";
import { httpApi } from "../../../modules/protectors/http-api/protector.ts";
import { perform, reasons, titles } from "../../support/made-plan.ts";
import { API, apiOf, armEach, ID, placeOf, plan, portsOf } from "./made-api.ts";

const LIMIT = { ThrottlingBurstLimit: 5, ThrottlingRateLimit: 10 };

function limited(settings: Readonly<Record<string, typeof LIMIT>>, more: object = {}) {
  const [stage] = apiOf().stages;
  if (stage === undefined) throw new Error("an API without a stage");
  return apiOf({ stages: [{ ...stage, settings: { ...stage.settings, RouteSettings: settings, ...more } }] });
}

describe("a stage with settings for a route that the API does not have", () => {
  test("comes back without them, which the plan says, and with those of routes that are there", async () => {
    const place = placeOf();
    const document = limited({ "GET /gone": LIMIT, "GET /orders": LIMIT });
    const planned = await plan(place, document);
    expect(planned.warnings).toEqual([
      "stage $default of API orders has settings for route GET /gone, which the API does not have: they do not come back",
    ]);
    const ids = await perform(planned);
    expect(await armEach(place, planned, ids)).toEqual(["written: create stage $default of API orders"]);
    const stage = place.gateway.named("orders")?.stages.get("$default");
    expect(stage?.RouteSettings).toEqual({ "GET /orders": LIMIT });
    expect(await armEach(place, planned, ids)).toEqual(["kept: create stage $default of API orders"]);
    expect(compareApis(document, limited({ "GET /orders": LIMIT }), {}, { armed: true })).toEqual([]);
  });

  test("that lives on with them is as it was", async () => {
    const place = placeOf();
    const planned = await plan(place, apiOf());
    const ids = await perform(planned);
    await armEach(place, planned, ids);
    const stage = place.gateway.named("orders")?.stages.get("$default");
    if (stage !== undefined) stage.RouteSettings = { "GET /gone": LIMIT };
    expect(titles(await plan(place, limited({ "GET /gone": LIMIT })))).toContain(
      "keep: stage $default of HTTP API orders is as it was",
    );
    expect(await armEach(place, planned, ids)).toEqual(["kept: create stage $default of API orders"]);
  });
});

describe("a limit that a stage came to have", () => {
  async function armed() {
    const place = placeOf();
    const planned = await plan(place, apiOf());
    const ids = await perform(planned);
    await armEach(place, planned, ids);
    const stage = place.gateway.named("orders")?.stages.get("$default");
    if (stage === undefined) throw new Error("no stage");
    return { place, stage };
  }

  test("is taken away by no call: the plan names it, and the way out, with --replace too", async () => {
    const { place, stage } = await armed();
    stage.DefaultRouteSettings = { DetailedMetricsEnabled: false, ...LIMIT };
    const planned = await plan(place, apiOf(), { replace: true });
    expect(reasons(planned)).toEqual([
      "inexpressible: stage $default of HTTP API orders is there with DefaultRouteSettings.ThrottlingBurstLimit, DefaultRouteSettings.ThrottlingRateLimit, which the point does not have: API Gateway takes no limit away",
    ]);
    expect(planned.blocked[0]?.hint).toBe(
      "delete that stage (aws apigatewayv2 delete-stage), and restore again: arm makes it; or say --skip stage/$default",
    );
  });

  test("for one route goes with all that the stage has for it, and the rest is set again", async () => {
    const { place, stage } = await armed();
    stage.RouteSettings = { "GET /orders": { ...LIMIT, DetailedMetricsEnabled: true } };
    const document = limited({ "GET /orders": { ThrottlingRateLimit: 10 } as typeof LIMIT });
    const planned = await plan(place, document, { replace: true });
    expect(reasons(planned)).toEqual([]);
    await armEach(place, planned, await perform(planned));
    expect(place.gateway.named("orders")?.stages.get("$default")?.RouteSettings).toEqual({
      "GET /orders": { ThrottlingRateLimit: 10 },
    });
  });

  test("while the restore was planned is left by arm, which says so", async () => {
    const { place, stage } = await armed();
    stage.Description = "theirs";
    const planned = await plan(place, apiOf(), { replace: true });
    const ids = await perform(planned);
    const now = place.gateway.named("orders")?.stages.get("$default");
    if (now !== undefined) now.DefaultRouteSettings = { DetailedMetricsEnabled: false, ...LIMIT };
    const [told] = await armEach(place, planned, ids);
    expect(told).toContain(
      "it has DefaultRouteSettings.ThrottlingBurstLimit, DefaultRouteSettings.ThrottlingRateLimit, which API Gateway takes away from no stage",
    );
    expect(place.gateway.named("orders")?.stages.get("$default")?.Description).toBe("theirs");
  });
});

describe("the rights", () => {
  const on = (one: string) => `arn:{partition}:apigateway:{region}::/${one}`;
  const TAGS = [
    on("tags/*"),
    "arn:{partition}:apigateway:{region}::arn:{partition}:apigateway:{region}::/tags/*",
  ];
  const of = (purpose: "restore" | "activate", action: string) =>
    httpApi.spec.permissions[purpose].find((one) => one.action === `apigateway:${action}`)?.resources;

  test("to make something with tags are given for both addresses by which AWS asks, and for lists of stages", () => {
    expect(of("restore", "POST")).toEqual([on("apis*"), ...TAGS]);
    expect(of("restore", "TagResource")).toEqual([on("apis*")]);
    expect(of("activate", "TagResource")).toEqual([on("apis/*/stages"), on("apis/*/stages/*")]);
  });

  test("to arm reach stages and API mappings, and nothing else of an API or a domain name", () => {
    expect(of("activate", "POST")).toEqual([on("apis/*/stages"), on("domainnames/*/apimappings"), ...TAGS]);
    expect(of("activate", "PATCH")).toEqual([on("apis/*/stages/*")]);
    expect(of("activate", "DELETE")).toEqual([on("apis/*/stages/*"), on("domainnames/*/apimappings/*")]);
  });
});

test("an address on the web that an authorizer calls is kept among the secrets", async () => {
  const place = placeOf();
  place.gateway.have(ID, { Name: "orders", ProtocolType: "HTTP" });
  place.gateway.CreateAuthorizer({
    ApiId: ID,
    ...{ Name: "check", AuthorizerType: "REQUEST", AuthorizerUri: "https://check.example.com/canary-4711" },
  });
  const item = { kind: "http-api", id: ID, name: "orders", arn: API, related: [] } as const;
  const captured = await httpApi.capture(portsOf(place) as never, item, {} as never);
  expect(JSON.stringify(captured?.document)).not.toContain("canary-4711");
  expect(JSON.stringify(captured?.secrets)).toContain("canary-4711");
});

import { expect, test } from "vitest";
import { compareApis } from "../../../modules/protectors/http-api/compare.ts";
import type { ApiDocument } from "../../../modules/protectors/http-api/document.ts";
import { perform, titles } from "../../support/made-plan.ts";
import { apiOf, armEach, ID, placeOf, plan } from "./made-api.ts";

const settings = { DefaultRouteSettings: { DetailedMetricsEnabled: false } };
const serving = (deployment: string): Partial<ApiDocument> => ({
  stages: [{ name: "prod", settings, deployment, tags: {} }],
  deployments: [{ id: deployment, description: "released" }],
});

/** The API itself, with one deployment after another. */
async function living() {
  const place = placeOf();
  const { gateway } = place;
  const { ApiId } = gateway.have(ID, { Name: "orders", ProtocolType: "HTTP" });
  const { IntegrationId } = gateway.CreateIntegration({
    ...{ ApiId, IntegrationType: "AWS_PROXY", PayloadFormatVersion: "2.0" },
    IntegrationUri: apiOf().integrations[0]?.function,
  });
  gateway.CreateRoute({ ApiId, RouteKey: "GET /orders", Target: `integrations/${IntegrationId}` });
  const deploy = () => String(gateway.CreateDeployment({ ApiId, Description: "released" }).DeploymentId);
  const [first, second] = [deploy(), deploy()];
  gateway.CreateStage({ ApiId, StageName: "prod", DeploymentId: second });
  const routes = apiOf().routes.map(({ authorizer: _, ...one }) => ({
    ...one,
    settings: { ApiKeyRequired: false, AuthorizationType: "NONE" },
  }));
  const document = (of: Partial<ApiDocument>) => apiOf({ authorizers: [], routes, ...of });
  const stage = () => gateway.named("orders")?.stages.get("prod");
  return { place, gateway, ApiId, first, second, document, stage };
}

test("a stage that serves another deployment since differs, and serves the one of the point again", async () => {
  const { place, first, second, document, stage, gateway } = await living();
  const was = document(serving(first));
  expect(compareApis(was, document(serving(second)), {}, { armed: true }).map(({ path }) => path)).toEqual([
    "stages.prod.deployment.id",
  ]);
  const planned = await plan(place, was, { replace: true });
  expect(planned.atArm?.map(({ title }) => title)).toEqual(["set stage prod of HTTP API orders as it was"]);
  expect(planned.warnings).toEqual([]);
  await armEach(place, planned, await perform(planned));
  expect(stage()?.DeploymentId).toBe(first);
  expect(gateway.named("orders")?.deployments.size).toBe(2);
  expect(titles(await plan(place, was))).toContain("keep: stage prod of HTTP API orders is as it was");
});

test("the deployment of the point is served also where routes of the API changed since", async () => {
  const { place, first, document, stage, gateway, ApiId } = await living();
  gateway.CreateRoute({ ApiId, RouteKey: "GET /theirs" });
  const planned = await plan(place, document(serving(first)), { replace: true });
  await armEach(place, planned, await perform(planned));
  expect(stage()?.DeploymentId).toBe(first);
});

test("a deployment that was deleted is made anew, and the plan says what is in it", async () => {
  const { place, document, stage, second } = await living();
  const planned = await plan(place, document(serving("gone01")), { replace: true });
  expect(planned.warnings).toEqual([
    "what stage prod of HTTP API orders served (deployment gone01) AWS tells nobody: deployed is the API as it was captured, with what was not deployed then",
  ]);
  const ids = await perform(planned);
  await armEach(place, planned, ids);
  const made = String(stage()?.DeploymentId);
  expect(made).not.toBe(second);
  const is = document(serving(made));
  expect(compareApis(document(serving("gone01")), is, Object.fromEntries(ids), { armed: true })).toEqual([]);
});

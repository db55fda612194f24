import type { CaptureItem } from "../../../modules/contract/events.ts";
import type { RestApiDocument, RestApiSecrets } from "../../../modules/protectors/rest-api/document.ts";
import { restApi } from "../../../modules/protectors/rest-api/protector.ts";
import { GatewayPlace } from "../../support/conforming/gateway-place.ts";
import { planPortsOf, trying } from "../../support/made-plan.ts";
import { SOURCE } from "../../support/protector-conformance/conforming.ts";

export const ID = "abc1234567";
export const { account, region } = SOURCE;
export const API = `arn:aws:apigateway:${region}::/restapis/${ID}`;
export const EXECUTE = `arn:aws:execute-api:${region}:${account}:${ID}`;
const FUNCTION = `arn:aws:lambda:${region}:${account}:function:orders:live`;
export const VALUE = "canary-of-a-key-0123456789";

export function portsOf({ gateway, client }: GatewayPlace) {
  return planPortsOf({ account: gateway.account, region: gateway.region, client });
}

export const { plan } = trying(restApi, portsOf);

export function placeOf(page = 2): GatewayPlace {
  const place = new GatewayPlace({ ...SOURCE, page });
  place.gateway.salt = "n";
  return place;
}

/** An API with one method, which a function answers and an authorizer guards, deployed to `prod`, and a plan with a key. */
export function makeIn({ gateway }: GatewayPlace, restApiId = ID): void {
  gateway.have(restApiId, { name: "orders", tags: { team: "shop" } });
  const { id: authorizerId } = gateway.CreateAuthorizer({
    ...{ restApiId, name: "check", type: "TOKEN", identitySource: "method.request.header.Authorization" },
    authorizerUri: called(FUNCTION),
  });
  const parentId = gateway.resourceId(restApiId, "/");
  const { id: resourceId } = gateway.CreateResource({ restApiId, parentId, pathPart: "orders" });
  const at = { restApiId, resourceId, httpMethod: "GET" };
  gateway.PutMethod({ ...at, authorizationType: "CUSTOM", authorizerId, apiKeyRequired: true });
  gateway.PutIntegration({
    ...{ ...at, type: "AWS_PROXY", integrationHttpMethod: "POST", uri: called(FUNCTION) },
  });
  const { id: deploymentId } = gateway.CreateDeployment({ restApiId });
  gateway.CreateStage({ restApiId, stageName: "prod", deploymentId });
  gateway.havePlan("plan01", { name: "partners", apiStages: [{ apiId: restApiId, stage: "prod" }] });
  gateway.haveKey("key0000001", { name: "partner", value: VALUE, enabled: true });
  gateway.CreateUsagePlanKey({ usagePlanId: "plan01", keyId: "key0000001", keyType: "API_KEY" });
}

const called = (arn: string): string =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;

export async function captured(place: GatewayPlace): Promise<{
  readonly document: RestApiDocument;
  readonly secrets: RestApiSecrets;
  readonly warnings: readonly string[];
}> {
  const item: CaptureItem = { kind: "rest-api", id: ID, name: "orders", arn: API, related: [] };
  const found = await restApi.capture(portsOf(place) as never, item, {
    ...{ scope: { code: "published", triggers: "all" }, today: "2026-11-29", keep: async (one) => one },
  });
  if (found === undefined) throw new Error("it is gone");
  const { document, secrets, warnings = [] } = found;
  return { document: document as RestApiDocument, secrets: secrets as RestApiSecrets, warnings };
}

/** What was captured of the API of `makeIn`. */
export async function keptApi() {
  const place = placeOf();
  makeIn(place);
  return captured(place);
}

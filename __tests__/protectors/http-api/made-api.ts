import type { ApiDocument } from "../../../modules/protectors/http-api/document.ts";
import { httpApi } from "../../../modules/protectors/http-api/protector.ts";
import { ApisPlace } from "../../support/conforming/apis-place.ts";
import { planPortsOf, trying } from "../../support/made-plan.ts";
import { ELSEWHERE, SOURCE } from "../../support/protector-conformance/conforming.ts";

export const ID = "abc1234567";
export const { account, region } = SOURCE;
export const API = `arn:aws:apigateway:${region}::/apis/${ID}`;
export const EXECUTE = `arn:aws:execute-api:${region}:${account}:${ID}`;
export const FUNCTION = `arn:aws:lambda:${region}:${account}:function:orders:live`;
export const MAP = { [FUNCTION]: FUNCTION.replace(region, ELSEWHERE.region) };

export function portsOf({ gateway, client }: ApisPlace) {
  return planPortsOf({ account: gateway.account, region: gateway.region, client });
}

export const { plan, armEach, disarm } = trying(httpApi, portsOf);
export const placeOf = (at = SOURCE): ApisPlace => new ApisPlace({ ...at, page: 2 });

/** An API with one route, which an authorizer guards, and one stage. */
export function apiOf(parts: Partial<ApiDocument> = {}): ApiDocument {
  return {
    kind: "http-api",
    ...{ id: ID, name: "orders", arn: API, account, region },
    endpoint: `https://${ID}.execute-api.${region}.amazonaws.com`,
    settings: { DisableExecuteApiEndpoint: false, IpAddressType: "ipv4" },
    authorizers: [
      {
        ...{ id: "auth01", name: "check", function: FUNCTION, wrapped: true },
        settings: { AuthorizerType: "REQUEST", IdentitySource: ["$request.header.x-key"] },
      },
    ],
    models: [],
    integrations: [
      {
        id: "int001",
        function: FUNCTION,
        settings: {
          IntegrationType: "AWS_PROXY",
          ConnectionType: "INTERNET",
          PayloadFormatVersion: "2.0",
          TimeoutInMillis: 30_000,
        },
        responses: [],
      },
    ],
    routes: [
      {
        ...{ key: "GET /orders", integration: "int001", authorizer: "auth01", responses: [] },
        settings: { ApiKeyRequired: false, AuthorizationType: "CUSTOM" },
      },
    ],
    stages: [
      {
        name: "$default",
        settings: { AutoDeploy: true, DefaultRouteSettings: { DetailedMetricsEnabled: false } },
        tags: {},
      },
    ],
    ...{ deployments: [], mappings: [], tags: {} },
    ...parts,
  };
}

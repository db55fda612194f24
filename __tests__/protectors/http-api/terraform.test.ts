import { expect, test } from "vitest";
import type { ApiDocument } from "../../../modules/protectors/http-api/document.ts";
import { apiInTerraform } from "../../../modules/protectors/http-api/terraform.ts";

const ARN = "arn:aws:apigateway:eu-west-1::/apis/a1";

function api(throttle: number, mapped = "$default"): ApiDocument {
  return {
    kind: "http-api",
    id: "a1",
    arn: ARN,
    account: "123456789012",
    region: "eu-west-1",
    endpoint: "https://a1.execute-api.eu-west-1.amazonaws.com",
    name: "shop",
    settings: {},
    authorizers: [],
    models: [],
    integrations: [
      {
        id: "i1",
        function: "arn:aws:lambda:eu-west-1:123456789012:function:orders",
        settings: { IntegrationType: "AWS_PROXY", PayloadFormatVersion: "2.0" },
        responses: [],
      },
    ],
    routes: [
      { key: "$default", integration: "i1", settings: {}, responses: [] },
      { key: "GET /orders", integration: "i1", settings: {}, responses: [] },
    ],
    stages: [
      {
        name: "$default",
        settings: { AutoDeploy: true, DefaultRouteSettings: { ThrottlingRateLimit: throttle } },
        tags: {},
      },
    ],
    deployments: [],
    mappings: [{ domain: "shop.example.com", key: "", stage: mapped }],
    tags: {},
  };
}

function said(document: ApiDocument, live: ApiDocument, imports: Readonly<Record<string, string>> = {}) {
  const ids = {
    "aws_apigatewayv2_route GET /orders": "r2",
    "aws_apigatewayv2_route $default": "r1",
    "aws_apigatewayv2_api_mapping shop.example.com ": "m1",
  };
  return apiInTerraform.form({
    ...{ document, live, secrets: undefined, isThere: true, ids: {}, source: ARN, now: 0 },
    imports: { ...ids, ...imports },
  });
}

test("what quick create has made is left to API Gateway by name, and others name it by its id", () => {
  const { resources, left } = said(api(5), api(5), {
    "quick create aws_apigatewayv2_integration i1": "i1",
    "quick create aws_apigatewayv2_route $default": "r1",
    "quick create aws_apigatewayv2_stage $default": "$default",
  });
  expect(left.map((one) => one.replace(/ of .*:/, ":"))).toEqual([
    "its integration: it was made by quick create, and the provider takes none that was",
    "its route $default: it was made by quick create, and the provider takes none that was",
    "its stage $default: it was made by quick create, and the provider takes none that was",
  ]);
  expect(resources.map(({ type, arguments: said }) => [type, said.target ?? said.stage])).toEqual([
    ["aws_apigatewayv2_api", undefined],
    ["aws_apigatewayv2_route", "integrations/i1"],
    ["aws_apigatewayv2_api_mapping", "$default"],
  ]);
});

test("a stage, and a mapping, that are there and answer otherwise stay as they are, by name", () => {
  const otherwise = "it is there and says otherwise, as before it is armed";
  const { resources, left } = said(api(5), api(0, "closed"));
  expect(left).toEqual([
    `its stage $default: ${otherwise}`,
    `its mapping of shop.example.com/: ${otherwise}`,
  ]);
  expect(resources.filter(({ opens }) => opens)).toEqual([]);
  expect(said(api(5), api(5)).left).toEqual([]);
});

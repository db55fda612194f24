import { expect, test } from "vitest";
import { changedMethods } from "../../../modules/protectors/rest-api/served-methods.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { captured, ID, keptApi, makeIn, placeOf, plan } from "./made-api.ts";

const WORDS =
  "serves what was deployed before GET /orders, POST /orders changed; a restore deploys the API as it was captured, with " +
  "these changes: deploy before you back up, or restore a point of before them";

/** As AWS tells it: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-export-api.html */
const EXPORT = {
  openapi: "3.0.1",
  info: { title: "pets", version: "1.0.0" },
  paths: {
    "/pets": {
      get: {
        parameters: [{ name: "type", in: "query", schema: { type: "string" } }],
        responses: { "200": { description: "200 response", content: {} } },
        security: [{ check: [] }, { api_key: [] }],
        "x-amazon-apigateway-integration": {
          ...{
            type: "http",
            httpMethod: "GET",
            uri: "https://pets.example.com/pets",
            passthroughBehavior: "when_no_match",
          },
          responses: {
            default: {
              statusCode: "200",
              responseParameters: { "method.response.header.Access-Control-Allow-Origin": "'*'" },
            },
          },
          requestParameters: { "integration.request.querystring.type": "method.request.querystring.type" },
        },
      },
      "x-amazon-apigateway-any-method": {
        responses: {},
        security: [{ sigv4: [] }],
        "x-amazon-apigateway-integration": {
          ...{ type: "mock", passthroughBehavior: "when_no_match" },
          requestTemplates: { "application/json": '{"statusCode": 200}' },
        },
      },
    },
  },
  components: {},
};

const resources = [
  { path: "/", methods: {} },
  {
    path: "/pets",
    methods: {
      GET: {
        settings: { authorizationType: "CUSTOM", apiKeyRequired: true },
        authorizer: "check",
        responses: { "200": {} },
        integration: {
          ...{
            type: "HTTP",
            httpMethod: "GET",
            uri: "https://pets.example.com/pets",
            timeoutInMillis: 29_000,
          },
          requestParameters: { "integration.request.querystring.type": "method.request.querystring.type" },
          responses: {
            "200": { responseParameters: { "method.response.header.Access-Control-Allow-Origin": "'*'" } },
          },
        },
      },
      ANY: {
        settings: { authorizationType: "AWS_IAM", apiKeyRequired: false },
        responses: {},
        integration: {
          ...{ type: "MOCK", passthroughBehavior: "WHEN_NO_MATCH", responses: {} },
          requestTemplates: { "application/json": '{"statusCode": 200}' },
        },
      },
    },
  },
];

type Changed = Record<string, Record<string, object> | undefined>;

const pets = (change: (methods: Changed) => unknown) => {
  const changed = structuredClone(resources);
  change(changed[1]?.methods as unknown as Changed);
  return { resources: changed } as never;
};

test("what AWS exports of a stage is what the API has, whatever the one tells that the other does not", () => {
  expect(
    changedMethods(
      EXPORT,
      pets(() => undefined),
    ),
  ).toEqual([]);
});

test.each([
  ["another address", (all: Changed) => Object.assign(all.GET?.integration ?? {}, { uri: "https://new" })],
  ["another authorizer", (all: Changed) => Object.assign(all.GET ?? {}, { authorizer: "other" })],
  ["no API key", (all: Changed) => Object.assign(all.GET?.settings ?? {}, { apiKeyRequired: false })],
  ["another answer", (all: Changed) => Object.assign(all.GET?.integration ?? {}, { responses: {} })],
  ["no such method", (all: Changed) => delete all.GET],
])("%s is a change that is not deployed", (_what, change) => {
  expect(changedMethods(EXPORT, pets(change))).toEqual(["GET /pets"]);
});

test("a stage that was deployed before the last changes is told by the capture, and by the plan that deploys it anew", async () => {
  const place = placeOf();
  makeIn(place);
  expect((await captured(place)).warnings).toEqual([]);
  const { gateway } = place;
  const resourceId = gateway.resourceId(ID, "/orders");
  gateway.DeleteMethod({ restApiId: ID, resourceId, httpMethod: "GET" });
  const at = { restApiId: ID, resourceId, httpMethod: "POST" };
  gateway.PutMethod({ ...at, authorizationType: "NONE" });
  gateway.PutIntegration({ ...at, type: "MOCK" });
  const { document, warnings } = await captured(place);
  expect(warnings).toEqual([`stage prod of REST API ${ID} ${WORDS}`]);
  expect((await plan(placeOf(), document)).warnings).toContain(
    `stage prod of REST API orders (${ID}) ${WORDS}`,
  );
  // The very deployment is there still.
  expect((await plan(place, document)).warnings.filter((text) => text.includes(WORDS))).toEqual([]);
});

test("an API that AWS does not export is kept, and that nothing is known is told; a refusal fails the capture", async () => {
  const place = placeOf();
  makeIn(place);
  place.gateway.wire.refusals.set("GetExport", [awsError("BadRequestException", 400, "Models are not JSON")]);
  expect((await captured(place)).warnings).toEqual([
    `stage prod of REST API ${ID}: AWS exports it not, so that nothing tells of changes which were not deployed`,
  ]);
  place.gateway.wire.refusals.set("GetExport", [awsError("AccessDeniedException", 403, "no")]);
  await expect(captured(place)).rejects.toThrow(`apigateway:GET of what stage prod of REST API ${ID} serves`);
  expect((await keptApi()).document.deployments[0]).not.toHaveProperty("before");
});

import { expect, test } from "vitest";
import type { RestApiDocument, RestApiSecrets } from "../../../modules/protectors/rest-api/document.ts";
import { restApiInTerraform } from "../../../modules/protectors/rest-api/terraform.ts";

const ARN = "arn:aws:apigateway:eu-west-1::/restapis/a1";
const OTHERWISE = "it is there and says otherwise, as before it is armed";

function api(more: Partial<RestApiDocument> = {}): RestApiDocument {
  return {
    ...{ kind: "rest-api", id: "a1", arn: ARN, account: "123456789012", region: "eu-west-1", name: "shop" },
    ...{ settings: {}, models: [], validators: [], authorizers: [], gatewayResponses: [] },
    ...{ documentation: [], documentationVersions: [], tags: {} },
    resources: [
      {
        path: "/",
        methods: {
          GET: {
            settings: { authorizationType: "NONE" },
            responses: {},
            integration: { type: "MOCK", responses: {} },
          },
        },
      },
    ],
    deployments: [{ id: "d1", createdDate: "2026-11-30T00:00:00Z" }],
    stages: [{ name: "prod", deployment: 0, settings: {}, variables: {}, methodSettings: {}, tags: {} }],
    usagePlans: [
      {
        id: "p1",
        settings: { name: "partners" },
        stages: [{ stage: "prod" }],
        keys: [{ id: "k1", settings: { name: "one", enabled: true }, tags: {} }],
        tags: {},
      },
    ],
    mappings: [{ domain: "shop.example.com", basePath: "(none)", stage: "prod" }],
    ...more,
  };
}

function said(
  document: RestApiDocument,
  live?: RestApiDocument,
  known: { readonly ids?: Record<string, string>; readonly imports?: Record<string, string> } = {},
) {
  const secrets: RestApiSecrets = { keys: { k1: "value-of-the-key-of-a-partner" } };
  const { resources, left } = restApiInTerraform.form({
    ...{ document, secrets, isThere: live !== undefined, ids: {}, imports: {}, source: ARN, now: 0 },
    ...known,
    ...(live !== undefined && { live }),
  });
  return {
    left,
    types: resources.map(({ type }) => type.replace("aws_api_gateway_", "")),
    of: (type: string) => resources.find((one) => one.type === `aws_api_gateway_${type}`),
  };
}

/** A plan that is there, and what it says. */
const there = (plan: object, key: object = { enabled: true, name: "one" }) => ({
  ids: { [`${ARN}/usageplans/p1`]: "p2", [`${ARN}/apikeys/k1`]: "k2" },
  imports: {
    "plan p2": JSON.stringify({
      settings: { name: "partners" },
      stages: [],
      isShared: false,
      keys: [],
      ...plan,
    }),
    "key k2": JSON.stringify(key),
  },
});

test("a stage that answers otherwise, and a path that leads elsewhere, stay as they are, by name", () => {
  const { left, types } = said(
    api(),
    api({
      stages: [
        { name: "prod", deployment: 0, settings: {}, variables: { fn: "old" }, methodSettings: {}, tags: {} },
      ],
      mappings: [{ domain: "shop.example.com", basePath: "(none)", stage: "closed" }],
      usagePlans: [],
    }),
  );
  expect(left).toEqual([`its stage prod: ${OTHERWISE}`, `its path shop.example.com/: ${OTHERWISE}`]);
  expect(types).not.toContain("stage");
  expect(types).not.toContain("base_path_mapping");
});

test("where the policy stays as it is there, no stage is made that it would not close", () => {
  const policy = { Version: "2012-10-17", Statement: [] };
  const { left, types } = said(api({ policy, mappings: [], usagePlans: [] }), api({ stages: [] }));
  expect(left).toEqual([
    `its policy: ${OTHERWISE}`,
    "its stage prod: it would be open to others, since the policy stays as it is there",
  ]);
  expect(types).toEqual(["rest_api", "method", "integration"]);
});

test("a policy names the API that is made, and a deployment comes after all that it is made of", () => {
  const policy = { Version: "2012-10-17", Statement: [{ Effect: "Deny", Resource: "execute-api:/*" }] };
  const { of } = said(api({ policy }));
  expect(of("rest_api_policy")?.arguments.policy).toMatchObject({
    parts: [
      '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Resource":',
      '"',
      { attribute: "execution_arn" },
      '/*"}]}',
    ],
  });
  expect(of("deployment")?.after?.map(({ type }) => type)).toEqual([
    "aws_api_gateway_rest_api_policy",
    "aws_api_gateway_method",
    "aws_api_gateway_integration",
  ]);
});

test("methods that were put back are served once somebody deploys them, which is named", () => {
  const { left, of } = said(api({ usagePlans: [] }), api({ resources: [], usagePlans: [] }));
  expect(left).toEqual([
    "what its stage prod serves: it stays as it was deployed; once this is applied, deploy it (aws apigateway create-deployment --rest-api-id a1 --stage-name prod)",
  ]);
  expect(of("stage")?.arguments.deployment_id).toBe("d1");
});

test("a usage plan lets into a stage once somebody arms, and a key that is gone has its value from the file of values", () => {
  const { of, left } = said(api());
  expect(left).toEqual([]);
  expect(of("usage_plan")?.arguments).not.toHaveProperty("api_stages");
  expect(of("usage_plan")?.whenArmed?.api_stages).toMatchObject([{ stage: { attribute: "stage_name" } }]);
  expect(of("api_key")?.arguments.value).toMatchObject({ value: "value-of-the-key-of-a-partner" });
});

test("a plan, and a key, that are there are imported as they are, and the key keeps its value", () => {
  const { of, left } = said(api(), api(), there({ stages: [{ stage: "prod" }], keys: ["k2"] }));
  expect(left).toEqual([]);
  expect(of("usage_plan")).toMatchObject({
    importId: "p2",
    arguments: { api_stages: [{ stage: { attribute: "stage_name" } }] },
    whenArmed: { api_stages: [] },
  });
  expect(of("api_key")?.importId).toBe("k2");
  expect(of("api_key")?.arguments).not.toHaveProperty("value");
  expect(of("usage_plan_key")?.importId).toBe("p2/k2");
});

test.each([
  [there({ isShared: true }), "it lets into other APIs, too, and Terraform would own all that it lets into"],
  [there({ settings: { name: "partners", throttle: { burstLimit: 0, rateLimit: 0 } } }), OTHERWISE],
  [there({ stages: [{ stage: "beta" }] }), OTHERWISE],
])("a plan that is there and lets others in stays as it is, with its keys, by name", (known, why) => {
  const { left, types } = said(api(), api(), known);
  expect(left).toEqual([`its usage plan partners (p2), with its keys: ${why}`]);
  expect(types).not.toContain("api_key");
});

test("a key that is disabled there stays so, by name", () => {
  const { left, types } = said(api(), api(), there({}, { enabled: false, name: "one" }));
  expect(left).toEqual([`its API key one (k1): ${OTHERWISE}`]);
  expect(types).not.toContain("usage_plan_key");
});

test("a plan that limits a rate alone is not made with a burst of nothing, which lets nobody in", () => {
  const [plan] = api().usagePlans;
  const stages = [{ stage: "prod", throttle: { "/GET": { rateLimit: 3 } } }];
  expect(said(api({ usagePlans: plan ? [{ ...plan, stages }] : [] })).left).toEqual([
    "its usage plan partners (p1), with its keys: it limits a rate without a burst, or a burst without a rate, and the provider sets the other one to 0",
  ]);
});

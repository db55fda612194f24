import { ORIGIN } from "../../../modules/protectors/kit/origin.ts";
import type { RestApiDocument, RestApiSecrets } from "../../../modules/protectors/rest-api/document.ts";
import { restApi } from "../../../modules/protectors/rest-api/protector.ts";
import { arbitraryApi, DRAWN, type MadeApi, NAMED, secretsOf } from "../arbitrary-api.ts";
import type { FakeApi } from "../fake-gateway/api.ts";
import type { FakeGateway } from "../fake-gateway.ts";
import { type Conforming, ELSEWHERE, SOURCE } from "../protector-conformance/conforming.ts";
import { APPLICATION, endToEnd } from "../protector-conformance/proven.ts";
import { GatewayPlace } from "./gateway-place.ts";
import { makeApi } from "./make-api.ts";

/** The API itself, or the one that stands for it. */
function standing(gateway: FakeGateway, id: string): FakeApi | undefined {
  return (
    gateway.apis.get(id) ??
    [...gateway.apis.values()].find(({ api }) => api.tags?.[ORIGIN]?.includes(`/${id}`))
  );
}

function apiOf(gateway: FakeGateway, id: string): FakeApi {
  const found = standing(gateway, id);
  if (found === undefined) throw new Error(`no API stands for ${id}`);
  return found;
}

function there(id: string): string {
  return `${id}-eu`;
}

/** REST APIs, as the suite of kinds takes them. */
export const conforming: Conforming<GatewayPlace, MadeApi> = {
  protector: restApi,
  fake: (options) => new GatewayPlace(options),
  arbitrary: arbitraryApi,
  put: ({ gateway }, made) => {
    gateway.salt = "s";
    makeApi(gateway, made);
    gateway.salt = "n";
  },
  idNow: ({ gateway }, { id }) => standing(gateway, id)?.api.id,
  // Domains and client certificates are nothing that a restore makes.
  prepare: ({ gateway }, { domain }) => {
    if (domain) gateway.domains.set("orders.example.com", new Map());
    for (const one of DRAWN) {
      gateway.certificates.add(one);
      gateway.certificates.add(there(one));
    }
  },
  // A tag that is no longer wanted stays, and so do versions of the documentation.
  change: ({ gateway }, { id }, n) => {
    const { api, stages, validators, models } = apiOf(gateway, id);
    const restApiId = api.id;
    api.description = `changed-${n}`;
    api.tags = Object.fromEntries(
      Object.entries(api.tags ?? {}).map(([key, value]) => [key, key.includes(":") ? value : `changed-${n}`]),
    );
    for (const one of validators.values()) one.validateRequestParameters = n % 2 === 1;
    for (const one of models.values()) one.description = `changed-${n}`;
    gateway.PutGatewayResponse({ restApiId, responseType: "DEFAULT_5XX", statusCode: String(500 + n) });
    const root = gateway.resourceId(restApiId, "/");
    const known = [...gateway.api(restApiId).resources.values()].find(({ path }) => path === "/changed");
    if (known !== undefined) gateway.DeleteResource({ restApiId, resourceId: known.id });
    const { id: resourceId } = gateway.CreateResource({ restApiId, parentId: root, pathPart: "changed" });
    const at = { restApiId, resourceId, httpMethod: "GET" };
    gateway.PutMethod({ ...at, authorizationType: "NONE", operationName: `changed${n}` });
    gateway.PutIntegration({ ...at, type: "MOCK" });
    for (const stage of stages.values()) {
      stage.description = `changed-${n}`;
      stage.methodSettings = {};
      stage.tags = Object.fromEntries(Object.keys(stage.tags ?? {}).map((key) => [key, `changed-${n}`]));
    }
  },
  map: () => ({
    ...Object.fromEntries(NAMED.map((one) => [one, one.replaceAll(SOURCE.region, ELSEWHERE.region)])),
    ...Object.fromEntries(DRAWN.map((one) => [one, there(one)])),
  }),
  neighbours: ({ gateway }, { settings }) => {
    const restApiId = "zzneighbor";
    gateway.have(restApiId, { name: settings.name, tags: { theirs: "yes" } });
    const at = { restApiId, resourceId: gateway.resourceId(restApiId, "/"), httpMethod: "GET" };
    gateway.PutMethod({ ...at, authorizationType: "NONE" });
    gateway.PutIntegration({ ...at, type: "MOCK" });
    const { id: deploymentId } = gateway.CreateDeployment({ restApiId });
    gateway.CreateStage({ restApiId, stageName: "prod", deploymentId });
    gateway.havePlan("zzplan", { name: "gold", apiStages: [{ apiId: restApiId, stage: "prod" }] });
    const keyId =
      gateway.haveKey("zzkey", { name: "partner-0", value: "theirs-theirs-theirs-theirs" }).id ?? "";
    gateway.CreateUsagePlanKey({ usagePlanId: "zzplan", keyId, keyType: "API_KEY" });
    return () =>
      structuredClone([gateway.apis.get(restApiId), gateway.plans.get("zzplan"), gateway.keys.get(keyId)]);
  },
  secretsOf,
  // Stages are made by arming, with their variables.
  armedWith: ({ stages }) => stages.map(({ variable }) => variable),
  fires: ({ gateway }, { id }) => {
    const found = standing(gateway, id);
    const names = [...(found?.stages.keys() ?? [])];
    const paths = [...gateway.domains.values()]
      .flatMap((all) => [...all.values()])
      .filter((one) => one.restApiId === found?.api.id);
    const plans = [...gateway.plans.values()].flatMap(({ apiStages = [] }) =>
      apiStages.filter((one) => one.apiId === found?.api.id),
    );
    return [
      ...names,
      ...paths.map(({ basePath }) => `path ${basePath}`),
      ...plans.map(({ stage }) => `plan of ${stage}`),
    ];
  },
  readOnlyFields: [],
  // Ids are others wherever it is made.
  comparable: ({ document, secrets }, ids) =>
    withoutIds(document as RestApiDocument, secrets as RestApiSecrets | undefined, ids),
  unseen: {
    "apigateway:TagResource": "asked for by AWS where something is made with tags: no call of our own",
  },
  tolerated: {
    "iam:GetRole": "IAM may be silent while us-east-1 is lost",
  },
  proven: endToEnd(APPLICATION, "__tests__/sandbox/rest-api.test.ts"),
  lost: [
    "its id, and with it its address",
    "web ACLs, custom domains, VPC links, client certificates and roles for logs",
    "contents of caches, and what usage plans have counted",
    "what older versions of the documentation said",
    "what a stage served that was deployed from another state of the API, which is told",
  ],
};

function withoutIds(
  { id: _id, arn: _arn, authorizerIds: _ids, deployments, usagePlans, ...document }: RestApiDocument,
  secrets: RestApiSecrets | undefined,
  ids: Readonly<Record<string, string>>,
) {
  const known = {
    ...document,
    deployments: deployments.map(({ id: _, createdDate: __, before: ___, ...one }) => one),
    usagePlans: usagePlans.map(({ id: _, keys, ...plan }) => ({
      ...plan,
      keys: keys.map(({ id, ...key }) => ({ ...key, value: secrets?.keys?.[id] })),
    })),
  };
  const { keys: _keys, ...sealed } = (secrets ?? {}) as Partial<RestApiSecrets>;
  return {
    document: JSON.parse(JSON.stringify(known), (_key, value: unknown) =>
      typeof value === "string" ? (ids[value] ?? value) : value,
    ) as unknown,
    secrets: sealed,
  };
}

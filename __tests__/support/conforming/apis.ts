import type fc from "fast-check";
import type { ApiDocument } from "../../../modules/protectors/http-api/document.ts";
import type { AnyProtector } from "../../../modules/protectors/load.ts";
import { DOMAIN, LINK, type MadeApi, NAMED, secretsOf } from "../arbitrary-gateway-api.ts";
import type { Fields } from "../fake-apis/merge.ts";
import type { FakeApis } from "../fake-apis.ts";
import type { AnyCaptured, Conforming } from "../protector-conformance/conforming.ts";
import { APPLICATION, endToEnd } from "../protector-conformance/proven.ts";
import { ApisPlace } from "./apis-place.ts";

/** Domain names and VPC links are nothing that a restore makes. */
function prepare({ gateway }: ApisPlace): void {
  if (!gateway.domains.has(DOMAIN)) gateway.domains.set(DOMAIN, new Map());
  for (const link of [LINK, NAMED[LINK] ?? ""]) gateway.links.add(link);
}

function put(place: ApisPlace, value: MadeApi): void {
  prepare(place);
  const { gateway } = place;
  const { id: ApiId, name: Name } = value;
  gateway.have(ApiId, { ...value.settings, Name }, value.tags);
  fill(gateway, ApiId, value);
}

function fill(gateway: FakeApis, ApiId: string, value: MadeApi): void {
  const idsOf = (all: readonly Fields[], key: string) => all.map((one) => String(one[key]));
  const authorizers = idsOf(
    value.authorizers.map((one) => gateway.CreateAuthorizer({ ...one, ApiId })),
    "AuthorizerId",
  );
  for (const one of value.models) gateway.CreateModel({ ...one, ApiId });
  const integrations = idsOf(
    value.integrations.map(({ settings }) => gateway.CreateIntegration({ ...settings, ApiId })),
    "IntegrationId",
  );
  for (const [at, { responses }] of value.integrations.entries())
    for (const one of responses)
      gateway.CreateIntegrationResponse({ ...one, ApiId, IntegrationId: integrations[at] });
  for (const { settings, integration, authorizer, response } of value.routes) {
    const { RouteId } = gateway.CreateRoute({
      ...settings,
      ...(integration !== undefined && { Target: `integrations/${integrations[integration]}` }),
      ...(authorizer !== undefined && { AuthorizerId: authorizers[authorizer] }),
      ApiId,
    });
    if (response !== undefined) gateway.CreateRouteResponse({ ...response, ApiId, RouteId });
  }
  for (const { settings, serves } of value.stages) {
    const made =
      serves === undefined
        ? undefined
        : gateway.CreateDeployment({ ApiId, ...(serves && { Description: serves }) });
    gateway.CreateStage({ ...settings, ...(made && { DeploymentId: made.DeploymentId }), ApiId });
  }
  for (const { key, stage } of value.mappings)
    gateway.CreateApiMapping({
      ...{ DomainName: DOMAIN, ApiMappingKey: key, ApiId },
      Stage: value.stages[stage]?.settings.StageName,
    });
}

/** The change that is restored over. */
const EXTRA = 7;

/** Also parts that the point does not have, which go with `--replace`. */
function change({ gateway }: ApisPlace, { name, stages }: MadeApi, n: number): void {
  const api = gateway.named(name);
  if (api === undefined) throw new Error(`there is no API ${name}`);
  const { ApiId } = api.fields;
  api.fields = { ...api.fields, Description: `changed-${n}`, DisableExecuteApiEndpoint: n % 2 === 0 };
  for (const key of Object.keys(api.tags)) if (!key.startsWith("zonekeep:")) api.tags[key] = `changed-${n}`;
  for (const [id, one] of api.integrations) api.integrations.set(id, { ...one, Description: `changed-${n}` });
  for (const [id, one] of api.integrationResponses)
    api.integrationResponses.set(id, {
      ...one,
      ContentHandlingStrategy: n % 2 === 0 ? "CONVERT_TO_TEXT" : "CONVERT_TO_BINARY",
    });
  for (const [id, one] of api.authorizers)
    api.authorizers.set(id, { ...one, IdentitySource: [`changed-${n}`] });
  for (const [id, one] of api.models) api.models.set(id, { ...one, Description: `changed-${n}` });
  for (const [id, one] of api.routeResponses)
    api.routeResponses.set(id, { ...one, ModelSelectionExpression: `changed-${n}` });
  for (const [id, { RequestParameters: _, ...one }] of api.routes)
    api.routes.set(id, {
      ...one,
      OperationName: `changed-${n}`,
      ...(api.fields.ProtocolType === "WEBSOCKET" &&
        n % 2 === 1 && { RequestParameters: { [`changed-${n}`]: { Required: true } } }),
    });
  const keys = [...api.routes.values()].map(({ RouteKey }) => String(RouteKey));
  for (const { settings } of stages) {
    const found = api.stages.get(String(settings.StageName));
    if (found !== undefined)
      api.stages.set(String(settings.StageName), {
        ...found,
        Description: `changed-${n}`,
        AccessLogSettings: {
          DestinationArn: `arn:aws:logs:us-east-1:111122223333:log-group:/changed/${n}`,
          Format: "$context.stage",
        },
        RouteSettings: Object.fromEntries(keys.map((key) => [key, { ThrottlingBurstLimit: n }])),
        StageVariables: { [`changed${n}`]: "here" },
      });
  }
  // Once: lists that grew with each call would never be read to their end.
  if (n !== EXTRA) return;
  const { IntegrationId } = gateway.CreateIntegration({
    ApiId,
    IntegrationType: "MOCK",
    Description: `extra-${n}`,
  });
  gateway.CreateRoute({ ApiId, RouteKey: `GET /extra-${n}`, Target: `integrations/${IntegrationId}` });
  gateway.CreateAuthorizer({
    ApiId,
    Name: `extra-${n}`,
    AuthorizerType: "REQUEST",
    IdentitySource: [`x-${n}`],
  });
  if (api.fields.ProtocolType === "WEBSOCKET")
    gateway.CreateModel({ ApiId, Name: `Extra${n}`, Schema: "{}" });
  else api.fields.CorsConfiguration = { AllowOrigins: [`https://changed-${n}.example.com`] };
}

/** Another API of the same name, and one of a person's whose domain name leads there too. */
function neighbours({ gateway }: ApisPlace, value: MadeApi): () => unknown {
  const [theirs, other] = ["theirs0001", "theirs0002"];
  const settings = { ProtocolType: value.settings.ProtocolType, Name: "zz theirs" };
  for (const [at, ApiId] of [theirs, other].entries()) {
    gateway.have(ApiId, { ...settings, Name: `zz theirs ${at}` }, { owner: "theirs" });
    gateway.CreateRoute({ ApiId, RouteKey: "$default" });
    gateway.CreateStage({ ApiId, StageName: "theirs", AutoDeploy: true });
    if (!gateway.domains.has(DOMAIN)) gateway.domains.set(DOMAIN, new Map());
    gateway.CreateApiMapping({ ApiId, DomainName: DOMAIN, ApiMappingKey: `theirs${at}`, Stage: "theirs" });
  }
  return () => ({
    apis: structuredClone([theirs, other].map((id) => gateway.apis.get(id))),
    mappings: [...(gateway.domains.get(DOMAIN)?.values() ?? [])].filter(({ Stage }) => Stage === "theirs"),
  });
}

/** The document whole, without ids: what a route leads to stands in their place. */
function comparable({ document, secrets }: AnyCaptured): { document: unknown; secrets: unknown } {
  const { sealed = {} } = (secrets ?? {}) as { sealed?: Record<string, unknown> };
  const whole = structuredClone(document) as ApiDocument;
  for (const [path, value] of Object.entries(sealed)) place(whole, path, value);
  const { kind: _, id: __, arn: ___, endpoint: ____, account: _____, region: ______, ...content } = whole;
  const integrations = new Map(content.integrations.map(({ id, ...one }) => [id, one]));
  const names = new Map(content.authorizers.map(({ id, name }) => [id, name]));
  const served = new Map(content.deployments.map(({ id, description }) => [id, description ?? "nothing"]));
  const plain = {
    ...content,
    deployments: [],
    integrations: [...integrations.values()].map(text).sort(),
    authorizers: content.authorizers.map(({ id: _id, ...one }) => one),
    routes: content.routes.map(({ integration, authorizer, ...one }) => ({
      ...one,
      ...(integration !== undefined && { integration: text(integrations.get(integration)) }),
      ...(authorizer !== undefined && { authorizer: names.get(authorizer) }),
    })),
    stages: content.stages.map(({ deployment, ...one }) => ({
      ...one,
      ...(deployment !== undefined && { deployment: served.get(deployment) }),
    })),
  };
  return { document: sorted(plain), secrets: undefined };
}

function place(target: object, path: string, value: unknown): void {
  const keys = path.replaceAll(/\[(\d+)\]/g, ".$1").split(".");
  const last = keys.pop() ?? "";
  const found = keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], target);
  (found as Record<string, unknown>)[last] = value;
}

function text(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}

/** A kind of API of API Gateway's second version, as the suite of kinds takes it. */
export function conformingApi(
  protector: AnyProtector,
  arbitrary: fc.Arbitrary<MadeApi>,
  more: Pick<Conforming, "lost"> & Partial<Pick<Conforming, "unseen">>,
): Conforming<ApisPlace, MadeApi> {
  return {
    protector,
    fake: (options) => new ApisPlace(options),
    arbitrary,
    put,
    prepare,
    change,
    neighbours,
    comparable,
    secretsOf,
    // Variables of a stage are given with it.
    armedWith: ({ stages }) => JSON.stringify(stages).match(/canary-[a-z0-9-]+/g) ?? [],
    idNow: ({ gateway }, { name }) => gateway.named(name)?.fields.ApiId,
    map: () => NAMED,
    fires: ({ gateway }, { name }) => {
      const api = gateway.named(name);
      if (api === undefined) return [];
      const mapped = [...gateway.domains.values()].flatMap((all) => [...all.values()]);
      return [
        ...[...api.stages.keys()].map((one) => `stage ${one}`),
        ...mapped
          .filter((one) => one.ApiId === api.fields.ApiId)
          .map(({ ApiMappingKey }) => `mapping ${String(ApiMappingKey)}`),
      ];
    },
    readOnlyFields: [],
    // AWS asks for them where a stage has an access log, and where something is made with tags.
    unseen: {
      "apigateway:TagResource": "asked for by AWS where CreateApi and CreateStage give tags",
      ...Object.fromEntries(
        protector.spec.permissions.activate.flatMap(({ action }) =>
          action.startsWith("logs:")
            ? [[action, "API Gateway makes the delivery of an access log by it: no call of our own"]]
            : [],
        ),
      ),
    },
    tolerated: {
      "iam:GetRole": "with us-east-1 lost, IAM may be silent: API Gateway tries the role, and will say",
    },
    proven: endToEnd(APPLICATION, `__tests__/sandbox/${protector.spec.kind}.test.ts`),
    ...more,
  };
}

import fc from "fast-check";
import type { Fields } from "./fake-apis/merge.ts";
import { SOURCE } from "./protector-conformance/conforming.ts";

const { account, region } = SOURCE;
const here = (service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

const FUNCTIONS = [here("lambda", "function:orders"), here("lambda", "function:orders:live")];
const LOG_GROUP = here("logs", "log-group:/shop/access");
const QUEUE_ACTION = `arn:aws:apigateway:${region}:sqs:path/${account}/orders`;
const LISTENER = here("elasticloadbalancing", "listener/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2");
export const LINK = "vl1abc";
const CERTIFICATE = "ab12cd";
export const DOMAIN = "api.example.com";
const ROLE = `arn:aws:iam::${account}:role/shop-gateway`;

/** All that the arbitrary's APIs name in their region. */
export const NAMED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [...FUNCTIONS, LOG_GROUP, QUEUE_ACTION, LISTENER].map((arn) => [
      arn,
      arn.replace(`:${region}:`, ":eu-west-1:"),
    ]),
  ),
  [LINK]: "vl2def",
  [CERTIFICATE]: "ef34ab",
};

interface MadeIntegration {
  readonly settings: Fields;
  readonly responses: readonly Fields[];
}

interface MadeRoute {
  readonly settings: Fields;
  /** Which of the integrations and authorizers. */
  readonly integration?: number | undefined;
  readonly authorizer?: number | undefined;
  readonly response?: Fields | undefined;
}

/** An API as it is made, with all of its parts. */
export interface MadeApi {
  readonly id: string;
  readonly name: string;
  readonly settings: Fields;
  readonly authorizers: readonly Fields[];
  readonly models: readonly Fields[];
  readonly integrations: readonly MadeIntegration[];
  readonly routes: readonly MadeRoute[];
  /** With `serves`, a deployment of that description. */
  readonly stages: readonly { readonly settings: Fields; readonly serves?: string | undefined }[];
  readonly mappings: readonly { readonly key: string; readonly stage: number }[];
  readonly tags: Readonly<Record<string, string>>;
}

const word = fc.stringMatching(/^[a-z]{2,6}$/);
const secret = fc.stringMatching(/^canary-[a-z0-9]{6,12}$/);
const tags = fc.dictionary(word, fc.stringMatching(/^[a-z]{0,5}$/), { maxKeys: 2 });
const optional = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const some = (one: Fields): Fields =>
  Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined));
const invoking = (arn: string): string =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
const called = fc.constantFrom(...FUNCTIONS);

const alone = (settings: fc.Arbitrary<Fields>): fc.Arbitrary<MadeIntegration> =>
  settings.map((one) => ({ settings: some(one), responses: [] }));

const ofHttp: fc.Arbitrary<MadeIntegration> = fc.oneof(
  alone(
    fc.record({
      IntegrationType: fc.constant("AWS_PROXY"),
      IntegrationUri: fc.oneof(called, called.map(invoking)),
      IntegrationMethod: fc.constant("POST"),
      PayloadFormatVersion: fc.constantFrom("1.0", "2.0"),
      TimeoutInMillis: fc.constantFrom(5000, 30_000),
      CredentialsArn: optional(fc.constant(ROLE)),
    }),
  ),
  alone(
    secret.map((text) => ({
      IntegrationType: "HTTP_PROXY",
      IntegrationMethod: "ANY",
      IntegrationUri: `https://hooks.example.com/${text}`,
      RequestParameters: { "overwrite:header.x-api-key": `${text}-key` },
      ResponseParameters: { "200": { "append:header.x-by": "orders" } },
    })),
  ),
  alone(
    fc.constant({
      IntegrationType: "HTTP_PROXY",
      IntegrationMethod: "GET",
      IntegrationUri: LISTENER,
      ConnectionType: "VPC_LINK",
      ConnectionId: LINK,
      TlsConfig: { ServerNameToVerify: "orders.example.com" },
    }),
  ),
  alone(
    secret.map((text) => ({
      IntegrationType: "AWS_PROXY",
      IntegrationSubtype: "SQS-SendMessage",
      CredentialsArn: ROLE,
      RequestParameters: { QueueUrl: `https://queue.example.com/${text}`, MessageBody: "$request.body" },
    })),
  ),
);

const ofSocket: fc.Arbitrary<MadeIntegration> = fc.record({
  settings: fc.oneof(
    called.map((arn) => ({
      IntegrationType: "AWS_PROXY",
      IntegrationMethod: "POST",
      IntegrationUri: invoking(arn),
    })),
    secret.map((text) => ({ IntegrationType: "MOCK", RequestTemplates: { "200": `{"token":"${text}"}` } })),
    fc.constant({
      IntegrationType: "AWS",
      IntegrationMethod: "POST",
      IntegrationUri: QUEUE_ACTION,
      CredentialsArn: ROLE,
    }),
  ),
  responses: fc.oneof(
    fc.constant([]),
    secret.map((text) => [
      { IntegrationResponseKey: "$default", ResponseTemplates: { "200": `{"key":"${text}"}` } },
    ]),
  ),
});

const jwt: Fields = {
  Name: "login",
  AuthorizerType: "JWT",
  IdentitySource: ["$request.header.Authorization"],
  JwtConfiguration: { Audience: ["orders"], Issuer: "https://login.example.com" },
};
const request = (more: Fields): fc.Arbitrary<Fields> =>
  fc.record({ uri: called, role: optional(fc.constant(ROLE)) }).map(({ uri, role }) =>
    some({
      Name: "check",
      AuthorizerType: "REQUEST",
      AuthorizerUri: invoking(uri),
      AuthorizerCredentialsArn: role,
      ...more,
    }),
  );

const cors = { AllowOrigins: ["https://shop.example.com"], AllowMethods: ["GET", "POST"], MaxAge: 300 };
const LIMITED = { "any route": { ThrottlingRateLimit: 10 } };

/** A stage has settings for routes that are there. */
function limiting<Stage extends { readonly settings: Fields }>(
  of: Stage,
  routes: readonly { key: string }[],
): Stage {
  const { RouteSettings, ...settings } = of.settings;
  const key = routes[0]?.key;
  if (RouteSettings === undefined || key === undefined) return { ...of, settings };
  return { ...of, settings: { ...settings, RouteSettings: { [key]: LIMITED["any route"] } } };
}

const stage = (name: string, serves: boolean) =>
  fc
    .record({ text: secret, log: fc.boolean(), limit: fc.boolean(), tags, description: optional(word) })
    .map(({ text, log, limit, tags: own, description }) => ({
      ...(serves && { serves: description ?? "" }),
      settings: some({
        StageName: name,
        ...(!serves && { AutoDeploy: true }),
        Description: description,
        StageVariables: limit ? { table: `${text}-var` } : undefined,
        AccessLogSettings: log ? { DestinationArn: LOG_GROUP, Format: "$context.requestId" } : undefined,
        RouteSettings: limit ? LIMITED : undefined,
        Tags: own,
      }),
    }));

const common = {
  id: fc.stringMatching(/^[a-y][a-z0-9]{9}$/),
  name: fc.stringMatching(/^[A-Z][a-z ]{3,12}[a-z]$/),
  tags,
};
const at = (most: number) => optional(fc.integer({ min: 0, max: most }));

export const arbitraryHttpApi: fc.Arbitrary<MadeApi> = fc
  .record({
    ...common,
    settings: fc.record({
      Description: optional(word),
      Version: optional(word),
      CorsConfiguration: optional(fc.constant(cors)),
      DisableExecuteApiEndpoint: fc.boolean(),
      IpAddressType: fc.constantFrom("ipv4", "dualstack"),
    }),
    checks: optional(
      request({
        AuthorizerPayloadFormatVersion: "2.0",
        EnableSimpleResponses: true,
        IdentitySource: ["$request.header.x-key"],
      }),
    ),
    login: fc.boolean(),
    integrations: fc.array(ofHttp, { minLength: 1, maxLength: 4 }),
    routes: fc.uniqueArray(
      fc.record({
        key: fc.constantFrom("GET /orders", "POST /orders", "ANY /hooks/{proxy+}", "$default"),
        integration: at(3),
        authorizer: at(1),
        scopes: fc.boolean(),
      }),
      { maxLength: 4, selector: ({ key }) => key },
    ),
    own: optional(stage("$default", false)),
    prod: optional(stage("prod", true)),
    mapped: fc.boolean(),
  })
  .map(({ settings, checks, login, routes, own, prod, mapped, ...rest }) => {
    const authorizers = [...(login ? [jwt] : []), ...(checks === undefined ? [] : [checks])];
    const stages = [own, prod].flatMap((one) => (one === undefined ? [] : limiting(one, routes)));
    return {
      ...rest,
      settings: some({ ...settings, ProtocolType: "HTTP" }),
      authorizers,
      models: [],
      routes: routes.map(({ key, integration, authorizer = -1, scopes }) => {
        const checked = authorizers[authorizer];
        const isJwt = checked?.AuthorizerType === "JWT";
        return {
          settings: some({
            RouteKey: key,
            ...(checked !== undefined && { AuthorizationType: isJwt ? "JWT" : "CUSTOM" }),
            ...(isJwt && scopes && { AuthorizationScopes: ["orders/read"] }),
          }),
          integration:
            integration !== undefined && integration < rest.integrations.length ? integration : undefined,
          authorizer: checked === undefined ? undefined : authorizer,
        };
      }),
      stages,
      mappings: mapped && stages.length > 0 ? [{ key: "orders", stage: 0 }] : [],
    };
  });

const model = { Name: "Order", ContentType: "application/json", Schema: '{"type":"object"}' };

export const arbitraryWebsocketApi: fc.Arbitrary<MadeApi> = fc
  .record({
    ...common,
    settings: fc.record({
      Description: optional(word),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: AWS's own form
      RouteSelectionExpression: fc.constantFrom("$request.body.action", "${request.body.kind}"),
      ApiKeySelectionExpression: fc.constant("$request.header.x-api-key"),
      DisableSchemaValidation: fc.boolean(),
    }),
    checks: optional(request({ IdentitySource: ["route.request.querystring.token"] })),
    modelled: fc.boolean(),
    integrations: fc.array(ofSocket, { minLength: 1, maxLength: 3 }),
    routes: fc.uniqueArray(
      fc.record({
        key: fc.constantFrom("$connect", "$disconnect", "$default", "orders"),
        integration: fc.integer({ min: 0, max: 2 }),
        keyed: fc.boolean(),
        answers: fc.boolean(),
        parameters: fc.boolean(),
      }),
      { minLength: 1, maxLength: 4, selector: ({ key }) => key },
    ),
    prod: optional(stage("prod", true)),
    test: optional(stage("test", true)),
    certificate: fc.boolean(),
    mapped: fc.boolean(),
  })
  .map(({ settings, checks, modelled, routes, prod, test, certificate, mapped, ...rest }) => {
    const stages = [prod, test].flatMap((one) => (one === undefined ? [] : limiting(one, routes)));
    return {
      ...rest,
      settings: some({ ...settings, ProtocolType: "WEBSOCKET" }),
      authorizers: checks === undefined ? [] : [checks],
      models: modelled ? [model] : [],
      routes: routes.map(({ key, integration, keyed, answers, parameters }) => ({
        settings: some({
          RouteKey: key,
          ApiKeyRequired: keyed,
          ...(key === "$connect" && checks !== undefined && { AuthorizationType: "CUSTOM" }),
          ...(modelled && { RequestModels: { $default: "Order" }, ModelSelectionExpression: "$default" }),
          ...(parameters && { RequestParameters: { "route.request.querystring.id": { Required: true } } }),
          ...(answers && { RouteResponseSelectionExpression: "$default" }),
        }),
        integration: Math.min(integration, rest.integrations.length - 1),
        authorizer: key === "$connect" && checks !== undefined ? 0 : undefined,
        ...(answers && { response: { RouteResponseKey: "$default" } }),
      })),
      stages: stages.map((one, n) =>
        n === 0 && certificate
          ? { ...one, settings: { ...one.settings, ClientCertificateId: CERTIFICATE } }
          : one,
      ),
      mappings: mapped && stages.length > 0 ? [{ key: "", stage: 0 }] : [],
    };
  });

/** What of an API nobody may see. */
export function secretsOf(api: MadeApi): string[] {
  return JSON.stringify(api).match(/canary-[a-z0-9-]+/g) ?? [];
}

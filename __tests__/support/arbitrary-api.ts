import type { RestApi } from "@aws-sdk/client-api-gateway";
import fc from "fast-check";
import { SOURCE } from "./protector-conformance/conforming.ts";

const { account, region } = SOURCE;
const here = (service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

export const FUNCTIONS = [here("lambda", "function:orders"), here("lambda", "function:orders:live")];
export const POOL = here("cognito-idp", "userpool/us-east-1_shop");
export const QUEUE = here("sqs", "orders");
const STREAM = here("firehose", "deliverystream/amazon-apigateway-logs");
export const LINK = "vl1234";
const ENDPOINT = "vpce-0a1b2c3d";
const CERTIFICATE = "cc1234";
export const HOST = `backend.${region}.example.com`;
export const ROLE = `arn:aws:iam::${account}:role/gateway`;
/** All that the arbitrary's APIs name in their region. */
export const NAMED = [...FUNCTIONS, POOL, QUEUE, STREAM, HOST];
/** The same by ids that AWS draws. */
export const DRAWN = [LINK, ENDPOINT, CERTIFICATE];

type Calls = "function" | "variable" | "http" | "mock" | "queue" | "link";

export interface MadeMethod {
  readonly verb: string;
  readonly calls: Calls;
  readonly token: string;
  readonly fn: string;
  readonly needsKey: boolean;
  readonly isValidated: boolean;
  readonly authorizer: "none" | "function" | "pool";
}

export interface MadeStage {
  readonly name: string;
  readonly variable: string;
  readonly settings: Readonly<Record<string, string | boolean>>;
  readonly burst: number | undefined;
  readonly logs: string | undefined;
  readonly canary: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** An API as it is made. */
export interface MadeApi {
  readonly id: string;
  readonly settings: Omit<RestApi, "name"> & { readonly name: string };
  readonly policy: boolean;
  readonly models: boolean;
  readonly response: string | undefined;
  readonly documented: boolean;
  /** By path, its parents first. */
  readonly resources: readonly { readonly path: string; readonly methods: readonly MadeMethod[] }[];
  readonly stages: readonly MadeStage[];
  /** Values of the keys of its usage plan; absent: it is in none. */
  readonly keys: readonly string[] | undefined;
  readonly domain: boolean;
}

const tags = fc.dictionary(fc.stringMatching(/^[a-z]{2,6}$/), fc.stringMatching(/^[a-z]{0,5}$/), {
  maxKeys: 2,
});
const secret = fc.stringMatching(/^canary-[a-z0-9]{24}$/);

const method: fc.Arbitrary<MadeMethod> = fc.record({
  verb: fc.constantFrom("GET", "POST", "ANY"),
  calls: fc.constantFrom<Calls[]>("function", "function", "variable", "http", "mock", "queue", "link"),
  token: secret,
  fn: fc.constantFrom(...FUNCTIONS),
  needsKey: fc.boolean(),
  isValidated: fc.boolean(),
  authorizer: fc.constantFrom("none", "function", "pool"),
});
const methods = fc.uniqueArray(method, { maxLength: 2, selector: ({ verb }) => verb });

const stage: fc.Arbitrary<MadeStage> = fc.record({
  name: fc.constantFrom("prod", "test", "dev"),
  variable: secret,
  settings: fc.record(
    {
      description: fc.constant("where people go"),
      cacheClusterEnabled: fc.constant(true),
      cacheClusterSize: fc.constantFrom("0.5", "1.6"),
      tracingEnabled: fc.boolean(),
      documentationVersion: fc.constant("v1"),
      clientCertificateId: fc.constant(CERTIFICATE),
    },
    { requiredKeys: [] },
  ),
  burst: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
  logs: fc.option(fc.constantFrom(STREAM, here("logs", "log-group:/gateway")), { nil: undefined }),
  canary: fc.boolean(),
  tags,
});

const settings: fc.Arbitrary<MadeApi["settings"]> = fc.record(
  {
    name: fc.constantFrom("orders", "a b/c"),
    description: fc.constant("takes orders"),
    version: fc.constant("2"),
    binaryMediaTypes: fc.constant(["image/png", "image/*"]),
    minimumCompressionSize: fc.integer({ min: 0, max: 10 }),
    apiKeySource: fc.constant("AUTHORIZER" as const),
    disableExecuteApiEndpoint: fc.boolean(),
    endpointConfiguration: fc.constantFrom(
      { types: ["REGIONAL" as const] },
      { types: ["PRIVATE" as const], ipAddressType: "dualstack" as const, vpcEndpointIds: [ENDPOINT] },
    ),
    tags,
  },
  { requiredKeys: ["name"] },
);

/** APIs of every form. */
export const arbitraryApi: fc.Arbitrary<MadeApi> = fc
  .record({
    id: fc.stringMatching(/^[a-m][a-z0-9]{9}$/),
    settings,
    policy: fc.boolean(),
    models: fc.boolean(),
    response: fc.option(secret, { nil: undefined }),
    documented: fc.boolean(),
    resources: fc
      .tuple(
        methods,
        fc.subarray(["/orders", "/orders/{id}", "/orders/{id}/lines", "/v1.0"]),
        fc.array(methods, { minLength: 4, maxLength: 4 }),
      )
      .map(([root, paths, all]) => [
        { path: "/", methods: root },
        ...withParents(paths).map((path, at) => ({ path, methods: all[at] ?? [] })),
      ]),
    stages: fc.uniqueArray(stage, { minLength: 1, maxLength: 2, selector: ({ name }) => name }),
    keys: fc.option(fc.uniqueArray(secret, { maxLength: 2 }), { nil: undefined }),
    domain: fc.boolean(),
  })
  .map((made) =>
    made.resources.some((one) => one.methods.length > 0)
      ? made
      : { ...made, stages: [], keys: undefined, domain: false },
  );

function withParents(paths: readonly string[]): string[] {
  const all = paths.flatMap((path) => {
    const parts = path.split("/").slice(1);
    return parts.map((_, at) => `/${parts.slice(0, at + 1).join("/")}`);
  });
  return [...new Set(all)];
}

/** What of an API nobody may see. */
export function secretsOf(api: MadeApi): string[] {
  return JSON.stringify(api).match(/canary-[a-z0-9]{24}/g) ?? [];
}

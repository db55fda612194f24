import type { CreateConnectionRequest } from "@aws-sdk/client-eventbridge";
import fc from "fast-check";
import { SOURCE } from "./protector-conformance/conforming.ts";

const { account, region } = SOURCE;
const KEY = `arn:aws:kms:${region}:${account}:key/0b1e5f6a-aaaa-bbbb-cccc-000000000001`;
const way = (id: string): string =>
  `arn:aws:vpc-lattice:${region}:${account}:resourceconfiguration/rcfg-${id.repeat(17)}`;
const [API, ENDPOINT] = [way("a"), way("b")];
const TOKENS = `abc123.execute-api.${region}.amazonaws.com`;
/** All that the arbitrary's connections name in their region. */
export const NAMED = [KEY, API, ENDPOINT, TOKENS];

/** A connection as it is made. */
export interface MadeConnection {
  readonly id: string;
  readonly made: CreateConnectionRequest & { readonly Name: string };
}

const canary = fc.stringMatching(/^canary-[a-z0-9]{6,12}$/);
const resource = (ResourceConfigurationArn: string) => ({ ResourceParameters: { ResourceConfigurationArn } });

const parameter = fc.record({
  Key: fc.stringMatching(/^X-[A-Z][a-z]{2,6}$/),
  Value: canary,
  IsValueSecret: fc.boolean(),
});
const parameters = fc.record({
  HeaderParameters: fc.array(parameter, { maxLength: 2 }),
  QueryStringParameters: fc.array(parameter, { maxLength: 1 }),
});

const authorization = fc.oneof(
  canary.map((ApiKeyValue) => ({
    AuthorizationType: "API_KEY" as const,
    AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: "x-api-key", ApiKeyValue } },
  })),
  canary.map((Password) => ({
    AuthorizationType: "BASIC" as const,
    AuthParameters: { BasicAuthParameters: { Username: "shop", Password } },
  })),
  fc
    .record({
      secret: canary,
      host: fc.constantFrom("login.example.com", TOKENS),
      told: fc.option(parameters, { nil: undefined }),
      isPrivate: fc.boolean(),
    })
    .map(({ secret, host, told, isPrivate }) => ({
      AuthorizationType: "OAUTH_CLIENT_CREDENTIALS" as const,
      AuthParameters: {
        OAuthParameters: {
          ClientParameters: { ClientID: "shop", ClientSecret: secret },
          AuthorizationEndpoint: `https://${host}/oauth/token`,
          HttpMethod: "POST" as const,
          ...(told && { OAuthHttpParameters: told }),
        },
        ...(isPrivate && { ConnectivityParameters: resource(ENDPOINT) }),
      },
    })),
);

/** Connections of every form. */
export const arbitraryConnection: fc.Arbitrary<MadeConnection> = fc
  .record({
    id: fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{2,9}$/),
    authorization,
    told: fc.option(parameters, { nil: undefined }),
    Description: fc.option(fc.constantFrom("orders", `${"long ".repeat(102)}!`), { nil: undefined }),
    KmsKeyIdentifier: fc.option(fc.constant(KEY), { nil: undefined }),
    isPrivate: fc.boolean(),
  })
  .map(({ id, authorization: { AuthorizationType, AuthParameters }, told, isPrivate, ...rest }) => ({
    id,
    made: JSON.parse(
      JSON.stringify({
        ...rest,
        // Who writes the description of one to a private API has that of before at hand.
        ...(isPrivateTo(isPrivate, AuthParameters) && rest.Description && { Description: "orders" }),
        Name: id,
        AuthorizationType,
        AuthParameters: { ...AuthParameters, ...(told && { InvocationHttpParameters: told }) },
        ...(isPrivate && { InvocationConnectivityParameters: resource(API) }),
      }),
    ) as MadeConnection["made"],
  }));

function isPrivateTo(api: boolean, parameters: object): boolean {
  return api || "ConnectivityParameters" in parameters;
}

/** What of a connection nobody may see. */
export function secretsOf({ made }: MadeConnection): string[] {
  return JSON.stringify(made).match(/canary-[a-z0-9]+/g) ?? [];
}

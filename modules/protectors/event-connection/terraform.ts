import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import { type Argument, type Arguments, Given } from "../kit/terraform/argument.ts";
import { providerWords } from "../kit/terraform/provider-words.ts";
import type { TerraformKind } from "../kit/terraform/resource.ts";
import { type ConnectionDocument, SEALED } from "./document.ts";

/** A connection. AWS tells its secret nobody, so whoever applies gives it. */
export const eventConnectionInTerraform: TerraformKind<ConnectionDocument> = {
  sealed: SEALED,
  form: ({ document: { name, arn, settings, authorization }, live }) => {
    const { AuthorizationType, AuthParameters: parameters } = authorization;
    const { InvocationConnectivityParameters: way, ...rest } = settings;
    if (parameters === undefined)
      return {
        resources: [],
        left: ["it was deauthorized when it was captured, and the point has none of its parameters"],
      };
    if (way !== undefined || parameters.ConnectivityParameters !== undefined)
      return { resources: [], left: ["it leads to a private API, which cannot be said in Terraform yet"] };
    return {
      resources: [
        {
          type: "aws_cloudwatch_event_connection",
          key: "",
          arguments: {
            name,
            authorization_type: AuthorizationType,
            ...providerWords(rest),
            auth_parameters: parametersOf(parameters, name),
          },
          ...(live !== undefined && { importId: name }),
          exports: { [live?.arn ?? arn]: "arn" },
        },
      ],
      left: [],
    };
  },
};

function parametersOf(parameters: JsonObject, name: string): Arguments {
  const { ApiKeyAuthParameters: key, BasicAuthParameters: basic, OAuthParameters: oauth } = parameters;
  const secret = (field: string, what: string): Given =>
    new Given(field, `${what} of connection ${name}`, "string");
  return {
    ...(isObject(key) && { api_key: { key: String(key.ApiKeyName), value: secret("api_key", "API key") } }),
    ...(isObject(basic) && {
      basic: { username: String(basic.Username), password: secret("password", "password") },
    }),
    ...(isObject(oauth) && {
      oauth: {
        authorization_endpoint: String(oauth.AuthorizationEndpoint),
        http_method: String(oauth.HttpMethod),
        client_parameters: {
          client_id: isObject(oauth.ClientParameters) ? String(oauth.ClientParameters.ClientID) : undefined,
          client_secret: secret("client_secret", "client secret"),
        },
        oauth_http_parameters: told(oauth.OAuthHttpParameters, "token", name) ?? {},
      },
    }),
    invocation_http_parameters: told(parameters.InvocationHttpParameters, "request", name),
  };
}

const LISTS = {
  BodyParameters: "body",
  HeaderParameters: "header",
  QueryStringParameters: "query_string",
} as const;

/** What is sent with each request, or with that for a token: also values that nobody marked may be credentials. */
function told(parameters: Json | undefined, of: string, name: string): Arguments | undefined {
  if (!isObject(parameters)) return undefined;
  return Object.fromEntries(
    Object.entries(LISTS).flatMap(([list, block]): (readonly [string, Argument])[] => {
      const all = parameters[list];
      if (!Array.isArray(all)) return [];
      const words = (all as readonly JsonObject[]).map(({ Key, Value, IsValueSecret }) => ({
        key: String(Key),
        value: new Given(
          `${of}_${block}_${Key}`,
          `${block} ${Key} of connection ${name}`,
          "string",
          typeof Value === "string" ? Value : undefined,
        ),
        is_value_secret: IsValueSecret === true,
      }));
      return [[block, words]];
    }),
  );
}

import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import type { Authorization } from "./document.ts";

/** What a restored connection has where its secrets were. */
const PLACEHOLDER = "zonekeep-placeholder-give-the-secret-again";

/** Of each way to authorize, where its secret stands. */
const SECRETS: Readonly<Record<Authorization["AuthorizationType"], readonly string[]>> = {
  API_KEY: ["ApiKeyAuthParameters", "ApiKeyValue"],
  BASIC: ["BasicAuthParameters", "Password"],
  OAUTH_CLIENT_CREDENTIALS: ["OAuthParameters", "ClientParameters", "ClientSecret"],
};

/** Where parameters of requests stand, each of which may be secret. */
const PARAMETERS: readonly (readonly string[])[] = [
  ["InvocationHttpParameters"],
  ["OAuthParameters", "OAuthHttpParameters"],
];

/** Names of what AWS told nobody: `ApiKeyAuthParameters.ApiKeyValue`, `InvocationHttpParameters.HeaderParameters X-Token`. */
export function secretNames({ AuthorizationType: type, AuthParameters: all = {} }: Authorization): string[] {
  const named = PARAMETERS.flatMap((path) => {
    const section = at(all, path);
    return Object.entries(isObject(section) ? section : {}).flatMap(([list, parameters]) =>
      (Array.isArray(parameters) ? (parameters as readonly Json[]) : []).flatMap((one) =>
        isSecret(one) ? [`${path.join(".")}.${list} ${String(one.Key)}`] : [],
      ),
    );
  });
  return [SECRETS[type].join("."), ...named];
}

/** Whether everything but the secrets is known: of one that was deauthorized, AWS tells no parameters. */
export function isWhole({ AuthorizationType: type, AuthParameters: all = {} }: Authorization): boolean {
  return isObject(at(all, SECRETS[type].slice(0, -1)));
}

/** What CreateConnection takes, with a placeholder for each secret. */
export function withPlaceholders({ AuthorizationType: type, AuthParameters: all = {} }: Authorization) {
  const filled = PARAMETERS.reduce((some, path) => edited(some, path, filledParameters), all);
  const path = SECRETS[type];
  const AuthParameters = edited(filled, path.slice(0, -1), (own) => ({
    ...own,
    [path.at(-1) ?? ""]: PLACEHOLDER,
  }));
  return { AuthorizationType: type, AuthParameters };
}

function filledParameters(section: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(section).map(([list, parameters]) => [
      list,
      Array.isArray(parameters)
        ? parameters.map((one: Json) => (isSecret(one) ? { ...one, Value: PLACEHOLDER } : one))
        : parameters,
    ]),
  );
}

function isSecret(parameter: Json): parameter is JsonObject {
  return isObject(parameter) && parameter.IsValueSecret === true;
}

function at(all: JsonObject, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((node, key) => (isObject(node) ? node[key] : undefined), all);
}

/** The same with what is at a path changed, where there is something. */
function edited(
  all: JsonObject,
  [key, ...rest]: readonly string[],
  change: (own: JsonObject) => JsonObject,
): JsonObject {
  const own = key === undefined ? undefined : all[key];
  if (key === undefined || !isObject(own)) return all;
  return { ...all, [key]: rest.length === 0 ? change(own) : edited(own, rest, change) };
}

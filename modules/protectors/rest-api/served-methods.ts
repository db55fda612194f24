import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject, sameJson } from "../kit/canonical.ts";
import { pick } from "../kit/json.ts";
import { sortedKeys } from "../kit/sorted-keys.ts";
import type { ApiMethod, RestApiDocument } from "./document.ts";
import { withUri } from "./uri.ts";

const ANY = "x-amazon-apigateway-any-method";
const INTEGRATION = "x-amazon-apigateway-integration";
const VERBS = new Set(["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]);
/** What an export tells as it was put. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html */
const CALLED = [
  ...["uri", "httpMethod", "credentials", "connectionId", "requestParameters", "requestTemplates"],
] as const;
const ANSWER = ["responseParameters", "responseTemplates"] as const;

/** What of an export, of OpenAPI 3.0 with API Gateway's extensions, is otherwise in the document; by path. */
export function changedMethods(exported: Json, { resources }: Pick<RestApiDocument, "resources">): string[] {
  const served = new Map<string, Json>(servedMethods(exported));
  const now = new Map<string, Json>(
    resources.flatMap(({ path, methods }) =>
      Object.entries(methods).map(([verb, one]) => [`${verb} ${path}`, formOf(one)] as const),
    ),
  );
  return [...new Set([...served.keys(), ...now.keys()])]
    .filter((name) => !sameJson(served.get(name), now.get(name)))
    .sort();
}

function servedMethods(exported: Json): (readonly [string, Json])[] {
  const paths = isObject(exported) && isObject(exported.paths) ? exported.paths : {};
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(isObject(item) ? item : {}).flatMap(([key, one]) => {
      const verb = key === ANY ? "ANY" : key.toUpperCase();
      return isObject(one) && (verb === "ANY" || VERBS.has(verb))
        ? [[`${verb} ${path}`, formOfServed(one)] as const]
        : [];
    }),
  );
}

function formOfServed({ security, [INTEGRATION]: integration }: JsonObject): Json {
  const names = (Array.isArray(security) ? security : []).flatMap((one: Json) =>
    isObject(one) ? Object.keys(one) : [],
  );
  if (!isObject(integration)) return sortedKeys({ guards: guards(names) });
  const { responses, type } = integration;
  const answers = Object.entries(isObject(responses) ? responses : {}).map(([pattern, one]) =>
    isObject(one) ? [pattern, String(one.statusCode), told(one, ANSWER)] : [],
  );
  return sortedKeys({
    guards: guards(names),
    calls: { ...told(integration, CALLED), type: String(type).toLowerCase() },
    answers: sorted(answers),
  });
}

function formOf({ settings, authorizer, integration }: ApiMethod): Json {
  const names = [authorizer ?? [], settings.apiKeyRequired === true ? "api_key" : []].flat();
  if (integration === undefined) return sortedKeys({ guards: guards(names) });
  const { responses, type } = integration;
  const answers = Object.entries(isObject(responses) ? responses : {}).map(([status, one]) => {
    const { selectionPattern: pattern, ...rest } = isObject(one) ? one : {};
    return [String(pattern || "default"), status, told(rest, ANSWER)];
  });
  return sortedKeys({
    guards: guards(names),
    calls: { ...told(withUri(integration, "uri"), CALLED), type: String(type).toLowerCase() },
    answers: sorted(answers),
  });
}

/** That a request has to be signed is told of some exports only. */
function guards(names: readonly string[]): string[] {
  return [...new Set(names)].filter((name) => name !== "sigv4").sort();
}

/** What is empty is told or not. */
function told(settings: JsonObject, names: readonly string[]): JsonObject {
  const filled = Object.entries(pick(settings, names as readonly never[]) as JsonObject).filter(
    ([, value]) => !(isObject(value) && Object.keys(value).length === 0),
  );
  return Object.fromEntries(filled);
}

function sorted(answers: readonly Json[]): Json[] {
  return answers.map(sortedKeys).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

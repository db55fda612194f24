import type { JsonObject } from "../../../contract/json.ts";
import { isObject } from "../../kit/canonical.ts";
import { given, importOf } from "../../kit/terraform/api-parts.ts";
import { type Argument, OwnAttribute } from "../../kit/terraform/argument.ts";
import { providerWords } from "../../kit/terraform/provider-words.ts";
import type { TerraformResource } from "../../kit/terraform/resource.ts";
import type { ApiMethod } from "../document.ts";
import { withUri } from "../uri.ts";
import { API, idOfMadeApi, keyOf, leave, methodThere, PART, type RestApiInTerraform } from "./draft.ts";
import { modelNames } from "./parts.ts";

/** Paths with their methods, what those call and what they answer. The path `/` comes with the API. */
export function resourceResources(draft: RestApiInTerraform): readonly TerraformResource[] {
  return draft.document.resources.flatMap(({ path, methods }): TerraformResource[] => [
    ...(path === "/" ? [] : [pathResource(draft, path)]),
    ...Object.entries(methods).flatMap(([verb, method]) => methodResources(draft, path, verb, method)),
  ]);
}

function pathResource(draft: RestApiInTerraform, path: string): TerraformResource {
  const at = path.lastIndexOf("/");
  return {
    type: PART.resource,
    key: path,
    arguments: {
      rest_api_id: idOfMadeApi(),
      parent_id: idOfPath(draft, path.slice(0, at) || "/"),
      path_part: path.slice(at + 1),
    },
    ...importOf(draft, draft.imports[`resource ${path}`]),
  };
}

function idOfPath({ document }: RestApiInTerraform, path: string): OwnAttribute {
  return path === "/" || !document.resources.some((one) => one.path === path)
    ? new OwnAttribute(API, "", "root_resource_id")
    : new OwnAttribute(PART.resource, path, "id");
}

function methodResources(
  draft: RestApiInTerraform,
  path: string,
  verb: string,
  method: ApiMethod,
): readonly TerraformResource[] {
  const key = keyOf(verb, path);
  const { authorizationType, requestParameters, requestModels, ...rest } = method.settings;
  const { authorizers, validators } = draft.document;
  const { authorizer, validator } = method;
  const resource = draft.imports[`resource ${path}`];
  const there = methodThere(draft, path, verb);
  const known = (all: readonly JsonObject[], name: string | undefined): name is string =>
    name !== undefined && all.some((one) => one.name === name);
  const at = { rest_api_id: idOfMadeApi(), resource_id: idOfPath(draft, path) };
  return [
    {
      type: PART.method,
      key,
      arguments: {
        ...at,
        http_method: verb,
        authorization: authorizationType as Argument,
        ...providerWords(rest),
        request_parameters: requestParameters as Argument,
        request_models: modelNames(draft, requestModels),
        ...(known(authorizers, authorizer) && {
          authorizer_id: new OwnAttribute(PART.authorizer, authorizer, "id"),
        }),
        ...(known(validators, validator) && {
          request_validator_id: new OwnAttribute(PART.validator, validator, "id"),
        }),
      },
      ...(there !== undefined && importOf(draft, resource, verb)),
    },
    ...Object.entries(method.responses).map(
      ([status, { responseModels, responseParameters }]): TerraformResource => ({
        type: PART.methodResponse,
        key: `${key} ${status}`,
        arguments: {
          ...at,
          http_method: new OwnAttribute(PART.method, key, "http_method"),
          status_code: status,
          response_models: modelNames(draft, responseModels),
          response_parameters: responseParameters as Argument,
        },
        ...(there?.responses[status] !== undefined && importOf(draft, resource, verb, status)),
      }),
    ),
    ...(method.integration === undefined ? [] : integrationResources(draft, path, verb, method.integration)),
  ];
}

const NAMES = { httpMethod: "integration_http_method", timeoutInMillis: "timeout_milliseconds" };

function integrationResources(
  draft: RestApiInTerraform,
  path: string,
  verb: string,
  integration: JsonObject,
): readonly TerraformResource[] {
  const key = keyOf(verb, path);
  const { responses, uri: told, function: fn, cacheNamespace: space, ...settings } = integration;
  const { requestParameters, requestTemplates, tlsConfig: tls, ...others } = settings;
  const { responseTransferMode: mode, integrationTarget, ...rest } = others;
  const there = methodThere(draft, path, verb)?.integration;
  const resource = draft.imports[`resource ${path}`];
  const of = `what ${key} calls`;
  leave(
    draft,
    of,
    { ...(mode !== "BUFFERED" && { responseTransferMode: mode }), integrationTarget } as JsonObject,
    there,
  );
  const at = {
    rest_api_id: idOfMadeApi(),
    resource_id: idOfPath(draft, path),
  };
  const statuses = isObject(responses) ? responses : {};
  const statusesThere = isObject(there?.responses) ? there.responses : {};
  return [
    {
      type: PART.integration,
      key,
      arguments: {
        ...at,
        http_method: new OwnAttribute(PART.method, key, "http_method"),
        ...providerWords(rest, NAMES),
        uri: fn === undefined ? given(`${key}_uri`, of, told) : (withUri(integration, "uri").uri as Argument),
        ...(typeof space === "string" && {
          cache_namespace: draft.document.resources.some((one) => one.path === space)
            ? idOfPath(draft, space)
            : space,
        }),
        request_parameters: given(`${key}_parameters`, `what is added to ${of}`, requestParameters),
        request_templates: given(`${key}_templates`, `what is added to ${of}`, requestTemplates),
        ...(isObject(tls) && { tls_config: providerWords(tls) }),
      },
      ...(there !== undefined && importOf(draft, resource, verb)),
    },
    ...Object.entries(statuses).map(([status, one]): TerraformResource => {
      const { selectionPattern, responseParameters, responseTemplates, ...plain } = isObject(one) ? one : {};
      const answer = `answer ${status} of ${key}`;
      return {
        type: PART.integrationResponse,
        key: `${key} ${status}`,
        arguments: {
          ...at,
          http_method: new OwnAttribute(PART.integration, key, "http_method"),
          status_code: hasResponse(draft, path, verb, status)
            ? new OwnAttribute(PART.methodResponse, `${key} ${status}`, "status_code")
            : status,
          ...providerWords(plain),
          selection_pattern: given(`${key}_${status}_pattern`, `which ${answer} is of`, selectionPattern),
          response_parameters: given(
            `${key}_${status}_parameters`,
            `what ${answer} adds`,
            responseParameters,
          ),
          response_templates: given(`${key}_${status}_templates`, `what ${answer} adds`, responseTemplates),
        },
        ...(Object.hasOwn(statusesThere, status) && importOf(draft, resource, verb, status)),
      };
    }),
  ];
}

function hasResponse({ document }: RestApiInTerraform, path: string, verb: string, status: string): boolean {
  const found = document.resources.find((one) => one.path === path)?.methods[verb];
  return found?.responses[status] !== undefined;
}

import type { JsonObject } from "../../../contract/json.ts";
import { isObject } from "../../kit/canonical.ts";
import { given, importOf } from "../../kit/terraform/api-parts.ts";
import { type Argument, OwnAttribute } from "../../kit/terraform/argument.ts";
import { providerWords } from "../../kit/terraform/provider-words.ts";
import type { TerraformResource } from "../../kit/terraform/resource.ts";
import { uriOf } from "../calls.ts";
import type { Authorizer, Called, Integration, Keyed } from "../document.ts";
import { integrationLabels } from "../labels.ts";
import { type ApiInTerraform, idOf, idOfMadeApi, isQuick, PART, QUICK } from "./draft.ts";

export function modelResource(draft: ApiInTerraform, { key, settings }: Keyed): TerraformResource {
  return {
    type: PART.model,
    key,
    arguments: { api_id: idOfMadeApi(), name: key, ...providerWords(settings) },
    ...importOf(draft, draft.imports[idOf(PART.model, key)]),
  };
}

export function authorizerResource(draft: ApiInTerraform, one: Authorizer): TerraformResource {
  const {
    IdentitySource: sources,
    JwtConfiguration: jwt,
    IdentityValidationExpression: _,
    ...rest
  } = one.settings;
  return {
    type: PART.authorizer,
    key: one.name,
    arguments: {
      api_id: idOfMadeApi(),
      name: one.name,
      ...providerWords(rest),
      authorizer_uri: addressOf(one, `authorizer_${one.name}`),
      identity_sources: sources as Argument,
      ...(isObject(jwt) && { jwt_configuration: providerWords(jwt) }),
    },
    ...importOf(draft, draft.live?.authorizers.find(({ name }) => name === one.name)?.id),
  };
}

/** Integrations by what they are called: their ids are others each time. */
export function integrationKeys(draft: ApiInTerraform): ReadonlyMap<string, string> {
  return integrationLabels(draft.document);
}

/** Ids there of integrations by what they are called. */
export function integrationsThere({ live }: ApiInTerraform): ReadonlyMap<string, string> {
  return new Map([...(live ? integrationLabels(live) : [])].map(([id, label]) => [label, id]));
}

const NAMES = { TimeoutInMillis: "timeout_milliseconds" };

export function integrationResources(draft: ApiInTerraform): readonly TerraformResource[] {
  const keys = integrationKeys(draft);
  const there = integrationsThere(draft);
  return draft.document.integrations.flatMap((one): TerraformResource[] => {
    const key = keys.get(one.id) ?? one.id;
    const { RequestParameters, RequestTemplates, ResponseParameters, TlsConfig: tls, ...rest } = one.settings;
    const id = there.get(key);
    if (isQuick(draft, PART.integration, id)) {
      draft.left.push(`its integration of ${key}: ${QUICK}`);
      return [];
    }
    const of = `what the integration of ${key} adds`;
    return [
      {
        type: PART.integration,
        key,
        arguments: {
          api_id: idOfMadeApi(),
          ...providerWords(rest, NAMES),
          integration_uri: addressOf(one, `${key}_uri`),
          request_parameters: given(`${key}_request_parameters`, of, RequestParameters),
          request_templates: given(`${key}_request_templates`, of, RequestTemplates),
          response_parameters: responsesOf(ResponseParameters, key, of),
          ...(isObject(tls) && { tls_config: providerWords(tls) }),
        },
        ...importOf(draft, id),
      },
      ...one.responses.map((response) => responseResource(draft, response, key, id)),
    ];
  });
}

function responseResource(
  draft: ApiInTerraform,
  { key, settings }: Integration["responses"][number],
  integration: string,
  id: string | undefined,
): TerraformResource {
  const { ResponseParameters: parameters, ResponseTemplates: templates, ...rest } = settings;
  if (isObject(parameters) && Object.keys(parameters).length > 0)
    draft.left.push(`parameters of response ${key} of ${integration}: the provider has no argument for them`);
  return {
    type: PART.integrationResponse,
    key: `${integration}_${key}`,
    arguments: {
      api_id: idOfMadeApi(),
      integration_id: new OwnAttribute(PART.integration, integration, "id"),
      integration_response_key: key,
      ...providerWords(rest),
      response_templates: given(
        `${integration}_${key}_templates`,
        `what response ${key} of ${integration} adds`,
        templates,
      ),
    },
    ...importOf(draft, id, draft.imports[idOf(PART.integrationResponse, id ?? "", key)]),
  };
}

/** Of HTTP APIs, by the status of the answer. */
function responsesOf(parameters: JsonObject[string] | undefined, key: string, of: string): Argument {
  if (!isObject(parameters) || Object.keys(parameters).length === 0) return undefined;
  return Object.entries(parameters).map(([status, mappings]) => ({
    status_code: status,
    mappings: given(`${key}_response_${status}`, of, mappings),
  }));
}

/** A path on the web may hold a token. */
function addressOf(called: Called, key: string): Argument {
  const uri = uriOf(called);
  return called.endpoint === undefined ? uri : given(key, "an address that it calls", uri);
}

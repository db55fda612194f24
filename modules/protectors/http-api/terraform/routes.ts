import type { JsonObject } from "../../../contract/json.ts";
import { isObject } from "../../kit/canonical.ts";
import { importOf } from "../../kit/terraform/api-parts.ts";
import { type Argument, type Arguments, JoinedText, OwnAttribute } from "../../kit/terraform/argument.ts";
import { providerWords } from "../../kit/terraform/provider-words.ts";
import type { TerraformResource } from "../../kit/terraform/resource.ts";
import type { ApiRoute } from "../document.ts";
import { integrationKeys, integrationsThere } from "./called.ts";
import { type ApiInTerraform, idOf, idOfMadeApi, isQuick, PART, QUICK } from "./draft.ts";

export function routeResources(draft: ApiInTerraform): readonly TerraformResource[] {
  return draft.document.routes.flatMap((route): TerraformResource[] => {
    const { key, settings } = route;
    const { RequestParameters: parameters, RequestModels: models, ...rest } = settings;
    const id = draft.imports[idOf(PART.route, key)];
    if (isQuick(draft, PART.route, key)) {
      draft.left.push(`its route ${key}: ${QUICK}`);
      return [];
    }
    return [
      {
        type: PART.route,
        key,
        arguments: {
          api_id: idOfMadeApi(),
          route_key: key,
          ...providerWords(rest),
          ...leadsTo(draft, route),
          request_models: models as Argument,
          request_parameter: requiredOf(parameters),
        },
        ...importOf(draft, id),
      },
      ...route.responses.map((response): TerraformResource => {
        const { ResponseModels, ResponseParameters: told, ...others } = response.settings;
        if (isObject(told) && Object.keys(told).length > 0)
          draft.left.push(
            `parameters of response ${response.key} of route ${key}: the provider has no argument for them`,
          );
        return {
          type: PART.routeResponse,
          key: `${key}_${response.key}`,
          arguments: {
            api_id: idOfMadeApi(),
            route_id: new OwnAttribute(PART.route, key, "id"),
            route_response_key: response.key,
            ...providerWords(others),
            response_models: ResponseModels as Argument,
          },
          ...importOf(draft, id, draft.imports[idOf(PART.routeResponse, key, response.key)]),
        };
      }),
    ];
  });
}

function leadsTo(draft: ApiInTerraform, { integration, authorizer }: ApiRoute): Arguments {
  const to = integration === undefined ? undefined : integrationKeys(draft).get(integration);
  const by = draft.document.authorizers.find(({ id }) => id === authorizer)?.name;
  const there = to === undefined ? undefined : integrationsThere(draft).get(to);
  return {
    ...(to !== undefined && {
      target: isQuick(draft, PART.integration, there)
        ? `integrations/${there}`
        : new JoinedText("integrations/", new OwnAttribute(PART.integration, to, "id")),
    }),
    ...(by !== undefined && { authorizer_id: new OwnAttribute(PART.authorizer, by, "id") }),
  };
}

/** `route.request.querystring.auth` to whether it has to be there. */
function requiredOf(parameters: JsonObject[string] | undefined): Argument {
  if (!isObject(parameters)) return undefined;
  return Object.entries(parameters).map(([key, said]) => ({
    request_parameter_key: key,
    required: isObject(said) && said.Required === true,
  }));
}

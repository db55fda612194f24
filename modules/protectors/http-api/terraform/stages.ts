import type { JsonObject } from "../../../contract/json.ts";
import { isObject } from "../../kit/canonical.ts";
import { writableTags } from "../../kit/tags.ts";
import { type Argument, OwnAttribute } from "../../kit/terraform/argument.ts";
import { providerWords } from "../../kit/terraform/provider-words.ts";
import type { TerraformResource } from "../../kit/terraform/resource.ts";
import type { Mapping, Stage } from "../document.ts";
import { type ApiInTerraform, given, idOf, idOfMadeApi, importOf, PART } from "./draft.ts";

const DEPLOYMENT = "aws_apigatewayv2_deployment";

/** Stages, and what those serve that do not deploy by themselves: the API as it is written, made once all of it is. */
export function stageResources(draft: ApiInTerraform): readonly TerraformResource[] {
  return draft.document.stages.flatMap((stage): TerraformResource[] => {
    const { name, settings, deployment, tags } = stage;
    const now = draft.live?.stages.find((one) => one.name === name);
    const made =
      settings.AutoDeploy === true || deployment === undefined
        ? undefined
        : (now?.deployment ?? new OwnAttribute(DEPLOYMENT, name, "id"));
    const { StageVariables: variables, AccessLogSettings: log, ...rest } = settings;
    const { DefaultRouteSettings: all, RouteSettings: each, ...plain } = rest;
    return [
      ...(made instanceof OwnAttribute ? [deploymentResource(draft, stage)] : []),
      {
        type: PART.stage,
        key: name,
        arguments: {
          api_id: idOfMadeApi(),
          name,
          ...providerWords(plain),
          deployment_id: made,
          stage_variables: given(`stage_${name}_variables`, `variables of stage ${name}`, variables),
          ...(isObject(log) && { access_log_settings: providerWords(log) }),
          ...(isObject(all) && { default_route_settings: providerWords(all) }),
          route_settings: routesOf(each),
          tags: writableTags(tags),
        },
        ...(now !== undefined && importOf(draft, name)),
        opens: true,
      },
    ];
  });
}

function deploymentResource({ document }: ApiInTerraform, { name }: Stage): TerraformResource {
  return {
    type: DEPLOYMENT,
    key: name,
    arguments: {
      api_id: idOfMadeApi(),
      // So it comes after all routes, and again when one is made anew.
      triggers: Object.fromEntries(
        document.routes.map(({ key }) => [key, new OwnAttribute(PART.route, key, "id")]),
      ),
    },
    opens: true,
  };
}

function routesOf(each: JsonObject[string] | undefined): Argument {
  if (!isObject(each)) return undefined;
  return Object.entries(each).map(([key, settings]) => ({
    route_key: key,
    ...(isObject(settings) && providerWords(settings)),
  }));
}

export function mappingResource(draft: ApiInTerraform, { domain, key, stage }: Mapping): TerraformResource {
  const id = draft.imports[idOf(PART.mapping, domain, key)];
  return {
    type: PART.mapping,
    key: [domain, key].filter(Boolean).join("_"),
    arguments: {
      api_id: idOfMadeApi(),
      domain_name: domain,
      stage: new OwnAttribute(PART.stage, stage, "name"),
      ...(key !== "" && { api_mapping_key: key }),
    },
    ...(id !== undefined && draft.live !== undefined && { importId: `${id}/${domain}` }),
    opens: true,
  };
}

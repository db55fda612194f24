import type { JsonObject } from "../../../contract/json.ts";
import { isObject, sameJson } from "../../kit/canonical.ts";
import { sortedKeys } from "../../kit/sorted-keys.ts";
import { writableTags } from "../../kit/tags.ts";
import { given, importOf } from "../../kit/terraform/api-parts.ts";
import { type Argument, OwnAttribute } from "../../kit/terraform/argument.ts";
import { providerWords } from "../../kit/terraform/provider-words.ts";
import type { TerraformResource } from "../../kit/terraform/resource.ts";
import { SAYS_OTHERWISE } from "../../kit/terraform/says-otherwise.ts";
import type { Mapping, Stage } from "../document.ts";
import { withoutGoneRoutes } from "../route-settings.ts";
import { type ApiInTerraform, idOf, idOfMadeApi, isQuick, PART, QUICK } from "./draft.ts";

const DEPLOYMENT = "aws_apigatewayv2_deployment";

/** Stages, and what those serve that do not deploy by themselves: the API as it is written, made once all of it is. */
export function stageResources(draft: ApiInTerraform): readonly TerraformResource[] {
  return draft.document.stages.flatMap((stage): TerraformResource[] => {
    const { name, settings, deployment, tags } = stage;
    const now = draft.live?.stages.find((one) => one.name === name);
    const why = leftFor(draft, stage, now);
    if (why !== undefined) {
      draft.left.push(`its stage ${name}: ${why}`);
      return [];
    }
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

/** Why a stage that is there is not written. It answers requests: one that does so otherwise stays as it is. */
function leftFor(draft: ApiInTerraform, stage: Stage, now: Stage | undefined): string | undefined {
  if (now === undefined) return undefined;
  if (isQuick(draft, PART.stage, stage.name)) return QUICK;
  const there = withoutGoneRoutes(now, draft.live?.routes ?? []);
  return sameJson(sortedKeys(there.settings), sortedKeys(stage.settings)) ? undefined : SAYS_OTHERWISE;
}

function deploymentResource(draft: ApiInTerraform, { name }: Stage): TerraformResource {
  return {
    type: DEPLOYMENT,
    key: name,
    arguments: {
      api_id: idOfMadeApi(),
      // So it comes after all routes, and again when one is made anew.
      triggers: Object.fromEntries(
        draft.document.routes
          .filter(({ key }) => !isQuick(draft, PART.route, key))
          .map(({ key }) => [key, new OwnAttribute(PART.route, key, "id")]),
      ),
    },
    createBeforeDestroy: true,
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

export function mappingResource(
  draft: ApiInTerraform,
  { domain, key, stage }: Mapping,
): readonly TerraformResource[] {
  const id = draft.imports[idOf(PART.mapping, domain, key)];
  const there = draft.live?.mappings.find((one) => one.domain === domain && one.key === key);
  if (there !== undefined && there.stage !== stage) {
    draft.left.push(`its mapping of ${domain}/${key}: ${SAYS_OTHERWISE}`);
    return [];
  }
  const own = draft.document.stages.find(({ name }) => name === stage);
  const stageThere = draft.live?.stages.find(({ name }) => name === stage);
  const isLeft = own === undefined || leftFor(draft, own, stageThere) !== undefined;
  return [
    {
      type: PART.mapping,
      key: [domain, key].filter(Boolean).join("_"),
      arguments: {
        api_id: idOfMadeApi(),
        domain_name: domain,
        stage: isLeft ? stage : new OwnAttribute(PART.stage, stage, "name"),
        ...(key !== "" && { api_mapping_key: key }),
      },
      ...(id !== undefined && draft.live !== undefined && { importId: `${id}/${domain}` }),
      opens: true,
    },
  ];
}

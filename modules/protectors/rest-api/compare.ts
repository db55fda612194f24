import type { Json, JsonObject } from "../../contract/json.ts";
import { type Difference, differencesOf } from "../kit/differences.ts";
import { toJson } from "../kit/json.ts";
import { renamed } from "../kit/renamed.ts";
import { sortedKeys } from "../kit/sorted-keys.ts";
import { writableTags } from "../kit/tags.ts";
import type { IdMap } from "../protector.ts";
import type { ApiMethod, ApiStage, ApiUsagePlan, RestApiDocument } from "./document.ts";

/** Where a restored API differs from what was captured. Until it is armed it has no stage, and no usage plan or domain leads to it. */
export function compareApis(
  was: RestApiDocument,
  is: RestApiDocument,
  ids: IdMap,
  { armed }: { readonly armed: boolean },
): Difference[] {
  const own = { from: was.arn, to: is.arn };
  const wanted = renamed(was as unknown as Json, ids, own) as unknown as RestApiDocument;
  return differencesOf(viewOf(wanted, armed), viewOf(is, armed));
}

function viewOf(document: RestApiDocument, armed: boolean): JsonObject {
  const { settings, policy, models, validators, authorizers, gatewayResponses, documentation } = document;
  const { documentationVersions: versions, resources, stages, usagePlans, mappings, tags } = document;
  return sortedKeys({
    settings,
    ...(policy !== undefined && { policy }),
    models: byName(models, "name"),
    validators: byName(validators, "name"),
    authorizers: byName(authorizers, "name"),
    gatewayResponses: byName(gatewayResponses, "responseType"),
    documentation: Object.fromEntries(
      documentation.map((one) => [JSON.stringify(one.location), one.properties ?? null]),
    ),
    documentationVersions: byName(versions, "version"),
    resources: Object.fromEntries(resources.map(({ path, methods }) => [path, toJson(methods)])),
    tags: writableTags(tags),
    ...(armed && {
      stages: Object.fromEntries(stages.map((one) => [one.name, stageView(one)])),
      usagePlans: plansOf(usagePlans),
      mappings: Object.fromEntries(
        mappings.map(({ domain, basePath, stage = "" }) => [`${domain}/${basePath}`, stage]),
      ),
    }),
  }) as JsonObject;
}

function byName(all: readonly JsonObject[], key: string): JsonObject {
  return Object.fromEntries(all.map((one) => [String(one[key]), one]));
}

/** Which deployment it is has another id there; the web ACL is nothing that a restore sets. */
function stageView({
  name: _name,
  deployment: _which,
  webAclArn: _acl,
  canary,
  tags,
  ...stage
}: ApiStage): JsonObject {
  const { deployment: _other, ...rest } = canary ?? {};
  return {
    ...(toJson(stage) as JsonObject),
    ...(canary !== undefined && { canary: rest }),
    tags: writableTags(tags),
  };
}

/** By their names, of which several may be the same. */
function plansOf(plans: readonly ApiUsagePlan[]): JsonObject {
  const views: Record<string, JsonObject> = {};
  for (const plan of plans) {
    const name = String(plan.settings.name);
    const same = Object.keys(views).filter((key) => key === name || key.startsWith(`${name} #`)).length;
    views[same === 0 ? name : `${name} #${same + 1}`] = planView(plan);
  }
  return views;
}

function planView({ settings, stages, keys, tags }: ApiUsagePlan): JsonObject {
  return {
    settings,
    stages: toJson(stages),
    keys: keys.map((key) => ({ settings: key.settings, tags: writableTags(key.tags) })),
    tags: writableTags(tags),
  };
}

/** Methods with nothing that says where they are: two of one form do the same. */
export function methodKey(method: ApiMethod): string {
  return JSON.stringify(sortedKeys(toJson(method)));
}

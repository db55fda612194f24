import type { Json, JsonObject } from "../../contract/json.ts";
import { type Difference, differencesOf } from "../kit/differences.ts";
import { renamed } from "../kit/renamed.ts";
import { sortedKeys } from "../kit/sorted-keys.ts";
import { writableTags } from "../kit/tags.ts";
import { renamedAddress } from "../kit/translate/address.ts";
import type { IdMap } from "../protector.ts";
import { hasVariables } from "./calls.ts";
import { type ApiDocument, asJson, type Called, type Keyed } from "./document.ts";
import { integrationLabels } from "./labels.ts";
import { withoutGoneRoutes } from "./route-settings.ts";

/**
 * Where a restored API differs from what was captured. Ids that AWS draws say nothing: an integration goes by its routes.
 * Until it is armed it has no stages; stages and API mappings that are there beside those of the point are no difference.
 */
export function compareApis(
  was: ApiDocument,
  is: ApiDocument,
  ids: IdMap,
  { armed }: { readonly armed: boolean },
): Difference[] {
  const isSame = was.arn === is.arn;
  const wanted = viewOf(inWords(was, is, ids), armed, isSame);
  const found = viewOf(is, armed, isSame);
  return differencesOf(wanted, {
    ...found,
    ...(armed && { stages: beside(wanted, found, "stages"), mappings: beside(wanted, found, "mappings") }),
  });
}

/** Of what is there, that which the point has too. */
function beside(wanted: JsonObject, found: JsonObject, of: "stages" | "mappings"): JsonObject {
  const own = wanted[of] as JsonObject;
  return Object.fromEntries(
    Object.entries(found[of] as JsonObject).filter(([key]) => Object.hasOwn(own, key)),
  );
}

/** What was captured in the words of the destination. */
function inWords(was: ApiDocument, is: ApiDocument, ids: IdMap): ApiDocument {
  const own = { from: was.arn, to: is.arn };
  const document = renamed(asJson(was), ids, own) as unknown as ApiDocument;
  const calls = <One extends Called>(one: One): One => ({
    ...one,
    ...(one.endpoint !== undefined && { endpoint: renamedAddress(one.endpoint, ids) }),
    ...(one.function !== undefined && { function: functionThere(one.function, was, is) }),
  });
  return {
    ...document,
    integrations: document.integrations.map(calls),
    authorizers: document.authorizers.map(calls),
    deployments: document.deployments.map((one) => ({ ...one, id: deploymentNow(one.id, was, is, ids) })),
    stages: document.stages.map((one) => ({
      ...one,
      ...(one.deployment !== undefined && { deployment: deploymentNow(one.deployment, was, is, ids) }),
    })),
    mappings: was.mappings.map((one) => ({ ...one, domain: String(renamed(one.domain, ids, own)) })),
  };
}

/** Of the same API one that was deleted has been made anew. */
function deploymentNow(id: string, was: ApiDocument, is: ApiDocument, ids: IdMap): string {
  const now = was.arn === is.arn ? ids[`${was.arn}/deployments/${id}`] : undefined;
  return now === undefined ? id : now.slice(now.lastIndexOf("/") + 1);
}

/** A function that a stage variable names is looked for by the same name. */
function functionThere(called: string, was: ApiDocument, is: ApiDocument): string {
  if (!hasVariables(called)) return called;
  return called.replace(`:${was.region}:${was.account}:`, `:${is.region}:${is.account}:`);
}

/** An API without what AWS draws; of the very API that was captured, a deployment is known by its id. */
function viewOf(document: ApiDocument, armed: boolean, isSame: boolean): JsonObject {
  const { name, settings, authorizers, models, integrations, routes, tags } = document;
  const labels = integrationLabels(document);
  const names = new Map(authorizers.map((one) => [one.id, one.name]));
  return {
    name,
    settings: sortedKeys(settings),
    tags: writableTags(tags),
    authorizers: Object.fromEntries(
      authorizers.map(({ id: _, ...one }) => [one.name, sortedKeys(asJson(one))]),
    ),
    models: byKey(models),
    integrations: Object.fromEntries(
      integrations.map(({ id, responses, ...one }) => [
        labels.get(id) ?? id,
        { ...(sortedKeys(asJson(one)) as JsonObject), responses: byKey(responses) },
      ]),
    ),
    routes: Object.fromEntries(
      routes.map(({ key, integration = "", authorizer = "", settings: own, responses }) => [
        key,
        {
          settings: sortedKeys(own),
          responses: byKey(responses),
          integration: labels.get(integration) ?? integration,
          authorizer: names.get(authorizer) ?? authorizer,
        },
      ]),
    ),
    ...(armed && { stages: stagesOf(document, isSame), mappings: mappingsOf(document) }),
  };
}

function stagesOf({ stages: all, routes, deployments }: ApiDocument, isSame: boolean): JsonObject {
  const stages = all.map((one) => withoutGoneRoutes(one, routes));
  const descriptions = new Map(deployments.map(({ id, description = "" }) => [id, description]));
  const served = (id: string): Json => {
    const description = descriptions.get(id) ?? "";
    return isSame ? { id, description } : description;
  };
  return Object.fromEntries(
    stages.map(({ name, settings, deployment, tags }) => [
      name,
      {
        settings: sortedKeys(settings),
        tags: writableTags(tags),
        ...(deployment !== undefined && { deployment: served(deployment) }),
      },
    ]),
  );
}

function mappingsOf({ mappings }: ApiDocument): JsonObject {
  return Object.fromEntries(mappings.map(({ domain, key, stage }) => [`${domain}/${key}`, stage]));
}

function byKey(all: readonly Keyed[]): JsonObject {
  return Object.fromEntries(all.map(({ key, settings }): [string, Json] => [key, sortedKeys(settings)]));
}

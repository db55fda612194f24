import type {
  GetApiResponse,
  GetStageResponse,
  Authorizer as ReadAuthorizer,
  Integration as ReadIntegration,
  Route as ReadRoute,
  Stage as ReadStage,
} from "@aws-sdk/client-apigatewayv2";
import type { JsonObject } from "../../contract/json.ts";
import { compareText } from "../../core/source-order.ts";
import { isObject } from "../kit/canonical.ts";
import { pick } from "../kit/json.ts";
import { sortedKeys } from "../kit/sorted-keys.ts";
import { callsOf } from "./calls.ts";
import type { ApiContent, ApiRoute, Authorizer, Integration, Keyed, Mapping, Stage } from "./document.ts";
import {
  API_SETTINGS,
  AUTHORIZER_SETTINGS,
  INTEGRATION_RESPONSE_SETTINGS,
  INTEGRATION_SETTINGS,
  isWebSocket,
  MODEL_SETTINGS,
  ROUTE_RESPONSE_SETTINGS,
  ROUTE_SETTINGS,
  STAGE_SETTINGS,
} from "./form.ts";
import { byRoutes } from "./labels.ts";
import {
  type ApiReads,
  readApi,
  readAuthorizers,
  readDeployments,
  readIntegrationResponses,
  readIntegrations,
  readMappings,
  readModels,
  readRouteResponses,
  readRoutes,
  readStages,
} from "./read.ts";

/** An API as it is there, with what no restore writes. */
export interface ReadApiContent extends ApiContent {
  readonly id: string;
  readonly endpoint: string;
  readonly protocol: string;
  /** Milliseconds since 1970 at which it was made. */
  readonly since?: number;
  /** Parts that quick create has made: no call changes such a stage, or deletes the others. `route $default` */
  readonly managed: ReadonlySet<string>;
  /** Ids of what has no use in a document: of routes by their keys, of responses by those and their own. */
  readonly ids: ReadonlyMap<string, string>;
  /** All that were made by hand, the newest first. */
  readonly made: readonly { readonly id: string; readonly description?: string }[];
}

/** Reads all of an API. `domains`: those whose mappings may lead to it. */
export async function readWhole(
  reads: ApiReads,
  id: string,
  domains: readonly string[],
): Promise<ReadApiContent> {
  const api = await readApi(reads, id);
  const protocol = api.ProtocolType ?? "HTTP";
  const ids = new Map<string, string>();
  const managed = new Set<string>();
  const authorizers = (await readAuthorizers(reads, id)).map(authorizerOf);
  const models = isWebSocket(protocol)
    ? (await readModels(reads, id)).map((one) => {
        const key = one.Name ?? "";
        ids.set(`model ${key}`, one.ModelId ?? "");
        return keyed(key, pick(one, MODEL_SETTINGS));
      })
    : [];
  const integrations: Integration[] = [];
  for (const one of await readIntegrations(reads, id)) {
    const read = integrationOf(one);
    if (one.ApiGatewayManaged === true) managed.add(`integration ${read.id}`);
    integrations.push({ ...read, responses: await integrationResponses(reads, protocol, id, read.id, ids) });
  }
  const routes: ApiRoute[] = [];
  for (const one of await readRoutes(reads, id)) {
    const read = routeOf(one);
    ids.set(`route ${read.key}`, one.RouteId ?? "");
    if (one.ApiGatewayManaged === true) managed.add(`route ${read.key}`);
    routes.push({ ...read, responses: await routeResponses(reads, protocol, id, one, ids) });
  }
  const stages = await readStages(reads, id);
  for (const { StageName = "", ApiGatewayManaged } of stages)
    if (ApiGatewayManaged === true) managed.add(`stage ${StageName}`);
  const deployments = await readDeployments(reads, id);
  const served = new Set(stages.flatMap((one) => stageOf(one).deployment ?? []));
  const told = deployments
    .toSorted((a, b) => Number(b.CreatedDate ?? 0) - Number(a.CreatedDate ?? 0))
    .filter(({ AutoDeployed }) => AutoDeployed !== true)
    .map(({ DeploymentId = "", Description }) => ({
      id: DeploymentId,
      ...(Description && { description: Description }),
    }));
  return {
    id,
    protocol,
    ids,
    managed,
    endpoint: api.ApiEndpoint ?? "",
    ...(api.CreatedDate !== undefined && { since: new Date(api.CreatedDate).getTime() }),
    made: told,
    name: api.Name ?? "",
    settings: settingsOf(api),
    authorizers: authorizers.sort((a, b) => compareText(a.name, b.name)),
    models: sorted(models),
    integrations: byRoutes({ integrations, routes }),
    routes: sorted(routes),
    stages: stages.map(stageOf).sort((a, b) => compareText(a.name, b.name)),
    deployments: told.filter((one) => served.has(one.id)).sort((a, b) => compareText(a.id, b.id)),
    mappings: await mappingsTo(reads, id, domains),
    tags: api.Tags ?? {},
  };
}

async function mappingsTo(
  reads: ApiReads,
  id: string,
  domains: readonly string[],
): Promise<readonly Mapping[]> {
  const found: Mapping[] = [];
  for (const domain of domains)
    for (const { ApiId, ApiMappingKey: key = "", Stage: stage = "" } of await readMappings(reads, domain))
      if (ApiId === id) found.push({ domain, key, stage });
  return found.sort((a, b) => compareText(`${a.domain}/${a.key}`, `${b.domain}/${b.key}`));
}

/** What AWS tells of each API is of both kinds; what belongs to the other one is no setting of it. */
function settingsOf(api: GetApiResponse): JsonObject {
  return ordered(pick(api, API_SETTINGS[api.ProtocolType === "WEBSOCKET" ? "WEBSOCKET" : "HTTP"]));
}

function authorizerOf(one: ReadAuthorizer): Authorizer {
  return {
    id: one.AuthorizerId ?? "",
    name: one.Name ?? "",
    ...callsOf(one.AuthorizerUri),
    settings: ordered(pick(one, AUTHORIZER_SETTINGS)),
  };
}

function integrationOf(one: ReadIntegration): Omit<Integration, "responses"> {
  return {
    id: one.IntegrationId ?? "",
    ...callsOf(one.IntegrationUri),
    settings: ordered(pick(one, INTEGRATION_SETTINGS)),
  };
}

function routeOf(one: ReadRoute): Omit<ApiRoute, "responses"> {
  const [, integration] = /^integrations\/(.+)$/.exec(one.Target ?? "") ?? [];
  return {
    key: one.RouteKey ?? "",
    ...(integration !== undefined && { integration }),
    ...(one.AuthorizerId && { authorizer: one.AuthorizerId }),
    settings: ordered(pick(one, ROUTE_SETTINGS)),
  };
}

/** A stage as a document has it. */
export function stageOf(one: ReadStage | GetStageResponse): Stage {
  const served = one.AutoDeploy === true ? undefined : one.DeploymentId;
  return {
    name: one.StageName ?? "",
    settings: ordered(pick(one, STAGE_SETTINGS)),
    ...(served && { deployment: served }),
    tags: one.Tags ?? {},
  };
}

async function integrationResponses(
  reads: ApiReads,
  protocol: string,
  api: string,
  integration: string,
  ids: Map<string, string>,
): Promise<readonly Keyed[]> {
  if (!isWebSocket(protocol)) return [];
  const all = await readIntegrationResponses(reads, api, integration);
  return sorted(
    all.map((one) => {
      const key = one.IntegrationResponseKey ?? "";
      ids.set(`integration ${integration} response ${key}`, one.IntegrationResponseId ?? "");
      return keyed(key, pick(one, INTEGRATION_RESPONSE_SETTINGS));
    }),
  );
}

async function routeResponses(
  reads: ApiReads,
  protocol: string,
  api: string,
  { RouteId = "", RouteKey = "" }: ReadRoute,
  ids: Map<string, string>,
): Promise<readonly Keyed[]> {
  if (!isWebSocket(protocol)) return [];
  const all = await readRouteResponses(reads, api, RouteId);
  return sorted(
    all.map((one) => {
      const key = one.RouteResponseKey ?? "";
      ids.set(`route ${RouteKey} response ${key}`, one.RouteResponseId ?? "");
      return keyed(key, pick(one, ROUTE_RESPONSE_SETTINGS));
    }),
  );
}

function keyed(key: string, settings: JsonObject): Keyed {
  return { key, settings: ordered(settings) };
}

/** What is told to be empty, as variables of a stage without any, is not there. */
function ordered(settings: JsonObject): JsonObject {
  const told = Object.entries(settings).filter(
    ([, value]) => !(isObject(value) && Object.keys(value).length === 0),
  );
  return sortedKeys(Object.fromEntries(told)) as JsonObject;
}

function sorted<One extends Keyed>(all: readonly One[]): readonly One[] {
  return all.toSorted((a, b) => compareText(a.key, b.key));
}

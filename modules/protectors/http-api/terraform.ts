import { ApiGatewayV2Client } from "@aws-sdk/client-apigatewayv2";
import { isObject } from "../kit/canonical.ts";
import { writableTags } from "../kit/tags.ts";
import { providerWords } from "../kit/terraform/provider-words.ts";
import type { TerraformKind, TerraformResource } from "../kit/terraform/resource.ts";
import type { IdMap, ProtectorPorts } from "../protector.ts";
import { executeArn } from "./arn.ts";
import { type ApiDocument, SEALED } from "./document.ts";
import {
  readIntegrationResponses,
  readIntegrations,
  readMappings,
  readModels,
  readRouteResponses,
  readRoutes,
  readStages,
} from "./read.ts";
import { authorizerResource, integrationResources, modelResource } from "./terraform/called.ts";
import { API, type ApiInTerraform, idOf, PART, quickId } from "./terraform/draft.ts";
import { routeResources } from "./terraform/routes.ts";
import { mappingResource, stageResources } from "./terraform/stages.ts";

/** An API of either kind with its parts. Without stages it answers nobody: those are made when somebody arms. */
export const apiInTerraform: TerraformKind<ApiDocument> = {
  sealed: SEALED,
  importIds,
  form: ({ document, live, imports }) => {
    const draft: ApiInTerraform = { document, live, imports, left: [] };
    const { settings, name } = document;
    const { CorsConfiguration: cors, DisableSchemaValidation: unchecked, ...rest } = settings;
    if (unchecked === true) draft.left.push("that it checks no models: the provider has no argument for it");
    const place = { ...document, partition: document.arn.split(":")[1] ?? "aws" };
    const id = live?.id ?? document.id;
    const api: TerraformResource = {
      type: API,
      key: "",
      arguments: {
        name,
        protocol_type: document.kind === "http-api" ? "HTTP" : "WEBSOCKET",
        ...providerWords(rest),
        ...(isObject(cors) && { cors_configuration: providerWords(cors) }),
        tags: writableTags(document.tags),
      },
      ...(live !== undefined && { importId: live.id }),
      exports: {
        [executeArn(place, id)]: "execution_arn",
        [live?.arn ?? document.arn]: "arn",
        [live?.endpoint ?? document.endpoint]: "api_endpoint",
      },
    };
    const resources = [
      api,
      ...document.models.map((one) => modelResource(draft, one)),
      ...document.authorizers.map((one) => authorizerResource(draft, one)),
      ...integrationResources(draft),
      ...routeResources(draft),
      ...stageResources(draft),
      ...document.mappings.flatMap((one) => mappingResource(draft, one)),
    ];
    return { resources, left: draft.left };
  },
};

/** What AWS draws for parts that a document names by their keys. */
async function importIds(ports: ProtectorPorts, live: ApiDocument): Promise<IdMap> {
  const reads = { gateway: ports.client(ApiGatewayV2Client) };
  const found: [string, string | undefined][] = [];
  for (const { Name, ModelId } of await readModels(reads, live.id))
    found.push([idOf(PART.model, Name ?? ""), ModelId]);
  if (live.kind === "http-api") {
    for (const { ApiGatewayManaged, IntegrationId = "" } of await readIntegrations(reads, live.id))
      if (ApiGatewayManaged === true) found.push([quickId(PART.integration, IntegrationId), IntegrationId]);
    for (const { ApiGatewayManaged, StageName = "" } of await readStages(reads, live.id))
      if (ApiGatewayManaged === true) found.push([quickId(PART.stage, StageName), StageName]);
  }
  for (const { RouteKey = "", RouteId = "", ApiGatewayManaged } of await readRoutes(reads, live.id)) {
    found.push([idOf(PART.route, RouteKey), RouteId]);
    if (ApiGatewayManaged === true) found.push([quickId(PART.route, RouteKey), RouteId]);
    if (live.kind === "http-api") continue;
    for (const one of await readRouteResponses(reads, live.id, RouteId))
      found.push([idOf(PART.routeResponse, RouteKey, one.RouteResponseKey ?? ""), one.RouteResponseId]);
  }
  if (live.kind === "websocket-api")
    for (const { id } of live.integrations)
      for (const one of await readIntegrationResponses(reads, live.id, id))
        found.push([
          idOf(PART.integrationResponse, id, one.IntegrationResponseKey ?? ""),
          one.IntegrationResponseId,
        ]);
  for (const domain of new Set(live.mappings.map((one) => one.domain)))
    for (const one of await readMappings(reads, domain))
      if (one.ApiId === live.id)
        found.push([idOf(PART.mapping, domain, one.ApiMappingKey ?? ""), one.ApiMappingId]);
  return Object.fromEntries(found.flatMap(([part, id]) => (id === undefined ? [] : [[part, id] as const])));
}

import * as G from "@aws-sdk/client-apigatewayv2";
import type { DemoClients } from "../clients.ts";
import type { Observation } from "../observe.ts";
import { apiId } from "./apis.ts";

/** What AWS draws or dates, and zonekeep's mark of what it has made. */
const ASSIGNED = /^(id|\w+Id|ApiEndpoint|\w+Date|cacheNamespace|zonekeep:origin|\$metadata)$/;

/** An API of version 2 by its name, its parts in the order of what they say. */
export async function observeApi(clients: DemoClients, name: string): Promise<Observation | undefined> {
  const ApiId = await apiId(clients, name);
  if (ApiId === undefined) return undefined;
  const gateway = clients.client(G.ApiGatewayV2Client);
  const api = await gateway.send(new G.GetApiCommand({ ApiId }));
  const { Items: integrations } = await gateway.send(new G.GetIntegrationsCommand({ ApiId }));
  const { Items: routes = [] } = await gateway.send(new G.GetRoutesCommand({ ApiId }));
  const { Items: stages } = await gateway.send(new G.GetStagesCommand({ ApiId }));
  const answered = routes.map(async ({ RouteId, Target, ...route }) => {
    const { Items } = await gateway.send(new G.GetRouteResponsesCommand({ ApiId, RouteId }));
    return { ...route, leads: Target !== undefined, responses: Items };
  });
  return {
    api: keptOfApi(api),
    integrations: sortedParts(integrations),
    routes: sortedParts(await Promise.all(answered)),
    stages: sortedParts(stages),
  };
}

/** Each without what is drawn, in the order of what they say. */
export function sortedParts(parts: readonly object[] = []): unknown[] {
  return parts.map(keptOfApi).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

export function keptOfApi(found: object): unknown {
  return JSON.parse(JSON.stringify(found, (key, value) => (ASSIGNED.test(key) ? undefined : value)));
}

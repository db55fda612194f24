import * as G from "@aws-sdk/client-api-gateway";
import type { DemoClients } from "../clients.ts";
import type { Observation } from "../observe.ts";
import { PARTNERS } from "./names.ts";
import { keptOfApi, sortedParts } from "./observe-api.ts";
import { restApiId } from "./rest-api.ts";

/** The REST API with its usage plan and the plan's key, as AWS describes them. */
export async function observeRestApi(clients: DemoClients): Promise<Observation | undefined> {
  const id = await restApiId(clients);
  if (id === undefined) return undefined;
  const gateway = clients.client(G.APIGatewayClient);
  const api = await gateway.send(new G.GetRestApiCommand({ restApiId: id }));
  const { items: resources } = await gateway.send(
    new G.GetResourcesCommand({ restApiId: id, embed: ["methods"] }),
  );
  const { item: stages } = await gateway.send(new G.GetStagesCommand({ restApiId: id }));
  const { items: plans = [] } = await gateway.send(new G.GetUsagePlansCommand({}));
  const plan = plans.find(({ name }) => name === PARTNERS);
  const { items: keys = [] } = await gateway.send(new G.GetUsagePlanKeysCommand({ usagePlanId: plan?.id }));
  return {
    api: keptOfApi(api),
    resources: sortedParts(resources),
    stages: sortedParts(stages),
    "usage plan": plan && keptOfApi(plan),
    "keys of the usage plan": sortedParts(keys.map(({ value: _, ...key }) => key)),
  };
}

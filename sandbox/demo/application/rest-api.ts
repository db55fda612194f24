import * as G from "@aws-sdk/client-api-gateway";
import type { DemoClients } from "../clients.ts";
import { letApiIn } from "./functions.ts";
import { HOME, PARTNERS, PARTNERS_STAGE, SHOP, shopFunctionArn } from "./names.ts";

/** By which a partner is let in. It comes back with the same value, and stands in no output: the test looks for it. */
export const PARTNER_KEY = "canary-partner-3f81d2c97b40";
const tags = { service: "shop" };

/** The id of the REST API. Absent: there is none. */
export async function restApiId(clients: DemoClients): Promise<string | undefined> {
  const { items = [] } = await clients.client(G.APIGatewayClient).send(new G.GetRestApisCommand({}));
  return items.find(({ name }) => name === PARTNERS)?.id;
}

/** A REST API that shows orders to whoever has a key of its usage plan. */
export async function createRestApi(clients: DemoClients): Promise<void> {
  const gateway = clients.client(G.APIGatewayClient);
  const { id: restApiId, rootResourceId } = await gateway.send(
    new G.CreateRestApiCommand({
      ...{ name: PARTNERS, endpointConfiguration: { types: ["REGIONAL"] }, tags },
      description: "Orders, for partners",
    }),
  );
  let parentId = rootResourceId;
  for (const pathPart of ["orders", "{id}"]) {
    const { id } = await gateway.send(new G.CreateResourceCommand({ restApiId, parentId, pathPart }));
    parentId = id;
  }
  const at = { restApiId, resourceId: parentId, httpMethod: "GET" };
  await gateway.send(new G.PutMethodCommand({ ...at, authorizationType: "NONE", apiKeyRequired: true }));
  await gateway.send(
    new G.PutIntegrationCommand({
      ...{ ...at, type: "AWS_PROXY", integrationHttpMethod: "POST" },
      uri: `arn:aws:apigateway:${HOME}:lambda:path/2015-03-31/functions/${shopFunctionArn(SHOP.orders)}/invocations`,
    }),
  );
  const { id: deploymentId } = await gateway.send(new G.CreateDeploymentCommand({ restApiId }));
  await gateway.send(new G.CreateStageCommand({ restApiId, deploymentId, stageName: PARTNERS_STAGE, tags }));
  await letApiIn(clients, SHOP.orders, { id: restApiId, kind: "rest-api" });
  await letPartnerIn(gateway, restApiId);
}

async function letPartnerIn(gateway: G.APIGatewayClient, apiId: string | undefined): Promise<void> {
  const { id: keyId } = await gateway.send(
    new G.CreateApiKeyCommand({ name: PARTNERS, value: PARTNER_KEY, enabled: true, tags }),
  );
  const { id: usagePlanId } = await gateway.send(
    new G.CreateUsagePlanCommand({
      ...{ name: PARTNERS, apiStages: [{ apiId, stage: PARTNERS_STAGE }], tags },
      throttle: { rateLimit: 10, burstLimit: 20 },
    }),
  );
  await gateway.send(new G.CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: "API_KEY" }));
}

export async function deleteRestApi(clients: DemoClients): Promise<void> {
  const gateway = clients.client(G.APIGatewayClient);
  await gateway.send(new G.DeleteRestApiCommand({ restApiId: await restApiId(clients) }));
  const { items: plans = [] } = await gateway.send(new G.GetUsagePlansCommand({}));
  for (const { id: usagePlanId, name } of plans)
    if (name === PARTNERS) await gateway.send(new G.DeleteUsagePlanCommand({ usagePlanId }));
  const { items: keys = [] } = await gateway.send(new G.GetApiKeysCommand({}));
  for (const { id: apiKey, name } of keys)
    if (name === PARTNERS) await gateway.send(new G.DeleteApiKeyCommand({ apiKey }));
}

import * as G from "@aws-sdk/client-api-gateway";
import { type EstatePlace, type Neighbour, THEIRS, theirFunction } from "./place.ts";

const DOMAIN = "rest.theirs.example";

async function theirs(at: EstatePlace): Promise<string> {
  const { items = [] } = await at.client(G.APIGatewayClient).send(new G.GetRestApisCommand({ limit: 500 }));
  return items.find(({ name }) => name === THEIRS)?.id ?? "";
}

/** A REST API that calls their function, with a stage, a usage plan, a key and a domain name. */
export const theirRestApis: Neighbour = {
  make: async (at) => {
    const gateway = at.client(G.APIGatewayClient);
    const tags = { owner: "they" };
    const { id: restApiId = "", rootResourceId } = await gateway.send(
      new G.CreateRestApiCommand({ name: THEIRS, tags }),
    );
    const method = { restApiId, resourceId: rootResourceId, httpMethod: "GET" };
    await gateway.send(
      new G.PutMethodCommand({ ...method, authorizationType: "NONE", apiKeyRequired: true }),
    );
    await gateway.send(
      new G.PutIntegrationCommand({
        ...{ ...method, type: "AWS_PROXY", integrationHttpMethod: "POST" },
        uri: `arn:aws:apigateway:${at.region}:lambda:path/2015-03-31/functions/${theirFunction(at)}/invocations`,
      }),
    );
    await gateway.send(new G.CreateDeploymentCommand({ restApiId, stageName: "prod" }));
    const apiStages = [{ apiId: restApiId, stage: "prod" }];
    const plan = await gateway.send(new G.CreateUsagePlanCommand({ name: THEIRS, tags, apiStages }));
    const key = await gateway.send(new G.CreateApiKeyCommand({ name: THEIRS, enabled: true, tags }));
    await gateway.send(
      new G.CreateUsagePlanKeyCommand({ usagePlanId: plan.id, keyId: key.id, keyType: "API_KEY" }),
    );
    await gateway.send(new G.CreateDomainNameCommand({ domainName: DOMAIN }));
    await gateway.send(new G.CreateBasePathMappingCommand({ domainName: DOMAIN, restApiId, stage: "prod" }));
  },
  describe: async (at) => {
    const gateway = at.client(G.APIGatewayClient);
    const restApiId = await theirs(at);
    const { items: plans = [] } = await gateway.send(new G.GetUsagePlansCommand({ limit: 500 }));
    const plan = plans.find(({ name }) => name === THEIRS);
    return {
      "REST API": [
        await gateway.send(new G.GetRestApiCommand({ restApiId })),
        await gateway.send(new G.GetResourcesCommand({ restApiId, embed: ["methods"] })),
        await gateway.send(new G.GetDeploymentsCommand({ restApiId })),
        await gateway.send(new G.GetStagesCommand({ restApiId })),
      ],
      "usage plan": [plan, await gateway.send(new G.GetUsagePlanKeysCommand({ usagePlanId: plan?.id }))],
      "base paths": [await gateway.send(new G.GetBasePathMappingsCommand({ domainName: DOMAIN }))],
    };
  },
};

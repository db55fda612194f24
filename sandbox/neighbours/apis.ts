import * as G from "@aws-sdk/client-apigatewayv2";
import { type EstatePlace, type Neighbour, THEIRS, theirFunction } from "./place.ts";

const DOMAIN = "api.theirs.example";

async function theirs(at: EstatePlace): Promise<string[]> {
  const { Items = [] } = await at.client(G.ApiGatewayV2Client).send(new G.GetApisCommand({}));
  return Items.flatMap(({ ApiId = "", Name }) => (Name === THEIRS ? ApiId : [])).sort();
}

/** An API of each kind that calls their function, one of them also by a domain name. */
export const theirApis: Neighbour = {
  make: async (at) => {
    const gateway = at.client(G.ApiGatewayV2Client);
    const Target = theirFunction(at);
    const tags = { owner: "they" };
    const http = await gateway.send(
      new G.CreateApiCommand({ Name: THEIRS, ProtocolType: "HTTP", Target, Tags: tags }),
    );
    await gateway.send(new G.CreateDomainNameCommand({ DomainName: DOMAIN }));
    await gateway.send(
      new G.CreateApiMappingCommand({ ApiId: http.ApiId, DomainName: DOMAIN, Stage: "$default" }),
    );
    const { ApiId } = await gateway.send(
      new G.CreateApiCommand({
        ...{ Name: THEIRS, ProtocolType: "WEBSOCKET", Tags: tags },
        RouteSelectionExpression: "$request.body.action",
      }),
    );
    const { IntegrationId } = await gateway.send(
      new G.CreateIntegrationCommand({ ApiId, IntegrationType: "MOCK" }),
    );
    await gateway.send(
      new G.CreateRouteCommand({ ApiId, RouteKey: "$default", Target: `integrations/${IntegrationId}` }),
    );
    const { DeploymentId } = await gateway.send(new G.CreateDeploymentCommand({ ApiId }));
    await gateway.send(new G.CreateStageCommand({ ApiId, StageName: "live", DeploymentId }));
  },
  describe: async (at) => {
    const gateway = at.client(G.ApiGatewayV2Client);
    const found: Record<string, unknown[]> = {
      "API mappings": [await gateway.send(new G.GetApiMappingsCommand({ DomainName: DOMAIN }))],
    };
    for (const [n, ApiId] of (await theirs(at)).entries())
      found[`API ${n + 1}`] = [
        await gateway.send(new G.GetApiCommand({ ApiId })),
        await gateway.send(new G.GetIntegrationsCommand({ ApiId })),
        await gateway.send(new G.GetRoutesCommand({ ApiId })),
        await gateway.send(new G.GetStagesCommand({ ApiId })),
        await gateway.send(new G.GetDeploymentsCommand({ ApiId })),
      ];
    return found;
  },
};

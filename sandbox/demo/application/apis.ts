import * as G from "@aws-sdk/client-apigatewayv2";
import type { DemoClients } from "../clients.ts";
import { letApiIn } from "./functions.ts";
import { APIS, HOME, SHOP, STAGE, shopFunctionArn } from "./names.ts";

const tags = { service: "shop" };

/** The id of the API of that name. Absent: there is none. */
export async function apiId(clients: DemoClients, name: string): Promise<string | undefined> {
  const { Items = [] } = await clients.client(G.ApiGatewayV2Client).send(new G.GetApisCommand({}));
  return Items.find(({ Name }) => Name === name)?.ApiId;
}

/** An HTTP API that shows orders, and one of WebSockets that answers customers. */
export async function createApis(clients: DemoClients): Promise<void> {
  await createHttpApi(clients);
  await createSocketApi(clients);
}

async function createHttpApi(clients: DemoClients): Promise<void> {
  const gateway = clients.client(G.ApiGatewayV2Client);
  const { ApiId } = await gateway.send(
    new G.CreateApiCommand({
      ...{ Name: APIS.http, ProtocolType: "HTTP", Tags: tags },
      CorsConfiguration: { AllowOrigins: ["https://shop.example"], AllowMethods: ["GET"] },
    }),
  );
  const { IntegrationId } = await gateway.send(
    new G.CreateIntegrationCommand({
      ...{ ApiId, IntegrationType: "AWS_PROXY", IntegrationUri: shopFunctionArn(SHOP.orders) },
      ...{ PayloadFormatVersion: "2.0", TimeoutInMillis: 5000 },
    }),
  );
  await gateway.send(
    new G.CreateRouteCommand({
      ApiId,
      RouteKey: "GET /orders/{id}",
      Target: `integrations/${IntegrationId}`,
    }),
  );
  await gateway.send(
    new G.CreateStageCommand({ ApiId, StageName: "$default", AutoDeploy: true, Tags: tags }),
  );
  await letApiIn(clients, SHOP.orders, { id: ApiId, kind: "http-api" });
}

async function createSocketApi(clients: DemoClients): Promise<void> {
  const gateway = clients.client(G.ApiGatewayV2Client);
  const { ApiId } = await gateway.send(
    new G.CreateApiCommand({
      ...{ Name: APIS.sockets, ProtocolType: "WEBSOCKET", Tags: tags },
      RouteSelectionExpression: "$request.body.action",
    }),
  );
  const { IntegrationId } = await gateway.send(
    new G.CreateIntegrationCommand({
      ...{ ApiId, IntegrationType: "AWS_PROXY", IntegrationMethod: "POST" },
      IntegrationUri: `arn:aws:apigateway:${HOME}:lambda:path/2015-03-31/functions/${shopFunctionArn(SHOP.chat)}/invocations`,
    }),
  );
  const Target = `integrations/${IntegrationId}`;
  await gateway.send(new G.CreateRouteCommand({ ApiId, RouteKey: "$connect", Target }));
  const { RouteId } = await gateway.send(
    new G.CreateRouteCommand({
      ...{ ApiId, RouteKey: "$default", Target },
      RouteResponseSelectionExpression: "$default",
    }),
  );
  await gateway.send(new G.CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: "$default" }));
  const { DeploymentId } = await gateway.send(new G.CreateDeploymentCommand({ ApiId }));
  await gateway.send(new G.CreateStageCommand({ ApiId, StageName: STAGE, DeploymentId, Tags: tags }));
  await letApiIn(clients, SHOP.chat, { id: ApiId, kind: "websocket-api" });
}

export async function deleteApis(clients: DemoClients): Promise<void> {
  for (const name of Object.values(APIS))
    await clients
      .client(G.ApiGatewayV2Client)
      .send(new G.DeleteApiCommand({ ApiId: await apiId(clients, name) }));
}

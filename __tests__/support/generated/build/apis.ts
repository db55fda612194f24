import { ACCOUNT } from "../../seed-function.ts";
import type { Builder, Of } from "../builder.ts";

export function makeApi(builder: Builder, Name: string, { socket, adds, checks, calls }: Of<"apis">): void {
  const { apis } = builder.region;
  const { region } = apis;
  const { ApiId } = apis.CreateApi({
    ...{ Name, ProtocolType: socket ? "WEBSOCKET" : "HTTP" },
    ...(socket && { RouteSelectionExpression: "$request.body.action" }),
  });
  const called = builder.permitted(
    calls,
    "apigateway",
    `arn:aws:execute-api:${region}:${ACCOUNT}:${ApiId}/*`,
  );
  const uri = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${called}/invocations`;
  const { AuthorizerId } = checks
    ? apis.CreateAuthorizer({
        ...{ ApiId, Name: "check", AuthorizerType: "REQUEST", AuthorizerUri: uri },
        IdentitySource: ["route.request.header.key"],
      })
    : {};
  const { IntegrationId } = apis.CreateIntegration({
    ...{ ApiId, IntegrationType: "AWS_PROXY", IntegrationUri: socket ? uri : called },
    ...(socket
      ? { RequestTemplates: { "200": adds } }
      : { RequestParameters: { "overwrite:header.key": adds } }),
  });
  apis.CreateRoute({
    ...{ ApiId, RouteKey: socket ? "$connect" : "GET /orders", Target: `integrations/${IntegrationId}` },
    ...(AuthorizerId !== undefined && { AuthorizationType: "CUSTOM", AuthorizerId }),
  });
  const { DeploymentId } = socket ? apis.CreateDeployment({ ApiId, Description: "first" }) : {};
  apis.CreateStage({ ApiId, StageName: "live", ...(socket ? { DeploymentId } : { AutoDeploy: true }) });
}

export function makeRestApi(
  builder: Builder,
  name: string,
  { variable, key, checks, calls }: Of<"restApis">,
): void {
  const { gateway } = builder.region;
  const { region } = gateway;
  const { id: restApiId = "" } = gateway.CreateRestApi({
    name,
    endpointConfiguration: { types: ["REGIONAL"] },
  });
  const called = builder.permitted(
    calls,
    "apigateway",
    `arn:aws:execute-api:${region}:${ACCOUNT}:${restApiId}/*`,
    name,
  );
  const uri = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${called}/invocations`;
  const authorizer = checks
    ? gateway.CreateAuthorizer({ restApiId, name: "check", type: "TOKEN", authorizerUri: uri })
    : undefined;
  const { id: resourceId } = gateway.CreateResource({
    ...{ restApiId, parentId: gateway.resourceId(restApiId, "/"), pathPart: "orders" },
  });
  const at = { restApiId, resourceId, httpMethod: "GET" };
  gateway.PutMethod({
    ...at,
    ...(authorizer
      ? { authorizationType: "CUSTOM", authorizerId: authorizer.id }
      : { authorizationType: "NONE" }),
    apiKeyRequired: true,
  });
  gateway.PutIntegration({ ...at, type: "AWS_PROXY", integrationHttpMethod: "POST", uri });
  const { id: deploymentId } = gateway.CreateDeployment({ restApiId, description: "first" });
  gateway.CreateStage({ restApiId, stageName: "live", deploymentId, variables: { mode: variable } });
  const { id: usagePlanId } = gateway.CreateUsagePlan({
    name: `plan of ${name}`,
    apiStages: [{ apiId: restApiId, stage: "live" }],
  });
  const { id: keyId } = gateway.CreateApiKey({ name: `key of ${name}`, value: key, enabled: true });
  gateway.CreateUsagePlanKey({ usagePlanId, keyId, keyType: "API_KEY" });
}

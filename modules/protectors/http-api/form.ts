/** Members of AWS's answers that its Create calls take again, but for names and ids. */

const OF_BOTH = ["Description", "DisableExecuteApiEndpoint", "IpAddressType", "Version"] as const;

/** Of an API, by its protocol. https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html */
export const API_SETTINGS = {
  HTTP: [...OF_BOTH, "CorsConfiguration"],
  WEBSOCKET: [...OF_BOTH, "ApiKeySelectionExpression", "DisableSchemaValidation", "RouteSelectionExpression"],
} as const;

export const AUTHORIZER_SETTINGS = [
  "AuthorizerCredentialsArn",
  "AuthorizerPayloadFormatVersion",
  "AuthorizerResultTtlInSeconds",
  "AuthorizerType",
  "EnableSimpleResponses",
  "IdentitySource",
  "IdentityValidationExpression",
  "JwtConfiguration",
] as const;

export const INTEGRATION_SETTINGS = [
  "ConnectionId",
  "ConnectionType",
  "ContentHandlingStrategy",
  "CredentialsArn",
  "Description",
  "IntegrationMethod",
  "IntegrationSubtype",
  "IntegrationType",
  "PassthroughBehavior",
  "PayloadFormatVersion",
  "RequestParameters",
  "RequestTemplates",
  "ResponseParameters",
  "TemplateSelectionExpression",
  "TimeoutInMillis",
  "TlsConfig",
] as const;

export const INTEGRATION_RESPONSE_SETTINGS = [
  "ContentHandlingStrategy",
  "ResponseParameters",
  "ResponseTemplates",
  "TemplateSelectionExpression",
] as const;

export const MODEL_SETTINGS = ["ContentType", "Description", "Schema"] as const;

export const ROUTE_SETTINGS = [
  "ApiKeyRequired",
  "AuthorizationScopes",
  "AuthorizationType",
  "ModelSelectionExpression",
  "OperationName",
  "RequestModels",
  "RequestParameters",
  "RouteResponseSelectionExpression",
] as const;

export const ROUTE_RESPONSE_SETTINGS = [
  "ModelSelectionExpression",
  "ResponseModels",
  "ResponseParameters",
] as const;

export const STAGE_SETTINGS = [
  "AccessLogSettings",
  "AutoDeploy",
  "ClientCertificateId",
  "DefaultRouteSettings",
  "Description",
  "RouteSettings",
  "StageVariables",
] as const;

export function isWebSocket(protocol: string): boolean {
  return protocol === "WEBSOCKET";
}

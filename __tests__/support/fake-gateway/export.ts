import type * as G from "@aws-sdk/client-api-gateway";
import type { FakeResource } from "./api.ts";

/** Paths of a document of OpenAPI, with API Gateway's extensions. `authorizers`: names by id. */
export function exportedPaths(
  resources: readonly FakeResource[],
  authorizers: ReadonlyMap<string, string>,
): Record<string, unknown> {
  return Object.fromEntries(
    resources
      .filter(({ methods }) => methods.size > 0)
      .map(({ path, methods }) => [
        path,
        Object.fromEntries(
          [...methods].map(([verb, one]) => [
            verb === "ANY" ? "x-amazon-apigateway-any-method" : verb.toLowerCase(),
            operation(one, authorizers),
          ]),
        ),
      ]),
  );
}

function operation(
  { authorizationType, authorizerId = "", apiKeyRequired, methodIntegration: calls }: G.Method,
  authorizers: ReadonlyMap<string, string>,
) {
  const security = [
    authorizationType === "AWS_IAM" ? "sigv4" : [],
    authorizers.get(authorizerId) ?? [],
    apiKeyRequired ? "api_key" : [],
  ].flat();
  return {
    ...(security.length > 0 && { security: security.map((name) => ({ [name]: [] })) }),
    ...(calls !== undefined && { "x-amazon-apigateway-integration": integration(calls) }),
  };
}

/** Answers go by the pattern that selects them. */
function integration({
  type = "MOCK",
  integrationResponses = {},
  cacheNamespace: _,
  ...calls
}: G.Integration) {
  return {
    ...calls,
    type: type.toLowerCase(),
    responses: Object.fromEntries(
      Object.entries(integrationResponses).map(([statusCode, { selectionPattern, ...one }]) => [
        selectionPattern || "default",
        { ...one, statusCode },
      ]),
    ),
  };
}

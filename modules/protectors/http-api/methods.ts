/**
 * IAM knows the calls of API Gateway by their HTTP methods: reading, making, changing and taking away.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagementv2.html
 */
export const [READ, MAKE, CHANGE, TAKE] = [
  "apigateway:GET",
  "apigateway:POST",
  "apigateway:PATCH",
  "apigateway:DELETE",
] as const;

/**
 * IAM knows the calls of API Gateway by their HTTP methods: reading, making, putting as a whole, changing and taking away. It
 * sets tags by PUT in its first version, and by POST in the second.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html
 */
export const [READ, MAKE, PUT, CHANGE, TAKE] = [
  "apigateway:GET",
  "apigateway:POST",
  "apigateway:PUT",
  "apigateway:PATCH",
  "apigateway:DELETE",
] as const;

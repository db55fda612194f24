import { apiFacts } from "../http-api/facts.ts";

export const websocketApiSpec = apiFacts(
  "websocket-api",
  ["WebSocket API", "WebSocket APIs"],
  "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api.html",
  [],
  // Its stages write logs by a role of the account.
  ["account"],
);

import { logDeliveries } from "../log-deliveries.ts";
import { apiFacts } from "./facts.ts";

export const httpApiSpec = apiFacts(
  "http-api",
  ["HTTP API", "HTTP APIs"],
  "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html",
  // Stages of WebSocket APIs write their logs by a role of the account.
  logDeliveries,
);

import { logDeliveries } from "../log-deliveries.ts";
import { apiFacts } from "./facts.ts";

export const httpApiSpec = apiFacts(
  "http-api",
  ["HTTP API", "HTTP APIs"],
  "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html",
  logDeliveries,
);

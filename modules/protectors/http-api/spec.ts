import { inRegion } from "../in-region.ts";
import { apiFacts } from "./facts.ts";

/** Stages of WebSocket APIs write their logs by a role of the account. */
const logging = inRegion(
  "logs",
  "CreateLogDelivery",
  "DeleteLogDelivery",
  "DescribeLogGroups",
  "DescribeResourcePolicies",
  "GetLogDelivery",
  "ListLogDeliveries",
  "PutResourcePolicy",
  "UpdateLogDelivery",
);

export const httpApiSpec = apiFacts(
  "http-api",
  ["HTTP API", "HTTP APIs"],
  "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html",
  logging,
);

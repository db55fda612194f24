import { apiKind } from "../http-api/kind.ts";
import { websocketApiSpec } from "./spec.ts";

/** WebSocket APIs of API Gateway. Values that they add to messages and answers are sealed. */
export const websocketApi = apiKind("websocket-api", websocketApiSpec);

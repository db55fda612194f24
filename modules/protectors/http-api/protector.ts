import { apiKind } from "./kind.ts";
import { httpApiSpec } from "./spec.ts";

/** HTTP APIs of API Gateway. Values that they add to requests and answers are sealed. */
export const httpApi = apiKind("http-api", httpApiSpec);

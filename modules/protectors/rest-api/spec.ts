import type { Permission } from "../../contract/permission.ts";
import { TAG_ADDRESSES, TAG_RIGHT } from "../kit/api-tags.ts";
import type { KindSpec } from "../spec.ts";
import { apiNamed } from "./arn.ts";

/** Paths of API Gateway's own API are the resources of its actions, which are named by the method of the request. */
const on = (
  action: "DELETE" | "GET" | "PATCH" | "POST" | "PUT",
  ...paths: readonly string[]
): Permission => ({
  action: `apigateway:${action}`,
  resources: paths.map((path) => `arn:{partition}:apigateway:{region}::${path}`),
});

/** Tags are put, and who makes something with tags is asked for rights of both kinds; `put`: what else is. */
const tagging = (paths: readonly string[], put: readonly string[] = []): readonly Permission[] => [
  { action: TAG_RIGHT, resources: on("PUT", ...paths).resources },
  { action: "apigateway:PUT", resources: [...on("PUT", ...put).resources, ...TAG_ADDRESSES] },
];

const READ = ["/restapis", "/restapis/*"];
const PLANS = ["/usageplans", "/usageplans/*", "/apikeys", "/apikeys/*"];
const DOMAINS = ["/domainnames", "/domainnames/*"];
const PARTS = [
  "authorizers",
  "documentation",
  "gatewayresponses",
  "models",
  "requestvalidators",
  "resources",
];

/**
 * REST APIs of API Gateway. Nothing here deletes an API, a usage plan, an API key or a domain; a disarm alone takes stages
 * back. Values of API keys are read by captures, and written among the secrets of the point.
 */
export const restApiSpec: KindSpec = {
  kind: "rest-api",
  noun: ["REST API", "REST APIs"],
  home: "regional",
  source: "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-rest-api.html",
  trigger: "api-gateway",
  // A function's policy may name its API, and an API that takes a role is named by none.
  listedToFollow: true,
  drawsId: true,
  idOf: ({ service, resource }) => (service === "apigateway" ? apiNamed(resource) : undefined),
  ownResource: (resource) => /^\/restapis\/[^/]+/.exec(resource)?.[0] ?? resource,
  written: {
    id: "ID",
    arn: "arn:{partition}:apigateway:{region}::/restapis/ID",
    parts: [{ letters: /[A-Za-z0-9]/, most: 64 }],
  },
  permissions: {
    inventory: [on("GET", ...READ)],
    capture: [on("GET", ...READ, ...PLANS, ...DOMAINS)],
    restore: [
      on("GET", ...READ, ...PLANS, ...DOMAINS, "/clientcertificates/*", "/account"),
      on("POST", "/restapis", "/restapis/*/*", "/usageplans", "/usageplans/*/keys", "/apikeys"),
      ...tagging(
        ["/restapis", "/restapis/*", "/usageplans", "/apikeys"],
        ["/restapis/*/resources/*", "/restapis/*/gatewayresponses/*"],
      ),
      on("PATCH", "/restapis/*", ...PARTS.map((part) => `/restapis/*/${part}/*`)),
      on("DELETE", ...PARTS.map((part) => `/restapis/*/${part}/*`)),
      { action: "iam:GetRole", resources: ["arn:{partition}:iam::{account}:role/*"] },
    ],
    activate: [
      on("GET", "/restapis/*/stages/*", "/usageplans/*", "/domainnames/*/basepathmappings/*"),
      on("POST", "/restapis/*/stages", "/domainnames/*/basepathmappings"),
      on("PATCH", "/restapis/*/stages/*", "/usageplans/*"),
      ...tagging(["/restapis/*/stages", "/restapis/*/stages/*"]),
      on("DELETE", "/restapis/*/stages/*", "/domainnames/*/basepathmappings/*"),
    ],
  },
  wildcardActions: {},
  passedTo: "apigateway.amazonaws.com",
  pace: {
    // What manages APIs has one rate, and lists of resources have less.
    budget: "API Gateway management requests",
    source: "https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html",
    perSecond: 10,
    // The API and eleven lists of its parts, domains, plans and a few keys, twice.
    perThing: () => 40,
    // The list, and resources, authorizers and stages of every API in it.
    perPage: () => 1 + 3 * 500,
    pageSize: 500,
  },
};

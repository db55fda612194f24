import type { Permission } from "../../contract/permission.ts";
import { TAG_ADDRESSES, TAG_RIGHT } from "../kit/api-tags.ts";
import type { KindSpec } from "../spec.ts";
import { apiNamed } from "./arn.ts";
import type { ApiKind } from "./document.ts";

const on = (action: string, ...paths: readonly string[]): Permission => ({
  action: action.includes(":") ? action : `apigateway:${action}`,
  resources: paths.map((one) => `arn:{partition}:apigateway:{region}::/${one}`),
});

/** Making something gives it its tags too. */
const making = (...paths: readonly string[]): Permission => {
  const { action, resources } = on("POST", ...paths);
  return { action, resources: [...resources, ...TAG_ADDRESSES] };
};

/** Lists and what they list: nothing else of API Gateway begins so. A role's policy has little room. */
const [APIS, DOMAINS] = ["apis*", "domainnames*"];
const READS = on("GET", APIS, DOMAINS);
/** What AWS asks of whoever makes, changes or deletes a stage with an access log. It knows no resource for these. */
const LOGGING = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html";

/** Whatever lies in an API, at any depth: nothing here deletes the API itself. */
const PARTS = "apis/*/*";

/** What is the same of both kinds of API. IAM knows calls of API Gateway by their HTTP methods, and the two kinds by one name. */
export function apiFacts(
  kind: ApiKind,
  noun: KindSpec["noun"],
  source: string,
  logging: readonly Permission[] = [],
  settings: readonly string[] = [],
): KindSpec {
  return {
    ...{ kind, noun, source },
    home: "regional",
    trigger: "api-gateway",
    // A function's policy may name its API, and may as well let every one in; a role of the API's own leaves no trace there.
    listedToFollow: true,
    drawsId: true,
    idOf: ({ service, resource }) => (service === "apigateway" ? apiNamed(resource) : undefined),
    written: {
      id: "ID",
      arn: "arn:{partition}:apigateway:{region}::/apis/ID",
      parts: [{ letters: /[A-Za-z0-9]/, most: 64 }],
    },
    permissions: {
      inventory: [READS],
      capture: [READS],
      restore: [
        on("GET", APIS, DOMAINS, "vpclinks/*", ...settings),
        making(APIS),
        on(TAG_RIGHT, APIS),
        on("PATCH", APIS),
        // With `--replace`, parts that the point does not have go.
        on("DELETE", PARTS),
        { action: "iam:GetRole", resources: ["arn:{partition}:iam::{account}:role/*"] },
      ],
      activate: [
        on("GET", APIS, DOMAINS),
        making("apis/*/stages", "domainnames/*/apimappings"),
        on(TAG_RIGHT, "apis/*/stages", "apis/*/stages/*"),
        on("PATCH", "apis/*/stages/*"),
        on("DELETE", "apis/*/stages/*", "domainnames/*/apimappings/*"),
        ...logging,
      ],
    },
    wildcardActions: Object.fromEntries(logging.map(({ action }) => [action, LOGGING])),
    passedTo: "apigateway.amazonaws.com",
    pace: {
      // All calls that manage APIs share one rate.
      budget: "API Gateway management requests",
      source: "https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html",
      perSecond: 10,
      // API, authorizers, models, integrations, routes, stages, deployments, mappings, twice; responses of WebSocket APIs beside.
      perThing: () => (kind === "http-api" ? 14 : 36),
      // The list, and of each API in it integrations and authorizers.
      perPage: () => 1 + 2 * 500,
      pageSize: 500,
    },
  };
}

import type { JsonObject } from "../../contract/json.ts";
import { parseArn } from "../../core/arn.ts";
import { translateAddress } from "../kit/translate/address.ts";
import { lookUp, staysHome, type TranslationScope } from "../kit/translate/scope.ts";
import { translateValue } from "../kit/translate/value.ts";
import { type Findings, translateJson } from "../kit/translate/walk.ts";
import { variablesIn } from "./uri.ts";

/** `arn:aws:apigateway:us-east-1:sqs:path/111122223333/orders`: a call of API Gateway's of another service. */
const SERVICE = /^arn:[^:]+:apigateway:([^:]*):([^:]+):(.*)$/;

/** What an integration or an authorizer calls, in the words of the destination; its address stands in `field`. */
export function translateCalled(
  settings: JsonObject,
  field: "uri" | "authorizerUri",
  path: string,
  scope: TranslationScope,
  into: Findings,
): JsonObject {
  const { [field]: uri, function: fn } = settings;
  return {
    ...settings,
    ...(typeof uri === "string" && { [field]: translateUri(uri, `${path}.${field}`, scope, into) }),
    ...(typeof fn === "string" && { function: translateFunction(fn, `${path}.function`, scope, into) }),
  };
}

function translateUri(uri: string, path: string, scope: TranslationScope, into: Findings): string {
  const [, region, service = "", rest = ""] = SERVICE.exec(uri) ?? [];
  if (region === undefined)
    return /^https?:/.test(uri) && variablesIn(uri.split("/")[2] ?? "").length === 0
      ? translateAddress(uri, path, scope, into)
      : uri;
  const { source, target } = scope;
  const there = region === source.region ? target.region : region;
  return `arn:${target.partition}:apigateway:${there}:${service}:${translatePath(service, rest, path, scope, into)}`;
}

/** Of a queue its account and name; where these are others there, they are told by its ARN. */
function translatePath(
  service: string,
  rest: string,
  path: string,
  scope: TranslationScope,
  into: Findings,
): string {
  const [, account, name] = service === "sqs" ? (/^path\/(\d{12})\/([^/?]+)$/.exec(rest) ?? []) : [];
  if (account === undefined || name === undefined) return rest;
  const { source } = scope;
  const queue = `arn:${source.partition}:sqs:${source.region}:${account}:${name}`;
  const { account: owner, resource } = parseArn(String(translateJson(queue, path, scope, into)));
  return `path/${owner}/${resource}`;
}

/**
 * A function by its ARN. Of one that a stage variable names, what stands before the variable is the region's and the
 * account's: what the variable holds is translated with the stage.
 */
function translateFunction(fn: string, path: string, scope: TranslationScope, into: Findings): string {
  const { source, target, map } = scope;
  if (
    variablesIn(fn).length === 0 ||
    lookUp(map, fn) !== undefined ||
    translateValue(fn, scope).kind === "replaced"
  )
    return String(translateJson(fn, path, scope, into));
  const own = `arn:${source.partition}:lambda:${source.region}:${source.account}:function:`;
  if (staysHome(scope) || !fn.startsWith(own)) return fn;
  const name = fn.slice(own.length);
  // Its name stands there, and only its alias is a variable: nothing is known of that function there.
  if (variablesIn(name.split(":")[0] ?? "").length === 0) return String(translateJson(fn, path, scope, into));
  const there = `arn:${target.partition}:lambda:${target.region}:${target.account}:function:${name}`;
  into.replaced.set(fn, there);
  return there;
}

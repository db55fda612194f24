import type { JsonObject } from "../../../contract/json.ts";
import { lookUp, staysHome, type TranslationScope } from "../../kit/translate/scope.ts";
import type { Findings } from "../../kit/translate/walk.ts";

/**
 * A version that is pinned to one build of its runtime. The same build has another ARN in another region, and nothing
 * lists them: unless the map has it, the version takes what the destination has, and keeps that until it is updated.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html
 */
export function translateRuntimeUpdates(
  version: string,
  management: JsonObject,
  scope: TranslationScope,
  into: Findings,
): JsonObject {
  const { RuntimeVersionArn: pinned } = management;
  if (typeof pinned !== "string") return management;
  const to = lookUp(scope.map, pinned);
  if (to !== undefined) {
    into.replaced.set(pinned, to);
    into.used.add(pinned);
    return { ...management, RuntimeVersionArn: to };
  }
  if (staysHome(scope)) return management;
  into.warnings.add(
    `version ${version} is pinned to ${pinned}, which ${scope.target.region} does not have: it comes back with ` +
      "the runtime that is current there (FunctionUpdate), unless the map names its counterpart",
  );
  return { UpdateRuntimeOn: "FunctionUpdate" };
}

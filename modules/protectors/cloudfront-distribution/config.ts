import type { Json, JsonObject } from "../../contract/json.ts";
import { uniqueSorted } from "../../core/source-order.ts";
import { isObject } from "../kit/canonical.ts";

/** A text of a configuration, with its place: `config.DefaultCacheBehavior.CachePolicyId`. */
export interface Placed {
  readonly path: string;
  readonly text: string;
}

/** Items of one of CloudFront's lists, which say how many they have. */
export function itemsIn(list: Json | undefined): readonly Json[] {
  const items = isObject(list) ? list.Items : undefined;
  return Array.isArray(items) ? (items as readonly Json[]) : [];
}

/** One of CloudFront's lists. */
export function listWith(items: readonly Json[]): JsonObject {
  return { Quantity: items.length, ...(items.length > 0 && { Items: [...items] }) };
}

/** What a distribution does with requests, the default and those for paths, each with its place. */
export function behavioursOf(config: JsonObject): readonly (readonly [path: string, JsonObject])[] {
  const others = itemsIn(config.CacheBehaviors).map(
    (one, at) => [`config.CacheBehaviors.Items[${at}]`, one] as const,
  );
  return [["config.DefaultCacheBehavior", config.DefaultCacheBehavior ?? null] as const, ...others].flatMap(
    ([path, one]) => (isObject(one) ? [[path, one] as const] : []),
  );
}

/** Versions of functions of Lambda@Edge that it calls, by their ARNs. */
export function lambdasOf(config: JsonObject): readonly Placed[] {
  return associated(config, "LambdaFunctionAssociations", "LambdaFunctionARN");
}

/** CloudFront functions that it calls, by their ARNs, each once and sorted. */
export function edgeFunctionsOf(config: JsonObject): readonly string[] {
  return uniqueSorted(associated(config, "FunctionAssociations", "FunctionARN").map(({ text }) => text));
}

function associated(config: JsonObject, list: string, member: string): readonly Placed[] {
  return behavioursOf(config).flatMap(([path, behaviour]) =>
    itemsIn(behaviour[list]).flatMap((one, at) => {
      const text = isObject(one) ? one[member] : undefined;
      return typeof text === "string" ? [{ path: `${path}.${list}.Items[${at}].${member}`, text }] : [];
    }),
  );
}

/** Alternate domain names, each of which one distribution of all accounts has. */
export function aliasesOf(config: JsonObject): readonly string[] {
  return itemsIn(config.Aliases).filter((one) => typeof one === "string");
}

/** What it fetches from, by the hosts. */
export function hostsOf(config: JsonObject): readonly Placed[] {
  return itemsIn(config.Origins).flatMap((one, at) => {
    const text = isObject(one) ? one.DomainName : undefined;
    return typeof text === "string" ? [{ path: `config.Origins.Items[${at}].DomainName`, text }] : [];
  });
}

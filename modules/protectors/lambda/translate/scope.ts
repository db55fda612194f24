import type { IdMap, RestoreTarget } from "../../protector.ts";
import type { FunctionDocument } from "../document.ts";

/** What a translation knows: where the function was, where it goes, and what the map says. */
export interface TranslationScope {
  readonly source: RestoreTarget & { readonly arn: string; readonly name: string };
  readonly target: RestoreTarget & { readonly arn: string; readonly name: string };
  readonly map: IdMap;
  /** ARNs of layers whose bytes are in the point: the restore publishes them again. */
  readonly republished: ReadonlySet<string>;
}

export function translationScope(
  document: FunctionDocument,
  { target, map, name = document.name }: { target: RestoreTarget; map: IdMap; name?: string },
): TranslationScope {
  const { arn, account, region } = document;
  const partition = arn.split(":")[1] ?? target.partition;
  return {
    source: { arn, name: document.name, account, region, partition },
    target: {
      ...target,
      name,
      arn: `arn:${target.partition}:lambda:${target.region}:${target.account}:function:${name}`,
    },
    map,
    republished: new Set(
      document.layers
        .filter((layer) => layer.sha256 !== undefined && lookUp(map, layer.arn) === undefined)
        .map((layer) => layer.arn),
    ),
  };
}

/** Same region and account: whatever was named still exists, or the restore makes it again. */
export function staysHome({ source, target }: TranslationScope): boolean {
  return source.region === target.region && source.account === target.account;
}

/** An entry of the map; never something an object inherits. */
export function lookUp(map: IdMap, key: string): string | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

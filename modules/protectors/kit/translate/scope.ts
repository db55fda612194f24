import { parseArn } from "../../../core/arn.ts";
import { own } from "../../../core/own.ts";
import type { IdMap, RestoreTarget, TranslationRequest } from "../../protector.ts";

/** Where a thing is, and what it is called there. */
interface Place extends RestoreTarget {
  readonly arn: string;
  readonly name: string;
}

/** What a translation knows: where the thing was, where it goes, and what the map says. */
export interface TranslationScope {
  readonly source: Place;
  readonly target: Place;
  readonly map: IdMap;
  /** Texts of the source that the restore itself makes again, such as ARNs of layers whose bytes are in the point. */
  readonly remade: ReadonlySet<string>;
  readonly away?: TranslationRequest["away"];
}

/** `arn` is the thing's own at the destination, as far as that is known; `remade` is empty by default. */
export function translationScope(
  source: { readonly arn: string; readonly name: string; readonly account: string; readonly region: string },
  { target, map, name = source.name, away }: TranslationRequest,
  arn: string,
  remade: ReadonlySet<string> = new Set(),
): TranslationScope {
  const { partition } = parseArn(source.arn);
  return {
    source: { arn: source.arn, name: source.name, account: source.account, region: source.region, partition },
    target: { ...target, name, arn },
    map,
    remade,
    ...(away !== undefined && { away }),
  };
}

/** Same region and account: whatever was named still exists, or the restore makes it again. */
export function staysHome({ source, target }: TranslationScope): boolean {
  return source.region === target.region && source.account === target.account;
}

/** An entry of the map; never something an object inherits. */
export function lookUp(map: IdMap, key: string): string | undefined {
  return own(map, key);
}

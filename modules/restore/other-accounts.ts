import { isArn, parseArn } from "../core/arn.ts";
import { shortList } from "../core/short-list.ts";
import { uniqueSorted } from "../core/source-order.ts";
import type { IdMap } from "../protectors/protector.ts";
import { isNameOfAws } from "./map-key.ts";

const MAX_NAMED = 3;

/** Each account that the map sends names into although nothing comes from there or goes there: a slip lets a stranger in. */
export function otherAccounts(map: IdMap, known: readonly string[]): readonly string[] {
  const keysOf = new Map<string, string[]>();
  for (const [key, value] of Object.entries(map)) {
    const account = accountOf(value);
    if (account === undefined || known.includes(account)) continue;
    const keys = keysOf.get(account) ?? [];
    keysOf.set(account, [...keys, isNameOfAws(key) || accountOf(key) !== undefined ? key : "another entry"]);
  }
  const [there, ...source] = known;
  return [...keysOf].map(
    ([account, keys]) =>
      `the map names account ${account}, which is neither the source (${uniqueSorted(source).join(", ")}) nor the ` +
      `destination (${there}): ${shortList(keys, MAX_NAMED)}`,
  );
}

/** Of an ARN, an account's own id, or the address of a queue or of a repository of images. */
function accountOf(text: string): string | undefined {
  const [, inAddress] =
    /^https:\/\/[^/]*\/([0-9]{12})\//.exec(text) ?? /^([0-9]{12})(?:\.dkr\.ecr\.|$)/.exec(text) ?? [];
  const account = inAddress ?? (isArn(text) ? parseArn(text).account : "");
  return /^[0-9]{12}$/.test(account) ? account : undefined;
}

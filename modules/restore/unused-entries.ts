import type { IdMap, Translation } from "../protectors/protector.ts";
import { isNameOfAws } from "./map-key.ts";

/** One line for all entries of the map that nothing needed: a misspelt one is among them. */
export function unusedEntries(
  map: IdMap,
  translations: readonly Pick<Translation<unknown>, "used">[],
  names: readonly string[],
): readonly string[] {
  const used = new Set(translations.flatMap((translation) => translation.used));
  const unused = Object.keys(map)
    .filter((key) => !used.has(key))
    .sort();
  if (unused.length === 0) return [];
  const needs = names.length === 1 ? "needs" : "need";
  return [`${names.join(", ")} ${needs} none of these map entries: ${named(unused)}`];
}

/** ARNs and ids by name, others by how many they are. */
function named(keys: readonly string[]): string {
  const shown = keys.filter(isNameOfAws);
  const others = keys.length - shown.length;
  return [
    ...shown,
    ...(others > 0 ? [`${others} that ${others === 1 ? "is not an ARN or id" : "are not ARNs or ids"}`] : []),
  ].join(", ");
}

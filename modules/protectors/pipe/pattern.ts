import type { Json } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import { mapTexts } from "../kit/json-texts.ts";
import { translateOwnText } from "../kit/translate/own-text.ts";
import type { TranslationScope } from "../kit/translate/scope.ts";
import type { Findings } from "../kit/translate/walk.ts";
import { takesRegion } from "./takes-region.ts";

/** The field of each record, whatever its source, that has the region of the source. */
const REGION = "awsRegion";

/**
 * A filter in the words of the destination: one that looks for the source's region in records would drop all of them
 * elsewhere. What it looks for is replaced where it stands, numbers and all else as they were. `what`: it is named in warnings.
 */
export function translatePattern(
  pattern: string,
  what: string,
  scope: TranslationScope,
  into: Findings,
): string {
  const moved = inRegion(pattern, scope);
  const { source, target } = scope;
  const [before, after] = [regionsIn(pattern), regionsIn(moved)];
  if (
    before.some(
      (wanted, n) => takesRegion(wanted, source.region) && !takesRegion(after[n] ?? null, target.region),
    )
  )
    into.warnings.add(
      `${what} takes records of ${source.region} and none of ${target.region} by its ${REGION}: change it before arm, or no record goes through`,
    );
  return translateOwnText(moved, what, scope, into);
}

/** What a filter looks for as the region of records, in each alternative. */
function regionsIn(pattern: string): Json[] {
  const found: Json[] = [];
  const look = (value: Json): void => {
    if (Array.isArray(value)) value.forEach(look);
    else if (isObject(value))
      for (const [key, one] of Object.entries(value)) key === REGION ? found.push(one) : look(one);
  };
  try {
    look(JSON.parse(pattern));
  } catch {
    return [];
  }
  return found;
}

function inRegion(pattern: string, { source, target }: TranslationScope): string {
  try {
    JSON.parse(pattern);
  } catch {
    return pattern;
  }
  return mapTexts(pattern, (text, path) =>
    text === source.region && path.includes(REGION) ? target.region : text,
  );
}

import { mapTexts } from "../kit/json-texts.ts";
import { translateOwnText } from "../kit/translate/own-text.ts";
import type { TranslationScope } from "../kit/translate/scope.ts";
import type { Findings } from "../kit/translate/walk.ts";

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
  return translateOwnText(inRegion(pattern, scope), what, scope, into);
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

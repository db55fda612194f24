import type { Json, JsonObject } from "../../../contract/json.ts";
import { compareText } from "../../../core/source-order.ts";
import type { Translation } from "../../protector.ts";
import type { StayingAway } from "../../staying-away.ts";
import type { Untranslated } from "../../untranslated.ts";
import type { TranslationScope } from "./scope.ts";
import { mapKeyOf, translateValue } from "./value.ts";

/** What a translation gathers while it walks. */
export interface Findings {
  readonly missing: Untranslated[];
  readonly warnings: Set<string>;
  /** Text of the source to text of the destination. */
  readonly replaced: Map<string, string>;
  /** Keys of the map that were of use. */
  readonly used: Set<string>;
  /** What stays away with what a person leaves out. */
  readonly away: StayingAway[];
}

export function findings(): Findings {
  return { missing: [], warnings: new Set(), replaced: new Map(), used: new Set(), away: [] };
}

/** What was gathered, as a translation tells it: sorted, so that equal walks are equal. */
export function gathered({
  missing,
  warnings,
  replaced,
  used,
  away,
}: Findings): Pick<Translation<unknown>, "missing" | "warnings" | "replaced" | "used" | "away"> {
  return {
    missing: missing.toSorted((a, b) => compareText(a.path, b.path) || compareText(a.value, b.value)),
    warnings: [...warnings].sort(),
    replaced: Object.fromEntries([...replaced].sort(([a], [b]) => compareText(a, b))),
    used: [...used].sort(),
    ...(away.length > 0 && { away }),
  };
}

/** Keys whose text is a person's or a program's own, and names nothing in AWS. */
const OWN_TEXT = new Set([
  "Description",
  "Handler",
  "Sid",
  "Action",
  "Effect",
  "AllowOrigins",
  "AllowHeaders",
]);

/** Translates one text and notes what it came to; text without a counterpart stays and is noted as missing. */
function translateText(value: string, path: string, scope: TranslationScope, into: Findings): string {
  const found = translateValue(value, scope);
  if (found.kind === "missing") into.missing.push({ path, value: mapKeyOf(value), reason: found.reason });
  if (found.kind !== "replaced") return value;
  into.replaced.set(value, found.value);
  if (found.by !== undefined) into.used.add(found.by);
  return found.value;
}

/** Translates every text of a JSON value; object keys stay. */
export function translateJson(value: Json, path: string, scope: TranslationScope, into: Findings): Json {
  if (typeof value === "string") return translateText(value, path, scope, into);
  if (Array.isArray(value))
    return value.map((item: Json, index) => translateJson(item, `${path}[${index}]`, scope, into));
  if (value !== null && typeof value === "object")
    return translateObject(value as JsonObject, path, scope, into);
  return value;
}

export function translateObject(
  value: JsonObject,
  path: string,
  scope: TranslationScope,
  into: Findings,
): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      OWN_TEXT.has(key) ? item : translateJson(item, `${path}.${key}`, scope, into),
    ]),
  );
}

import type { Json } from "../../../contract/json.ts";
import type { TranslationScope } from "./scope.ts";
import { translateValue } from "./value.ts";
import type { Findings } from "./walk.ts";

/** A text of JSON, also of a template that is nearly JSON; with what follows it, where it is the key of an object. */
const QUOTED = /"(?:[^"\\]|\\.)*"(\s*:)?/gs;

/**
 * What a program is told is its own text, and may hold credentials: each text in it that is in the map, or that becomes
 * another by itself, is replaced where it stands, with all around it as it was. What is bound to the source and has no
 * counterpart stays, is warned of by `what` it is in, and is not shown.
 */
export function translateTold(value: Json, what: string, scope: TranslationScope, into: Findings): Json {
  if (typeof value === "string") return translateOwnText(value, what, scope, into);
  if (Array.isArray(value)) return value.map((item: Json) => translateTold(item, what, scope, into));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, translateTold(item, what, scope, into)]),
  );
}

/** Of one text: JSON, a template, or any other. */
export function translateOwnText(
  text: string,
  what: string,
  scope: TranslationScope,
  into: Findings,
): string {
  let left = false;
  const translated = (one: string): string => {
    const found = translateValue(one, scope);
    if (found.kind === "missing") left = true;
    if (found.kind !== "replaced") return one;
    if (found.by !== undefined) into.used.add(found.by);
    return found.value;
  };
  let quoted = false;
  const inPlace = text.replace(QUOTED, (token: string, colon: string | undefined) => {
    quoted = true;
    const one = colon === undefined ? unquoted(token) : undefined;
    const wanted = one === undefined ? undefined : translated(one);
    return wanted === undefined || wanted === one ? token : JSON.stringify(wanted);
  });
  const wanted = quoted ? inPlace : translated(text);
  if (left)
    into.warnings.add(
      `${what} still names something of ${scope.source.region} or its account; ` +
        "if that is lost too, map the value it has",
    );
  return wanted;
}

function unquoted(token: string): string | undefined {
  try {
    return String(JSON.parse(token));
  } catch {
    return undefined;
  }
}

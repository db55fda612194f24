import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject } from "./canonical.ts";
import { TOKEN_OF_JSON } from "./json-texts.ts";

/** Stands in the place of a number, its own text as the one value. */
const NUMBER = "$number";
/** A key that looks like ours, or like one that was escaped: it gets a sign more. */
const LIKE_OURS = /^\$+number$/;
// By the grammar of JSON: nothing else gets out of its quotes.
const WRITTEN = /\{"\$number":"(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)"\}/g;
const ESCAPED = /(?<!\\)"\$(\$+number)":/g;

/**
 * What a text of JSON says, with numbers to the letter: one that JavaScript would write otherwise, such as `4.0` or
 * `9007199254740993`, becomes `{"$number":"4.0"}`, and a key that is written so itself `$$number`. AWS compares numbers in
 * patterns by their letters, and no document of somebody's may come back with other ones.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
 * @throws SyntaxError for a text that is not JSON
 */
export function parseExact(text: string): Json {
  JSON.parse(text);
  return JSON.parse(
    text.replace(TOKEN_OF_JSON, (token: string, at: number) => {
      if (/^[-\d]/.test(token)) return String(Number(token)) === token ? token : `{"${NUMBER}":"${token}"}`;
      return token.startsWith('"') && isKey(text, at + token.length) ? escaped(token) : token;
    }),
  ) as Json;
}

/** The same of a text that has to be a JSON object: `undefined` for any other, so that whoever refuses it shows nothing of it. */
export function parseExactObject(text: string): JsonObject | undefined {
  try {
    const value = parseExact(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The text of what `parseExact` read: each number as it was written. */
export function exactText(value: JsonObject): string {
  return JSON.stringify(value).replace(WRITTEN, "$1").replace(ESCAPED, '"$1":');
}

function isKey(text: string, end: number): boolean {
  const colon = /\s*:/y;
  colon.lastIndex = end;
  return colon.test(text);
}

function escaped(token: string): string {
  const key = String(JSON.parse(token));
  return LIKE_OURS.test(key) ? JSON.stringify(`$${key}`) : token;
}

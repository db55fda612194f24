import type { Json, JsonObject } from "../../contract/json.ts";
import { TOKEN_OF_JSON } from "./json-texts.ts";

/** Stands in the place of a number, its own text as the one value. */
const NUMBER = "$number";
// By the grammar of JSON: nothing else gets out of its quotes.
const WRITTEN = /\{"\$number":"(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)"\}/g;

/**
 * What a text of JSON says, with numbers to the letter: one that JavaScript would write otherwise, such as `4.0` or
 * `9007199254740993`, becomes `{"$number":"4.0"}`. AWS compares numbers in patterns by their letters.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
 * @throws SyntaxError for a text that is not JSON, or has such an object itself
 */
export function parseExact(text: string): Json {
  JSON.parse(text, (key, value: unknown) => {
    if (key === NUMBER) throw new SyntaxError(`a key ${NUMBER} cannot be kept`);
    return value;
  });
  return JSON.parse(
    text.replace(TOKEN_OF_JSON, (token) =>
      /^[-\d]/.test(token) && String(Number(token)) !== token ? `{"${NUMBER}":"${token}"}` : token,
    ),
  ) as Json;
}

/** The text of what `parseExact` read: each number as it was written. */
export function exactText(value: JsonObject): string {
  return JSON.stringify(value).replace(WRITTEN, "$1");
}

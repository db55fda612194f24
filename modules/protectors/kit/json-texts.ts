/** Keys and indices from the top of a JSON value. */
export type JsonPath = readonly (string | number)[];

/** Texts, signs, and what stands between: numbers and words. */
export const TOKEN_OF_JSON = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/gs;

/**
 * A text of JSON with each text in it replaced where it stands, and all around it as it was, numbers too: to parse and write
 * it again would round them. Keys stay. `json` has to be JSON.
 */
export function mapTexts(json: string, replace: (text: string, path: JsonPath) => string): string {
  /** Of the value that comes next. */
  const path: (string | number)[] = [];
  let isKey = false;
  return json.replace(TOKEN_OF_JSON, (token) => {
    const at = path.length - 1;
    const here = path[at];
    if (token === "{" || token === "[") path.push(token === "{" ? "" : 0);
    else if (token === "}" || token === "]") path.pop();
    else if (token === "," && typeof here === "number") path[at] = here + 1;
    const wasKey = isKey;
    isKey = token === "{" || (token === "," && typeof here === "string");
    if (!token.startsWith('"')) return token;
    const text = String(JSON.parse(token));
    if (wasKey) {
      path[at] = text;
      return token;
    }
    const wanted = replace(text, path);
    return wanted === text ? token : JSON.stringify(wanted);
  });
}

/** `States.Charge.Catch[0].Next` */
export function pathText(path: JsonPath): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? key : `${text}.${key}`;
  }, "");
}

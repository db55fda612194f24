import { cut, printable } from "../../core/printable.ts";

/** Characters of one value; a longer one is cut, so that no line of YAML fills a comment. */
const LONGEST = 200;

/**
 * Text as a code span of GitHub's Markdown: nothing in it is markup, a mention or a link there. In a table cell pipes
 * have to be escaped besides; one behind a backslash cannot be in a code span, and is shown as `\u007c`.
 */
export function codeSpan(text: string): string {
  const shown = shownInCode(text);
  if (shown === "") return "";
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  // One space at each end is taken away again, unless there is nothing but spaces.
  const space = /^ *$/.test(shown) ? "" : /^[` ]|[` ]$/.test(shown) ? " " : "";
  return `${fence}${space}${shown}${space}${fence}`;
}

/** What a code span of this text says: no control characters, at most 200 characters. */
export function shownInCode(text: string): string {
  return cut(printable(text).replace(/(?<=\\)\|/g, "\\u007c"), LONGEST);
}

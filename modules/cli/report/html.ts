import { printable } from "../../core/printable.ts";

/** Markup that is whole and safe as it is. Only `html` makes it, so text cannot be mistaken for it. */
export class Html {
  readonly #markup: string;
  constructor(markup: string) {
    this.#markup = markup;
  }
  toString(): string {
    return this.#markup;
  }
}

/** What may stand in a template: text and numbers are escaped, markup stays, a list is joined, nothing is nothing. */
export type Fragment = Html | string | number | undefined | readonly Fragment[];

/**
 * A template of HTML or SVG. What is filled in is made visible (`printable`) and escaped, for a place between tags or
 * within an attribute in double quotes; in no other place may anything be filled in.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Fragment[]): Html {
  return new Html(parts.reduce((all, part, index) => all + markup(values[index - 1]) + part));
}

function markup(value: Fragment): string {
  if (value === undefined) return "";
  if (value instanceof Html) return value.toString();
  return typeof value === "object" ? value.map(markup).join("") : escapeHtml(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text that stays text between tags and in a quoted attribute. */
function escapeHtml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}

/** JSON for a data block: nothing in it ends the block, begins a comment or is a line end to JavaScript. */
export function embedJson(value: unknown): Html {
  const escaped = JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return new Html(escaped);
}

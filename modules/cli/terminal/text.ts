import { printable } from "../../core/printable.ts";

export type Style = "bold" | "dim" | "red" | "yellow" | "green";
export type Part = string | { readonly text: string; readonly style: Style };
/** One line for a person; data goes in as it is, and is made harmless when the line is rendered. */
export type Line = Part | readonly Part[];

const CODES: Readonly<Record<Style, number>> = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 };

/** What GitHub obeys at the start of a line, and Azure, TeamCity and GitHub again anywhere: `##[`, `##vso[`, `##teamcity[`. */
const COMMAND = /(?<=^\s*):(?=:)|#(?=#\w*\[)/g;

export function render(line: Line, colour: boolean): string {
  const text = partsOf(line)
    .map((part) => {
      const text = printable(plain(part));
      return colour && typeof part !== "string" ? `\u001b[${CODES[part.style]}m${text}\u001b[0m` : text;
    })
    .join("");
  return text.replace(COMMAND, (char) => (char === ":" ? "\\u003a" : "\\u0023"));
}

/** Characters the line takes when rendered, colours aside. */
export function widthOf(line: Line): number {
  return partsOf(line).reduce((sum, part) => sum + printable(plain(part)).length, 0);
}

export function partsOf(line: Line): readonly Part[] {
  return typeof line === "string" || "text" in line ? [line] : line;
}

function plain(part: Part): string {
  return typeof part === "string" ? part : part.text;
}

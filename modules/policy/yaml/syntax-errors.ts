import type { Document, ParsedNode, YAMLError } from "yaml";
import type { Diagnostic, SourcePos } from "../../core/diagnostic.ts";
import { cut, printable } from "../../core/printable.ts";

/** One slip upsets the rest of a file; what follows mostly repeats it. */
const MAX_ERRORS = 10;

/** What to do about the slips that people make most. */
const HINTS: Readonly<Partial<Record<YAMLError["code"], string>>> = {
  TAB_AS_INDENT: "indent with spaces",
  BAD_INDENT: "close every bracket, and indent the lines of one block alike",
  BLOCK_AS_IMPLICIT_KEY: 'put a text that holds ": " in quotes, and begin a nested mapping on its own line',
  MULTILINE_IMPLICIT_KEY: 'a key is followed by ": " on the same line',
  BAD_SCALAR_START: "put the text in quotes",
  BAD_DQ_ESCAPE: "write the text in single quotes, or double the backslash",
  BAD_ALIAS: 'a text that begins with * needs quotes: "*"',
  BAD_DIRECTIVE: "remove the directive",
  MISSING_CHAR: 'close what was opened; a key is followed by ": "',
};

/** What kept a document from parsing: the first slip of each line. */
export function syntaxErrors(
  { errors, warnings, directives }: Document.Parsed<ParsedNode>,
  position: (offset: number) => SourcePos,
): Diagnostic[] {
  const found: Diagnostic[] = [];
  if (directives.yaml.explicit && directives.yaml.version !== "1.2")
    found.push({
      severity: "error",
      code: "YAML",
      message: `%YAML ${directives.yaml.version}, but policies are YAML 1.2`,
      hint: "remove the directive",
      at: position(0),
    });
  const slips = [...errors, ...warnings.filter(({ code }) => code === "BAD_DIRECTIVE")];
  for (const { code, message, pos } of slips.sort((a, b) => a.pos[0] - b.pos[0])) {
    const at = position(pos[0]);
    if (found.at(-1)?.at.line === at.line) continue;
    const hint = HINTS[code];
    found.push({
      severity: "error",
      code: "YAML",
      message: said(message),
      at,
      ...(hint !== undefined && { hint }),
    });
  }
  const more = found[MAX_ERRORS];
  if (more === undefined) return found;
  const rest = {
    ...more,
    message: `${found.length - MAX_ERRORS} more lines do not parse`,
    hint: "correct the first ones",
  };
  return [...found.slice(0, MAX_ERRORS), rest];
}

/** The library's sentences, in the form of ours. */
function said(message: string): string {
  const line = cut(printable((message.split("\n")[0] ?? "").replace(/[.:]$/, "")), 100);
  return line.charAt(0).toLowerCase() + line.slice(1);
}

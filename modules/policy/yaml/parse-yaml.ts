import { Composer, type CST, type Document, Lexer, LineCounter, type ParsedNode, Parser } from "yaml";
import type { SourcePos } from "../../core/diagnostic.ts";
import { locateNode } from "./locate-node.ts";
import type { ParsedYaml } from "./located.ts";
import { syntaxErrors } from "./syntax-errors.ts";

/** Bytes. Larger files are not parsed: a policy has a few hundred, a large estate some thousand. */
export const MAX_BYTES = 1024 * 1024;
/** Levels on the parser's stack. The language itself nests four deep. */
const DEEPEST = 20;
/** Words, spaces and punctuation, enough for 5,000 lines: above it, the time to parse would be felt. */
const MAX_TOKENS = 50_000;

const CONTROLS = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/u;

/**
 * Reads one YAML 1.2 document, with the place of every value. Aliases, tags, directives and keys that are no
 * text are refused: policies need none of them, and each has been used to make a parser do what nobody wrote.
 * Nothing here throws, whatever the file holds.
 */
export function parseYaml(file: string, text: string): ParsedYaml {
  const source = text.startsWith("\ufeff") ? text.slice(1) : text;
  const position = positions(file, source);
  const refuse = (offset: number, message: string, hint?: string): ParsedYaml => ({
    root: undefined,
    diagnostics: [
      { severity: "error", code: "YAML", message, at: position(offset), ...(hint !== undefined && { hint }) },
    ],
  });

  const control = CONTROLS.exec(source);
  if (control !== null) {
    const code = control[0].charCodeAt(0).toString(16).padStart(4, "0");
    return refuse(
      control.index,
      `control character U+${code.toUpperCase()}`,
      "YAML is plain text: remove it",
    );
  }
  const tokens = tokenize(source);
  if ("tooDeep" in tokens)
    return refuse(tokens.tooDeep, "nested too deeply", "no key of the language is nested this deeply");
  if ("tooMany" in tokens)
    return refuse(tokens.tooMany, "the file has too many values", "split it into several policies");

  const [document, second] = [...compose(tokens.tokens, source.length)];
  if (document === undefined) return { root: undefined, diagnostics: [] };
  if (second !== undefined)
    return refuse(
      second.range?.[0] ?? 0,
      "a second document begins here",
      "write one policy a file, without ---",
    );
  const errors = syntaxErrors(document, position);
  if (errors.length > 0 || document.contents === null) return { root: undefined, diagnostics: errors };
  return locateNode(document.contents, position);
}

/** Turns an offset into line and column, both from 1, as editors count them. */
function positions(file: string, source: string): (offset: number) => SourcePos {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let i = source.indexOf("\n"); i >= 0; i = source.indexOf("\n", i + 1)) lines.addNewLine(i + 1);
  return (offset) => ({ file, ...lines.linePos(Math.min(offset, source.length)) });
}

type Tokens =
  | { readonly tokens: readonly CST.Token[] }
  | { readonly tooDeep: number }
  | { readonly tooMany: number };

/** The parser keeps its own stack, so depth is seen before anything recurses over it. */
function tokenize(source: string): Tokens {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let count = 0;
  for (const lexeme of new Lexer().lex(source)) {
    const { offset } = parser;
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > DEEPEST) return { tooDeep: offset };
    if (++count > MAX_TOKENS) return { tooMany: offset };
  }
  tokens.push(...parser.end());
  return { tokens };
}

function compose(tokens: readonly CST.Token[], end: number): Iterable<Document.Parsed<ParsedNode>> {
  // Keys are compared where the tree is walked: in linear time, and with both places at hand.
  const composer = new Composer({ version: "1.2", schema: "core", merge: false, uniqueKeys: false });
  return composer.compose(tokens, true, end);
}

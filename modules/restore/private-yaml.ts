import { type Document, LineCounter, type Node, type ParsedNode, parseDocument, type YAMLError } from "yaml";
import type { Diagnostic, DiagnosticCode, SourcePos } from "../core/diagnostic.ts";

/** Notes a mistake at the place of a node, at the beginning of the file without one. */
export type Say = (code: DiagnosticCode, message: string, hint: string, node?: unknown) => void;

interface PrivateYaml {
  readonly contents: Document.Parsed<ParsedNode>["contents"];
  /** Errors of YAML itself with their places. Their own words quote the file: they are for nobody. */
  readonly errors: readonly { readonly code: YAMLError["code"]; readonly at: SourcePos }[];
  readonly say: Say;
  /** What `say` has noted so far. */
  readonly found: Diagnostic[];
}

/** A YAML file that may hold values of environment variables: keys may repeat, and nothing of it is put into words here. */
export function readPrivateYaml(text: string, file: string): PrivateYaml {
  const lines = new LineCounter();
  const found: Diagnostic[] = [];
  const placeOf = (offset: number): SourcePos => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), col: Math.max(col, 1) };
  };
  const yaml = parseDocument(text, { lineCounter: lines, schema: "core", uniqueKeys: false, merge: false });
  return {
    contents: yaml.contents,
    errors: yaml.errors.map(({ code, pos }) => ({ code, at: placeOf(pos[0]) })),
    say: (code, message, hint, node) => {
      const offset = (node as Node | null | undefined)?.range?.[0] ?? 0;
      found.push({ severity: "error", code, message, hint, at: placeOf(offset) });
    },
    found,
  };
}

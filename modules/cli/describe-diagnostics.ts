import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { Diagnostic } from "../core/diagnostic.ts";
import { printable } from "../core/printable.ts";
import type { Line } from "./text.ts";
import { count } from "./words.ts";

/** Bytes; a larger file is told by position alone. */
const MOST_SHOWN = 1_000_000;
/** Characters of a source line before and after the place. */
const BEFORE = 60;
const AFTER = 40;

/** Every diagnostic with its source line and a caret under the place, and at the end how many there are. Nothing for none. */
export function describeDiagnostics(diagnostics: readonly Diagnostic[], cwd: string): Line[] {
  const read = sourceReader(cwd);
  const totals = (["error", "warning"] as const).flatMap((severity) => {
    const many = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return many === 0 ? [] : [count(many, severity === "error" ? "mistake" : "warning")];
  });
  return [
    ...diagnostics.flatMap((diagnostic) => describe(diagnostic, read)),
    ...(diagnostics.length === 0 ? [] : [totals.join(", ")]),
  ];
}

function describe(
  { at, severity, code, message, hint }: Diagnostic,
  read: (file: string) => readonly string[],
): Line[] {
  const style = severity === "error" ? "red" : "yellow";
  const lines: Line[] = [
    [
      { text: `${at.file}:${at.line}:${at.col}: `, style: "bold" },
      { text: `${severity}[${code}]`, style },
      ` ${message}`,
    ],
  ];
  const source = read(at.file)[at.line - 1];
  if (source !== undefined) {
    const start = Math.max(0, at.col - 1 - BEFORE);
    const gutter = `${at.line} | `.padStart(8);
    const before = printable(source.slice(start, at.col - 1).replaceAll("\t", " "));
    lines.push(
      [
        { text: gutter, style: "dim" },
        before,
        source.slice(at.col - 1, at.col - 1 + AFTER).replaceAll("\t", " "),
      ],
      [{ text: "| ".padStart(8), style: "dim" }, " ".repeat(before.length), { text: "^", style }],
    );
  }
  if (hint !== undefined) lines.push(`  help: ${hint}`);
  return lines;
}

/** Lines of a file, read once; none for what cannot be shown, such as the file the diagnostic is about. */
function sourceReader(cwd: string): (file: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  const read = (path: string): readonly string[] => {
    try {
      const found = statSync(path);
      // A pipe or a device may never end.
      return !found.isFile() || found.size > MOST_SHOWN ? [] : readFileSync(path, "utf8").split(/\r\n|\r|\n/);
    } catch {
      return [];
    }
  };
  return (file) => {
    const lines = known.get(file) ?? read(resolve(cwd, file));
    known.set(file, lines);
    return lines;
  };
}

import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { SourcePos } from "../../core/diagnostic.ts";
import { printable } from "../../core/printable.ts";
import type { Line, Style } from "../terminal/text.ts";

/** Bytes; a larger file is told by position alone. */
const MAX_SHOWN = 1_000_000;
/** Characters of a source line before and after the place. */
const BEFORE = 60;
const AFTER = 40;
const CUT = "...";

/** Lines of a file; none for what cannot be shown. */
export type ReadLines = (file: string) => readonly string[];

/** The source line of a place with a caret under it; nothing for what cannot be shown. */
export function quote(at: SourcePos, read: ReadLines, style: Style): Line[] {
  const source = read(at.file)[at.line - 1];
  if (source === undefined) return [];
  const start = Math.max(0, at.col - 1 - BEFORE);
  const end = at.col - 1 + AFTER;
  const before = printable(`${start > 0 ? CUT : ""}${source.slice(start, at.col - 1)}`.replaceAll("\t", " "));
  return [
    [
      { text: `${at.line} | `.padStart(8), style: "dim" },
      before,
      `${source.slice(at.col - 1, end)}${source.length > end ? CUT : ""}`.replaceAll("\t", " "),
    ],
    [{ text: "| ".padStart(8), style: "dim" }, " ".repeat(before.length), { text: "^", style }],
  ];
}

/** Reads each file once; none of what cannot be shown, such as the file that a diagnostic is about. */
export function sourceReader(cwd: string): ReadLines {
  const known = new Map<string, readonly string[]>();
  const read = (path: string): readonly string[] => {
    try {
      const found = statSync(path);
      // A pipe or a device may never end.
      return !found.isFile() || found.size > MAX_SHOWN
        ? []
        : readFileSync(path, "utf8")
            .replace(/^\ufeff/, "")
            .split(/\r\n|\r|\n/);
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

import type { Diagnostic, SourcePos } from "./diagnostic.ts";

/** By code unit: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function comparePos(a: SourcePos, b: SourcePos): number {
  return compareText(a.file, b.file) || a.line - b.line || a.col - b.col;
}

/** By file, line and column; at one place, errors before warnings. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) =>
      comparePos(a.at, b.at) ||
      compareText(a.severity, b.severity) ||
      compareText(a.code, b.code) ||
      compareText(a.message, b.message),
  );
}

/** Each place once, in order. */
export function uniquePositions(positions: readonly SourcePos[]): SourcePos[] {
  return [...positions].sort(comparePos).filter((at, i, all) => {
    const before = all[i - 1];
    return before === undefined || comparePos(before, at) !== 0;
  });
}

export function uniqueSorted(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort(compareText);
}

import { type Line, partsOf, widthOf } from "./text.ts";

/** Columns two spaces apart under a dim head; the last column is not padded. */
export function table(head: readonly string[], rows: readonly (readonly Line[])[]): Line[] {
  const all: (readonly Line[])[] = [head.map((text) => ({ text, style: "dim" })), ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => widthOf(row[column] ?? ""))));
  return all.map((row) =>
    row.flatMap((cell, column) => {
      const last = column === row.length - 1;
      const gap = last ? 0 : (widths[column] ?? 0) - widthOf(cell) + 2;
      return [...partsOf(cell), " ".repeat(gap)];
    }),
  );
}

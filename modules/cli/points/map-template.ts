import { printable } from "../../core/printable.ts";
import type { IdMap, Untranslated } from "../../protectors/protector.ts";

/** A file for `--map`: what is mapped already, and below it a line to fill in for each value that is missing. */
export function mapTemplate(title: string, map: IdMap, missing: readonly Untranslated[]): string {
  const reasons = new Map<string, string[]>();
  for (const { path, value, reason } of missing) {
    const known = reasons.get(value) ?? [];
    reasons.set(value, [...known, `${path}: ${reason}`]);
  }
  const entry = (from: string, to: string): string => `  ${JSON.stringify(from)}: ${JSON.stringify(to)}`;
  const lines = [
    `# ${printable(title)}`,
    "version: 1",
    "map:",
    ...Object.entries(map).map(([from, to]) => entry(from, to)),
    ...[...reasons].flatMap(([value, why]) => [
      ...why.map((text) => `  # ${printable(text)}`),
      entry(value, ""),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

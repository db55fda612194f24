import { printable } from "../../core/printable.ts";
import { byValue } from "../../protectors/kit/untranslated.ts";
import type { IdMap } from "../../protectors/protector.ts";
import type { Untranslated } from "../../protectors/untranslated.ts";

/** A file for `--map`: what is mapped already, and below it a line to fill in for each value that is missing. */
export function mapTemplate(title: string, map: IdMap, missing: readonly Untranslated[]): string {
  const reasons = new Map<string, string[]>();
  for (const { value, reason, where } of byValue(missing))
    reasons.set(value, [
      ...(reasons.get(value) ?? []),
      `${where}: ${reason.replaceAll(/\s*[\r\n]\s*/g, " ")}`,
    ]);
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

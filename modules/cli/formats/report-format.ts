import type { Diagnostic } from "../../core/diagnostic.ts";
import type { FailureDocument } from "../terminal/exit.ts";
import { jsonText } from "../terminal/output.ts";
import { githubCommand, githubCommands } from "./diagnostics-github.ts";
import { sarifLog } from "./diagnostics-sarif.ts";

/** For whom a command writes: a person, a program, a code scanner, the log of a GitHub workflow. */
export const REPORT_FORMATS = ["human", "json", "sarif", "github"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** The document of a format that has diagnostics and nothing else. */
export function diagnosticsText(format: "sarif" | "github", diagnostics: readonly Diagnostic[]): string {
  return format === "sarif" ? jsonText(sarifLog(diagnostics)) : githubCommands(diagnostics);
}

/** What stdout says of a command that failed: in each machine format a whole document. */
export function failureReport(format: ReportFormat, document: FailureDocument): string {
  const { diagnostics = [], ...failure } = document.error;
  switch (format) {
    case "human":
      return "";
    case "json":
      return jsonText(document);
    case "sarif":
      return jsonText(sarifLog(diagnostics, failure));
    case "github": {
      const { message, hint } = failure;
      return githubCommands(diagnostics) + githubCommand("error", { title: "zonekeep" }, message, hint);
    }
  }
}

/** From the words themselves: a command line that is refused has no options yet. */
export function wantedFormat(args: readonly string[]): ReportFormat {
  const end = args.indexOf("--");
  const words = args.slice(0, end < 0 ? args.length : end);
  if (words.includes("--json")) return "json";
  const named = words.flatMap((word, index) => {
    if (word === "--format") return words.slice(index + 1, index + 2);
    return word.startsWith("--format=") ? [word.slice("--format=".length)] : [];
  });
  return REPORT_FORMATS.find((format) => format === named.at(-1)) ?? "human";
}

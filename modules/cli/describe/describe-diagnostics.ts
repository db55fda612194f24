import { type Diagnostic, formatPos, type PolicyError } from "../../core/diagnostic.ts";
import type { Line } from "../terminal/text.ts";
import { count } from "../terminal/words.ts";
import { quote, type ReadLines, sourceReader } from "./source-lines.ts";

/** Every diagnostic with its source line and a caret under the place, and at the end how many there are. Nothing for none. */
export function describeDiagnostics(
  diagnostics: readonly Diagnostic[],
  cwd: string,
  source: PolicyError["source"] = "shown",
): Line[] {
  const read = source === "shown" ? sourceReader(cwd) : () => [];
  const totals = (["error", "warning"] as const).flatMap((severity) => {
    const many = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return many === 0 ? [] : [count(many, severity === "error" ? "mistake" : "warning")];
  });
  return [
    ...diagnostics.flatMap((diagnostic) => describe(diagnostic, read)),
    ...(diagnostics.length === 0 ? [] : [totals.join(", ")]),
  ];
}

function describe({ at, severity, code, message, hint }: Diagnostic, read: ReadLines): Line[] {
  const style = severity === "error" ? "red" : "yellow";
  return [
    [{ text: `${formatPos(at)}: `, style: "bold" }, { text: `${severity}[${code}]`, style }, ` ${message}`],
    ...quote(at, read, style),
    ...(hint === undefined ? [] : [`  help: ${hint}`]),
  ];
}

import { type Diagnostic, formatPos } from "../../core/diagnostic.ts";
import { printable } from "../../core/printable.ts";

/**
 * Diagnostics as workflow commands, one a line, by which GitHub marks the lines of a pull request; nothing for none.
 * The message repeats the place, because the log of a run shows the message alone and only the first few commands
 * of a step are marked.
 * @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#setting-an-error-message
 */
export function githubCommands(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map(({ severity, code, message, hint, at }) => {
      const { file, line, col } = at;
      const properties = { file, line: String(line), col: String(col), title: `zonekeep ${code}` };
      return githubCommand(severity, properties, `${formatPos(at)}: ${message}`, hint);
    })
    .join("");
}

/** One command, whatever its texts hold: nothing in them ends the line, the list of properties or a property. */
export function githubCommand(
  severity: Diagnostic["severity"],
  properties: Readonly<Record<string, string>>,
  message: string,
  hint?: string,
): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(printable(value))}`);
  const lines = hint === undefined ? [message] : [message, `help: ${hint}`];
  return `::${severity} ${list.join(",")}::${escapeData(lines.map(printable).join("\n"))}\n`;
}

/** As @actions/core escapes the text after the second `::`. */
function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** As @actions/core escapes a property's value. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

import manifest from "../../../package.json" with { type: "json" };
import type { Diagnostic, DiagnosticCode } from "../../core/diagnostic.ts";
import { printable } from "../../core/printable.ts";
import { uniqueSorted } from "../../core/source-order.ts";
import { EXIT, type ExitCode } from "../terminal/exit.ts";
import meanings from "./diagnostic-meanings.json" with { type: "json" };

/** Why there are no diagnostics to tell, or not all. */
export interface SarifFailure {
  readonly message: string;
  readonly hint?: string;
  readonly code: ExitCode;
}

/**
 * Diagnostics as a SARIF 2.1.0 log of one run, with a rule for each code among them. Paths are relative to the
 * root of the sources.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifLog(diagnostics: readonly Diagnostic[], failure?: SarifFailure): object {
  const codes = uniqueSorted(diagnostics.map(({ code }) => code)) as DiagnosticCode[];
  const wrong = diagnostics.some(({ severity }) => severity === "error");
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: manifest.name, version: manifest.version, rules: codes.map(rule) } },
        invocations: [
          failure === undefined
            ? { executionSuccessful: true, exitCode: wrong ? EXIT.bad : EXIT.done }
            : { executionSuccessful: false, exitCode: failure.code, ...notification(failure) },
        ],
        columnKind: "utf16CodeUnits",
        results: diagnostics.map((diagnostic) => result(diagnostic, codes)),
      },
    ],
  };
}

/** In the words of docs/diagnostics.md, from which a test writes diagnostic-meanings.json. */
function rule(code: DiagnosticCode): object {
  const { means, remedy } = meanings[code];
  const plain = (markdown: string): string => markdown.replaceAll("`", "");
  const more = `docs/diagnostics.md of ${manifest.name} lists every code`;
  return {
    id: code,
    shortDescription: { text: plain(means) },
    fullDescription: { text: plain(means) },
    help: { text: `${plain(remedy)}; ${more}`, markdown: `${remedy}; ${more}` },
  };
}

function result({ severity, code, message, hint, at }: Diagnostic, codes: readonly DiagnosticCode[]): object {
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: messageText(message, hint) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(at.file), uriBaseId: "%SRCROOT%" },
          region: { startLine: at.line, startColumn: at.col },
        },
      },
    ],
  };
}

function notification({ message, hint }: SarifFailure): object {
  return {
    toolExecutionNotifications: [{ level: "error", message: { text: messageText(message, hint) } }],
  };
}

/** Plain text in which no viewer finds a link or a placeholder (sections 3.11.5 and 3.11.6). */
function messageText(message: string, hint?: string): string {
  const lines = hint === undefined ? [message] : [message, `help: ${hint}`];
  return lines
    .map((line) =>
      printable(line)
        .replaceAll("](", "] (")
        .replaceAll(/\{(\d+)\}/g, "{{$1}}"),
    )
    .join("\n");
}

/** A relative reference: encoding every colon keeps a path from reading as a scheme. */
function uriOf(path: string): string {
  return printable(path).split("/").map(encodeURIComponent).join("/");
}

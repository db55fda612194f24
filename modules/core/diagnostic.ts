import { printable } from "./printable.ts";

/** A place in a file a person can open. Line and column count from 1. */
export interface SourcePos {
  readonly file: string;
  readonly line: number;
  readonly col: number;
}

/** `policies/orders.yaml:9:16`, which editors and terminals open. */
export function formatPos({ file, line, col }: SourcePos): string {
  return `${file}:${line}:${col}`;
}

/** Stable names of the things a person may have to change; each has an entry in docs/diagnostics.md. */
export type DiagnosticCode =
  | "FILE" // missing, unreadable or too large
  | "YAML" // does not parse, duplicate key, too many aliases
  | "UNKNOWN_KEY"
  | "MISSING"
  | "TYPE"
  | "VALUE" // right type, but not one of the values allowed
  | "NAME" // a name the provider refuses
  | "DUPLICATE" // two policies of one name
  | "SITE" // a region or zone that is not in the estate
  | "PROFILE" // extends a profile that is not there, or itself
  | "SCHEDULE" // a time, zone, window or pause that cannot be
  | "RETENTION" // a copy shorter than its source, cold storage left too early
  | "COPY" // a copy that cannot exist: to itself, to a zone, across partitions
  | "RESIDENCY" // a site or copy outside of where data must stay
  | "LIMIT" // beyond a limit of the provider, or our own
  | "OBJECTIVE" // promised, and not proven by the rest of the policy
  | "BUDGET" // more reads or more money than allowed
  | "MEANING" // understood, and read otherwise by AWS Backup or AWS's own cron
  | "SCOPE" // policies that keep different much of the same functions
  | "EVENTS" // records or events that are asked for and kept by nobody
  | "UNSUPPORTED" // in the language, not offered by the provider's capabilities yet
  | "ESTATE" // estate.yaml or the zone lock contradicts itself
  | "PRIVILEGE" // more may do more than it has to
  | "WATCH"; // nobody would tell

/** One thing a person has to change. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly code: DiagnosticCode;
  /** What is wrong, with the value that was written. Lower case, no full stop. */
  readonly message: string;
  /** What to write instead. */
  readonly hint?: string;
  readonly at: SourcePos;
}

/** What makes a plan impossible. Whatever was written stands in it as it can be shown. */
export function error(code: DiagnosticCode, at: SourcePos, message: string, hint: string): Diagnostic {
  return { severity: "error", code, message: printable(message), hint: printable(hint), at };
}

/** What a person should know although nothing is wrong. */
export function warning(code: DiagnosticCode, at: SourcePos, message: string, hint: string): Diagnostic {
  return { severity: "warning", code, message: printable(message), hint: printable(hint), at };
}

/** `policies/orders.yaml:9:16: error[SITE] ...`, the form that editors and CI make clickable. */
export function formatDiagnostic({ at, severity, code, message, hint }: Diagnostic): string {
  const head = `${formatPos(at)}: ${severity}[${code}] ${message}`;
  return hint === undefined ? head : `${head}\n  help: ${hint}`;
}

/** Thrown once, at the edge, with everything that was found: never one mistake at a time. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
  constructor(
    readonly diagnostics: readonly Diagnostic[],
    /** Whether the lines that they are about may be shown: not where a file may hold secrets. */
    readonly source: "shown" | "secret" = "shown",
  ) {
    super(diagnostics.map(formatDiagnostic).join("\n"));
  }
}

import { CommanderError } from "commander";
import { PolicyError } from "../core/diagnostic.ts";
import { explainAwsError } from "./aws-error.ts";
import { describeDiagnostics } from "./describe-diagnostics.ts";
import type { Io } from "./io.ts";
import type { Line } from "./text.ts";

/** What a pipeline can tell apart. */
export const EXIT = {
  done: 0,
  /** The input or the result is bad. */
  bad: 1,
  /** The command line itself, or a tool that is not there. */
  usage: 2,
  /** Some of it was done; what was not is named. */
  partial: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Something a command found wrong, in words for the person who typed it. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  constructor(
    message: string,
    readonly code: Exclude<ExitCode, 0>,
    /** What to do instead. */
    readonly hint?: string,
  ) {
    super(message);
  }
}

export interface Failure {
  readonly code: ExitCode;
  readonly lines: readonly Line[];
}

/** The one place where an error becomes an exit code and the lines a person reads. */
export function explainFailure(error: unknown, io: Pick<Io, "env" | "cwd">): Failure {
  if (error instanceof CommanderError) {
    // Commander has printed it already; help and version that were asked for end with 0.
    return { code: error.exitCode === 0 ? EXIT.done : EXIT.usage, lines: [] };
  }
  const { code, lines } = explain(error, io);
  const debug =
    io.env.ZONEKEEP_DEBUG === "1" && error instanceof Error ? (error.stack ?? "").split("\n") : [];
  return { code, lines: [...lines, ...debug] };
}

function explain(error: unknown, io: Pick<Io, "env" | "cwd">): Failure {
  if (error instanceof PolicyError) {
    return { code: EXIT.bad, lines: describeDiagnostics(error.diagnostics, io.cwd) };
  }
  if (error instanceof CommandError) return { code: error.code, lines: sentence(error.message, error.hint) };
  const aws = explainAwsError(error, io.env);
  if (aws !== undefined) return { code: EXIT.bad, lines: sentence(aws.message, aws.hint) };
  const { name, message } = error instanceof Error ? error : { name: "", message: String(error) };
  return { code: name === "MissingTool" ? EXIT.usage : EXIT.bad, lines: sentence(message) };
}

function sentence(message: string, hint?: string): Line[] {
  const [first = "", ...rest] = message.split("\n");
  const help = hint === undefined ? [] : [`  help: ${hint}`];
  return [[{ text: "error:", style: "red" }, ` ${first}`], ...rest, ...help];
}

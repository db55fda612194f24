import { CommanderError } from "commander";
import { MissingTool } from "../../../sandbox/missing-tool.ts";
import { type Diagnostic, PolicyError } from "../../core/diagnostic.ts";
import { failedCallOf } from "../../core/failed-call.ts";
import { type Explained, explainError } from "../aws/aws-error.ts";
import { describeDiagnostics } from "../describe/describe-diagnostics.ts";
import type { Io } from "./io.ts";
import { isSystemError, reasonOf, wayOutOf } from "./system-error.ts";
import type { Line } from "./text.ts";
import { count } from "./words.ts";

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

/** A failure for a program: what `--json` prints in place of a result. */
export interface FailureDocument {
  readonly error: {
    readonly message: string;
    readonly hint?: string;
    readonly code: ExitCode;
    readonly diagnostics?: readonly Diagnostic[];
  };
}

export interface Failure {
  readonly code: ExitCode;
  /** For a person. */
  readonly lines: readonly Line[];
  /** Absent when help or version was asked for: then nothing failed. */
  readonly document?: FailureDocument;
}

/** The one place where an error becomes an exit code, the lines a person reads and the document a program reads. */
export function explainFailure(error: unknown, io: Pick<Io, "env" | "cwd">): Failure {
  if (error instanceof CommanderError) return explainUsage(error);
  if (error instanceof PolicyError) {
    const { diagnostics, source } = error;
    const lines = describeDiagnostics(diagnostics, io.cwd, source);
    const message = count(diagnostics.length, "mistake");
    return {
      code: EXIT.bad,
      lines: [...lines, ...trace(error, io)],
      document: { error: { message, code: EXIT.bad, diagnostics } },
    };
  }
  const { code, message, hint } = explain(error, io);
  return {
    code,
    lines: [...sentence(message, hint), ...trace(error, io)],
    document: { error: { message, ...(hint !== undefined && { hint }), code } },
  };
}

/** Commander has told the person already; help and version that were asked for end with 0. */
function explainUsage({ code, exitCode, message }: CommanderError): Failure {
  if (exitCode === 0) return { code: EXIT.done, lines: [] };
  const isStrange = code === "commander.unknownCommand" && !message.includes("Did you mean");
  const hint = isStrange ? { hint: "npx zonekeep --help shows the commands" } : {};
  const error = { message: message.replace(/^error: /, ""), ...hint, code: EXIT.usage };
  return { code: EXIT.usage, lines: isStrange ? [`  help: ${hint.hint}`] : [], document: { error } };
}

function explain(error: unknown, { env }: Pick<Io, "env">): Explained & { readonly code: ExitCode } {
  if (error instanceof CommandError) {
    const { code, message, hint } = error;
    return { code, message, ...(hint !== undefined && { hint }) };
  }
  const code = error instanceof MissingTool ? EXIT.usage : EXIT.bad;
  if (isSystemError(error)) {
    const hint = wayOutOf(error);
    const message = `${error.path ?? `cannot ${error.syscall}`}: ${reasonOf(error)}`;
    return { code, message, ...(hint !== undefined && { hint }) };
  }
  const explained = explainError(error, env);
  if (!isSlip(error) || failedCallOf(error) !== undefined) return { code, ...explained };
  return { code, message: `zonekeep itself failed: ${explained.message}`, hint: REPORT };
}

const REPORT = "ZONEKEEP_DEBUG=1 shows where; please report it";

/** What only a mistake of a programmer throws. */
function isSlip(error: unknown): boolean {
  return error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
}

/** Told when the answer of a command was lost on its way out: what it did is done. */
export function lostAnswer(error: Error, ended: ExitCode): Line[] {
  const answer = `the command itself ended with exit status ${ended}; what it did is done`;
  return sentence(`cannot write the answer: ${reasonOf(error)}`, answer);
}

function trace(error: unknown, { env }: Pick<Io, "env">): readonly string[] {
  return env.ZONEKEEP_DEBUG === "1" && error instanceof Error ? (error.stack ?? "").split("\n") : [];
}

function sentence(message: string, hint?: string): Line[] {
  const [first = "", ...rest] = message.split("\n");
  const help = hint === undefined ? [] : [`  help: ${hint}`];
  return [[{ text: "error:", style: "red" }, ` ${first}`], ...rest, ...help];
}

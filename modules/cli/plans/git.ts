import { spawnSync } from "node:child_process";
import { CommandError, EXIT } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";

/** Bytes of one answer: the names of a large repository, or all of its policies. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Where git runs, and with what environment. */
export type Where = Pick<Io, "cwd" | "env">;

/** Milliseconds: a partial clone may fetch what it lacks. */
const LONGEST = 120_000;

export interface Answer {
  readonly ok: boolean;
  readonly stdout: Buffer;
  /** The first line of what it complained of. */
  readonly complaint: string;
}

export class NoGitError extends CommandError {
  constructor() {
    super("there is no git to read a revision with", EXIT.usage, "install git, or name a file");
  }
}

/**
 * Runs git, without a shell; what it is told is never taken for a pattern.
 * @throws NoGitError; CommandError when it answers with more than 256 MiB or not within two minutes
 */
export function git({ cwd, env }: Where, args: readonly string[], input = ""): Answer {
  const { status, stdout, stderr, error } = spawnSync("git", ["--literal-pathspecs", ...args], {
    cwd,
    input,
    // Its complaints are shown, in the language of ours; and nobody is there to answer its questions.
    env: { ...env, LC_ALL: "C", GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0" },
    maxBuffer: MAX_BYTES,
    timeout: LONGEST,
  });
  if (error !== undefined) throw failure(error);
  const [complaint = ""] = stderr.toString("utf8").trim().split("\n");
  return { ok: status === 0, stdout, complaint: complaint.replace(/^(fatal|error): /, "") };
}

/** @throws CommandError with what git complained of */
export function requireAnswer({ ok, stdout, complaint }: Answer): Buffer {
  if (!ok) throw new CommandError(`git: ${complaint}`, EXIT.bad);
  return stdout;
}

function failure(error: NodeJS.ErrnoException): CommandError {
  if (error.code === "ETIMEDOUT")
    return new CommandError(`git did not answer within ${LONGEST / 1000} s`, EXIT.bad, "name a file instead");
  if (error.code === "ENOENT") return new NoGitError();
  return new CommandError(`git failed: ${error.message}`, EXIT.bad);
}

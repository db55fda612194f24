import type { Command } from "commander";
import type { ExitCode } from "./exit.ts";
import type { Io } from "./io.ts";
import { parsePath, parsePaths } from "./parse-argument.ts";

/** One command: its arguments and options, and what it does with them. */
export interface CommandFile {
  /** `done` tells how it ended; a command that throws instead is explained by exit.ts. */
  readonly define: (command: Command, io: Io, done: (code: ExitCode) => void) => void;
}

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: true;
}

/** Options of the commands that need to know the estate. */
export interface EstateOptions extends CommonOptions {
  readonly policies: string;
}

export function withJson(command: Command): Command {
  return command.option("--json", "print the result as JSON");
}

export function withEstate(command: Command): Command {
  return withJson(command).option(
    "--policies <path>",
    "file or folder of the policies and the estate",
    parsePath,
    "policies",
  );
}

/** Options of the commands that take the files themselves, and by the name that the others have for them, too. */
export interface PathsOptions {
  readonly policies?: readonly string[];
}

export function withPaths(command: Command): Command {
  return command
    .argument("[paths...]", "files or folders; policies/ when none is given", parsePaths)
    .option("--policies <path>", "the same, as other commands call it; repeatable", parsePaths);
}

/** What is read, in whichever way it was named. */
export function pathsOf(paths: readonly string[], { policies = [] }: PathsOptions): readonly string[] {
  return [...paths, ...policies];
}

/** Shown under the options by `--help`. */
export function example(command: Command, ...lines: readonly string[]): Command {
  return command.addHelpText("after", `\nExample:\n${lines.map((line) => `  ${line}`).join("\n")}`);
}

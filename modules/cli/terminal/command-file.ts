import { type Command, Option } from "commander";
import type { ExitCode } from "./exit.ts";
import type { Io } from "./io.ts";
import { parsePath } from "./parse-argument.ts";

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

/** Of commands to which a file tells all of it: whoever gives every command the estate is not refused. */
export function withoutEstate(command: Command): Command {
  return withJson(command).addOption(
    new Option("--policies <path>", "not read: the result tells all that this command needs").hideHelp(),
  );
}

/** Shown under the options by `--help`. */
export function example(command: Command, ...lines: readonly string[]): Command {
  return command.addHelpText("after", `\nExample:\n${lines.map((line) => `  ${line}`).join("\n")}`);
}

import { type Command, Option } from "commander";
import type { PlanReport } from "../report/report.ts";
import type { CommonOptions } from "../terminal/command-file.ts";
import type { Io } from "../terminal/io.ts";
import { parsePath } from "../terminal/parse-argument.ts";
import { targetFile } from "../terminal/target-file.ts";

const FORMATS = ["table", "json", "markdown", "html"] as const;
export type PlanFormat = (typeof FORMATS)[number];

export interface FormatOptions extends CommonOptions {
  readonly format?: PlanFormat;
  readonly output?: string;
  readonly affected?: true;
  readonly next?: number;
}

export function withFormat(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--format <format>",
        "table, if not said; json; markdown, for a pull request; html, a page with a drawing",
      ).choices(FORMATS),
    )
    .option("--output <file>", "write to a file, which is replaced, instead of stdout", parsePath);
}

/** Ends the command where options contradict each other. */
export function formatOf(command: Command, { json, format, affected, next }: FormatOptions): PlanFormat {
  if (json === true && format !== undefined && format !== "json")
    command.error(`error: --json contradicts --format ${format}`);
  const chosen = json === true ? "json" : (format ?? "table");
  const [alone] = [affected && "--affected", next && "--next"].filter((option) => option !== undefined);
  if (alone !== undefined && (chosen === "markdown" || chosen === "html"))
    command.error(`error: ${alone} contradicts --format ${chosen}`);
  return chosen;
}

/** What writes a report of this format; nothing for the two that a command writes itself. */
export async function reportWriter(
  format: PlanFormat,
): Promise<((report: PlanReport) => string) | undefined> {
  if (format === "markdown") return (await import("../report/markdown.ts")).planMarkdown;
  if (format !== "html") return undefined;
  const [{ planPage }, { readPageFiles }] = await Promise.all([
    import("../report/page.ts"),
    import("../report/page-files.ts"),
  ]);
  return (report) => planPage(report, readPageFiles());
}

/**
 * Runs a command with its result going to a file, where one is named, and gives what it gives. Nothing is written
 * when it throws.
 * @throws CommandError when the file cannot be written
 */
export async function writingTo<T>(
  file: string | undefined,
  io: Io,
  run: (io: Io) => Promise<T>,
): Promise<T> {
  if (file === undefined) return run(io);
  const target = await targetFile(io.cwd, file);
  const written: string[] = [];
  const stdout = (text: string): void => {
    written.push(text);
  };
  const answer = await run({ ...io, stdout, isTTY: { ...io.isTTY, stdout: false } });
  await target.write(written.join(""));
  return answer;
}

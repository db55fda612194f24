import { Command } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { cut } from "../core/printable.ts";
import { failureReport, wantedFormat } from "./formats/report-format.ts";
import type { CommandFile } from "./terminal/command-file.ts";
import { EXIT, type ExitCode, explainFailure } from "./terminal/exit.ts";
import { type Io, isInteractive } from "./terminal/io.ts";
import { CLEAR_LINE } from "./terminal/output.ts";
import { render } from "./terminal/text.ts";

/** Each command is loaded only when it is asked for, so that `validate` never pays for the SDK. */
const COMMANDS: Readonly<
  Record<string, { readonly summary: string; readonly load: () => Promise<CommandFile> }>
> = {
  validate: {
    summary: "look for mistakes in the policies",
    load: async () => (await import("./commands/validate.ts")).validate,
  },
  plan: {
    summary: "show what must exist, and which line asked for it",
    load: async () => (await import("./commands/plan.ts")).plan,
  },
  explain: {
    summary: "show each value of a policy or a unit, and the line it came from",
    load: async () => (await import("./commands/explain.ts")).explain,
  },
  "what-if": {
    summary: "show what is left when sites are lost",
    load: async () => (await import("./commands/what-if.ts")).whatIf,
  },
  coverage: {
    summary: "show what no policy protects",
    load: async () => (await import("./commands/coverage.ts")).coverage,
  },
  cost: {
    summary: "estimate what a month costs",
    load: async () => (await import("./commands/cost.ts")).cost,
  },
  backup: {
    summary: "run a policy now",
    load: async () => (await import("./commands/backup.ts")).backup,
  },
  list: {
    summary: "list recovery points",
    load: async () => (await import("./commands/list.ts")).list,
  },
  graph: {
    summary: "show what brings events to a function, through the chain",
    load: async () => (await import("./commands/graph.ts")).graph,
  },
  history: {
    summary: "show every point of a thing, with what changed",
    load: async () => (await import("./commands/history.ts")).history,
  },
  diff: {
    summary: "show what differs between two points of a thing",
    load: async () => (await import("./commands/diff.ts")).diff,
  },
  verify: {
    summary: "read every byte of recovery points and compare",
    load: async () => (await import("./commands/verify.ts")).verify,
  },
  repair: {
    summary: "put good versions on top again of what lies over them",
    load: async () => (await import("./commands/repair.ts")).repair,
  },
  restore: {
    summary: "bring a function back, in its own or another region",
    load: async () => (await import("./commands/restore.ts")).restore,
  },
  arm: {
    summary: "enable the triggers that a restore left disabled",
    load: async () => (await import("./commands/arm.ts")).arm,
  },
  disarm: {
    summary: "take back what arm did",
    load: async () => (await import("./commands/disarm.ts")).disarm,
  },
  drain: {
    summary: "move what waits in a queue into the store",
    load: async () => (await import("./commands/drain.ts")).drain,
  },
  archive: {
    summary: "keep the records of a stream, or the events of an archive, in the store",
    load: async () => (await import("./commands/archive.ts")).archive,
  },
  replay: {
    summary: "send again what a drain or an archive took",
    load: async () => (await import("./commands/replay.ts")).replay,
  },
  pin: {
    summary: "pin the keys that sign runs",
    load: async () => (await import("./commands/pin.ts")).pin,
  },
  zones: {
    summary: "compare the zone lock with what AWS lists, and refresh it",
    load: async () => (await import("./commands/zones.ts")).zones,
  },
  sandbox: {
    summary: "start or stop an AWS of your own on this machine",
    load: async () => (await import("./commands/sandbox.ts")).sandbox,
  },
};

const OVERVIEW = `
Reads policies/ of this folder. Every command has --json, and --help with an example.
Exit codes: 0 done, 1 the input or the result is bad, 2 usage or a missing tool, 3 partial.
ZONEKEEP_DEBUG=1 in the environment adds to an error where it was thrown.`;

/** Runs one command line, without the program's name, to its end. Never throws. */
export async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  let answered = false;
  const stdout = (text: string): void => {
    answered = true;
    io.stdout(text);
  };
  try {
    const program = await buildProgram(args, { ...io, stdout }, (ended) => {
      code = ended;
    });
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    const failure = explainFailure(error, io);
    const colour = isInteractive(io, "stderr");
    if (colour && failure.lines.length > 0) io.stderr(CLEAR_LINE);
    for (const line of failure.lines) io.stderr(`${render(line, colour).trimEnd()}\n`);
    // Never a second document: a command that did some of its work has told both.
    if (failure.document !== undefined && !answered)
      io.stdout(failureReport(wantedFormat(args), failure.document));
    return failure.code;
  }
}

/** What was typed may come from somewhere else, and be of any length. */
function withoutTricks(text: string): string {
  const lines = text.split("\n").map((line) => (line.length > LONGEST ? cut(line, LONGEST) : line));
  return lines.map((line) => render(line, false)).join("\n");
}

/** Characters of a line. */
const LONGEST = 600;

async function buildProgram(
  args: readonly string[],
  io: Io,
  done: (code: ExitCode) => void,
): Promise<Command> {
  const program = new Command("zonekeep")
    .description("Backup automation for AWS Lambda functions and their triggers.")
    .version(manifest.version)
    .usage("COMMAND [options]")
    .exitOverride()
    .configureOutput({ writeOut: io.stdout, writeErr: (text) => io.stderr(withoutTricks(text)) })
    .addHelpText("after", OVERVIEW);
  const words = args.filter((arg) => !arg.startsWith("-"));
  const chosen = words[0] === "help" ? words[1] : words[0];
  for (const [name, { summary, load }] of Object.entries(COMMANDS)) {
    const command = program.command(name).summary(summary);
    if (name === chosen) (await load()).define(command, io, done);
  }
  // Set last, since commands inherit what is set before them; --help and --version go without saying.
  return program.configureHelp({ visibleOptions: () => [] });
}

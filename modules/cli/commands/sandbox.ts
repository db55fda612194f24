import { sandboxEnvironment } from "../../../sandbox/environment.ts";
import type { Resident } from "../../../sandbox/resident-file.ts";
import { down, running, up } from "../../../sandbox/up.ts";
import { type CommandFile, type CommonOptions, example, withJson } from "../terminal/command-file.ts";
import { EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput } from "../terminal/output.ts";
import type { Line } from "../terminal/text.ts";
import { age } from "../terminal/words.ts";

interface UpOptions extends CommonOptions {
  readonly region: string;
  readonly env?: true;
}

/** An AWS of one's own on this machine, one for each working folder. */
export const sandbox: CommandFile = {
  define(command, io, done) {
    command.description(
      "Starts or stops an AWS of your own on this machine. Needs Python 3; each folder has its own.",
    );
    const start = command
      .command("up")
      .description("Starts it, or finds the one that runs for this folder, and says how to use it.")
      .option("--env", "print only the lines that point a shell at it")
      .option("--region <region>", "region of that shell", "us-east-1")
      .action(async (options: UpOptions) => done(await startIt(options, io)));
    const stop = command
      .command("down")
      .description(
        "Ends the one that runs for this folder; what was in it is gone. Exit code 0 also when none runs.",
      )
      .action(async (options: CommonOptions) => done(await stopIt(options, io)));
    const status = command
      .command("status")
      .description("Says whether one runs for this folder. Exit code 1 when none does.")
      .action(async (options: CommonOptions) => done(await tell(options, io)));
    for (const each of [start, stop, status]) withJson(each);
    example(command, 'eval "$(npx zonekeep sandbox up --env)"', "npx zonekeep sandbox down");
  },
};

async function startIt({ json, env, region }: UpOptions, io: Io): Promise<ExitCode> {
  const output = createOutput(io, { json: json === true });
  output.status("starting; the first time installs moto");
  const resident = await up({ dir: io.cwd });
  const variables = sandboxEnvironment(resident.endpoint, region);
  output.result({ ...resident, env: variables }, () => {
    // Empty is absent for the SDKs, but the AWS CLI takes an empty profile for one that is missing.
    const exports = Object.entries(variables).map(([name, value]) =>
      value === "" ? `unset ${name}` : `export ${name}=${quoted(value)}`,
    );
    if (env === true) return exports;
    return [
      ...describe(resident, io),
      "",
      "point this shell at it:",
      '  eval "$(npx zonekeep sandbox up --env)"',
    ];
  });
  return EXIT.done;
}

async function stopIt({ json }: CommonOptions, io: Io): Promise<ExitCode> {
  const stopped = await down({ dir: io.cwd });
  createOutput(io, { json: json === true }).result({ stopped }, () => [
    stopped ? "the sandbox of this folder has ended" : "no sandbox runs for this folder",
  ]);
  return EXIT.done;
}

async function tell({ json }: CommonOptions, io: Io): Promise<ExitCode> {
  const resident = await running({ dir: io.cwd });
  createOutput(io, { json: json === true }).result({ running: resident !== undefined, ...resident }, () =>
    resident === undefined ? ["no sandbox runs for this folder"] : describe(resident, io),
  );
  return resident === undefined ? EXIT.bad : EXIT.done;
}

function describe({ endpoint, pid, started }: Resident, io: Io): Line[] {
  return [`the sandbox of this folder runs at ${endpoint} since ${age(started, io.now())} (process ${pid})`];
}

/** For any POSIX shell: nothing inside single quotes has a meaning. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}

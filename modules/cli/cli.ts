#!/usr/bin/env node
import { run } from "./run.ts";
import { CommandError, EXIT, explainFailure, lostAnswer } from "./terminal/exit.ts";
import { interruptsOf } from "./terminal/interrupts.ts";
import { sinkOf } from "./terminal/sink.ts";
import { type Line, render } from "./terminal/text.ts";

const [stdout, stderr] = [sinkOf(process.stdout), sinkOf(process.stderr)];

function tell(lines: readonly Line[]): void {
  for (const line of lines) stderr.write(`${render(line, false).trimEnd()}\n`);
}

/** Whatever else goes wrong is told in a sentence too. Nobody knows what state it left, so nothing goes on. */
function fail(error: unknown): never {
  tell(explainFailure(error, { env: process.env, cwd: "/" }).lines);
  process.exit(EXIT.bad);
}

function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    throw new CommandError("the working folder is gone", EXIT.bad, "cd to a folder that is there");
  }
}

process.on("uncaughtException", fail);
process.on("unhandledRejection", fail);

const code = await run(process.argv.slice(2), {
  stdout: stdout.write,
  stderr: stderr.write,
  drained: stdout.drained,
  whenInterrupted: interruptsOf(process, stderr.write),
  env: process.env,
  cwd: workingFolder(),
  now: () => new Date(),
  isTTY: { stdout: process.stdout.isTTY === true, stderr: process.stderr.isTTY === true },
});
// A stream tells of what it could not write after the call that wrote it.
await new Promise(setImmediate);
const lost = stdout.failure();
if (lost !== undefined) tell(lostAnswer(lost, code));
process.exitCode = lost === undefined || code === EXIT.usage ? code : EXIT.bad;

/** A call that nobody waits for any more may never be answered: it keeps no command from ending, and text that is still to be read does. */
setInterval(() => {
  const isRead = [process.stdout, process.stderr].every(
    ({ destroyed, writableLength }) => destroyed || writableLength === 0,
  );
  if (isRead) process.exit();
}, 500).unref();

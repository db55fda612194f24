import { loadPlan } from "../../load/load-plan.ts";
import { type KeyChange, pinKeys } from "../../policy/signing/pin-key.ts";
import { formatSigningLock } from "../../policy/signing/read-signing-lock.ts";
import { awsClients } from "../aws/clients.ts";
import { askSigningKeys } from "../plans/ask-signing-keys.ts";
import { readSigningLockFile } from "../plans/signing-lock-file.ts";
import { type CommandFile, type EstateOptions, example, withEstate } from "../terminal/command-file.ts";
import { CommandError, EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput } from "../terminal/output.ts";
import { targetFile } from "../terminal/target-file.ts";
import type { Line } from "../terminal/text.ts";
import { count } from "../terminal/words.ts";

interface Options extends EstateOptions {
  readonly check?: true;
}

/** Writes the keys that sign the runs of each region where whoever writes a store cannot change them. */
export const pin: CommandFile = {
  define(command, io, done) {
    command
      .description(
        "Writes the public keys that sign runs into policies/signing.lock.json: commit it. Keys that were replaced stay.",
      )
      .option("--check", "write nothing; exit code 3 when a key is not pinned")
      .action(async (options: Options) => done(await run(options, io)));
    withEstate(command);
    example(command, "npx zonekeep pin", "npx zonekeep pin --check");
  },
};

async function run(options: Options, io: Io): Promise<ExitCode> {
  const output = createOutput(io, { json: options.json === true });
  const { plan } = await loadPlan({ cwd: io.cwd, paths: [options.policies] });
  const { path, keys: pinned } = readSigningLockFile(io.cwd, options.policies);
  output.status("asking AWS");
  const { seen, unanswered } = await askSigningKeys(plan, awsClients(io.env), io.env);
  const [first] = unanswered;
  if (seen.length === 0 && first !== undefined)
    throw new CommandError(`no region told its signing key: ${first.message}`, EXIT.bad, first.hint);
  for (const { region, message, hint } of unanswered) {
    output.note([{ text: "warning: ", style: "yellow" }, `the key of ${region} is not known: ${message}`]);
    if (hint !== undefined) output.note(`  help: ${hint}`);
  }
  const { keys, changes } = pinKeys(pinned, seen, io.now().toISOString());
  const writes = options.check !== true && changes.length > 0;
  if (writes) await (await targetFile(io.cwd, path)).write(formatSigningLock(keys));
  const isPinned = changes.length === 0 || writes;
  output.result({ ok: isPinned && unanswered.length === 0, file: path, changes, unanswered }, () => [
    ...changes.map(describe),
    changes.length === 0
      ? `${path} pins ${count(seen.length, "key")}, as ${seen.length === 1 ? "it is" : "they are"} in use`
      : writes
        ? `${path} written: commit it, and deploy`
        : `${count(changes.length, "key")} not pinned: npx zonekeep pin writes ${path}`,
  ]);
  return isPinned && unanswered.length === 0 ? EXIT.done : EXIT.partial;
}

function describe({ region, change, fingerprint, before }: KeyChange): Line {
  const was =
    before === undefined ? "" : `, was ${short(before)}: find out who replaced it, if it was none of you`;
  return [
    `${region} `,
    { text: change, style: before === undefined ? "green" : "yellow" },
    ` ${short(fingerprint)}${was}`,
  ];
}

/** Enough of a fingerprint to compare by eye. */
function short(fingerprint: string): string {
  return `sha256:${fingerprint.slice(0, 16)}...`;
}

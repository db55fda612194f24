import { loadPlan } from "../../load/load-plan.ts";
import { type KeyChange, pinKeys } from "../../policy/signing/pin-key.ts";
import { formatSigningLock } from "../../policy/signing/read-signing-lock.ts";
import { awsClients } from "../aws/clients.ts";
import { askSigningKeys, type UnaskedKey } from "../plans/ask-signing-keys.ts";
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
        "Writes the public keys that sign each region's runs into signing.lock.json beside the estate: commit it. Keys that were replaced stay.",
      )
      .option(
        "--check",
        "write nothing; exit code 3 when a key in use is not pinned, or a region cannot be asked",
      )
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
  if (seen.length === 0) throw nobodyTold(unanswered);
  for (const { region, message, hint } of unanswered) {
    output.note([
      { text: "warning: ", style: "yellow" },
      `${region} did not tell its signing key, so what is pinned for it stays: ${message}`,
    ]);
    if (hint !== undefined) output.note(`  help: ${hint}`);
  }
  const { keys, changes, contradicted } = pinKeys(pinned, seen, io.now().toISOString());
  if (contradicted.length > 0) throw contradiction(path, contradicted);
  const writes = options.check !== true && changes.length > 0;
  if (writes) await (await targetFile(io.cwd, path)).write(formatSigningLock(keys));
  const isPinned = changes.length === 0 || writes;
  const ok = isPinned && unanswered.length === 0;
  output.result({ ok, file: path, written: writes, changes, unanswered }, () => [
    ...changes.map(describe),
    changes.length === 0
      ? `${path} pins the ${count(seen.length, "key")} in use`
      : writes
        ? `${path} written: commit it, and deploy`
        : `${count(changes.length, "key")} not pinned: npx zonekeep pin writes ${path}`,
  ]);
  return ok ? EXIT.done : EXIT.partial;
}

/** Each region with what it said, so that one look tells whether nothing is deployed yet or nobody may ask. */
function nobodyTold(unanswered: readonly UnaskedKey[]): CommandError {
  if (unanswered.length === 0)
    return new CommandError(
      "no region of these policies runs anything, so none has a signing key",
      EXIT.bad,
      "the keys that are pinned stay; name other policies with --policies",
    );
  return new CommandError(
    [
      "no region told its signing key",
      ...unanswered.map(({ region, message }) => `${region}: ${message}`),
    ].join("\n  "),
    EXIT.bad,
    [...new Set(unanswered.flatMap(({ hint = [] }) => hint))].join("; ") || undefined,
  );
}

/** KMS never gives a key another public half: either the file was edited, or somebody else answered. */
function contradiction(path: string, keys: readonly KeyChange[]): CommandError {
  const each = keys.map(
    ({ region, fingerprint, before = "" }) =>
      `${region}: AWS says ${short(fingerprint)}, ${path} has ${short(before)} for the same key`,
  );
  return new CommandError(
    ["a key never gets another public half, so nothing was written", ...each].join("\n  "),
    EXIT.bad,
    `git log -p ${path} says who changed it; a proxy or an endpoint of your own may have answered for AWS`,
  );
}

function describe({ region, change, fingerprint, before }: KeyChange): Line {
  const was =
    before === undefined
      ? ""
      : `, was ${short(before)}, which stays for what it signed: if none of you replaced it, find out who did before you commit this`;
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

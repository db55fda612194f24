import { Option } from "commander";
import { uniqueSorted } from "../../core/source-order.ts";
import { loadPlan } from "../../load/load-plan.ts";
import { stillRotating } from "../../policy/signing/generations.ts";
import { type KeyChange, pinKeys } from "../../policy/signing/pin-key.ts";
import { formatSigningLock } from "../../policy/signing/read-signing-lock.ts";
import { awsClients, ownRole } from "../aws/clients.ts";
import { askSigningKeys, type Unasked } from "../plans/ask-signing-keys.ts";
import { checkSigners, type ParameterFault } from "../plans/check-signers.ts";
import { rotateSigningKey } from "../plans/rotate-signing-key.ts";
import { readSigningLockFile } from "../plans/signing-lock-file.ts";
import { type CommandFile, type EstateOptions, example, withEstate } from "../terminal/command-file.ts";
import { CommandError, EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput } from "../terminal/output.ts";
import { parsePath } from "../terminal/parse-argument.ts";
import { withRole } from "../terminal/role-option.ts";
import { targetFile } from "../terminal/target-file.ts";
import type { Line } from "../terminal/text.ts";
import { count } from "../terminal/words.ts";

interface Options extends EstateOptions {
  readonly role?: string;
  readonly check?: true;
  readonly rotate?: string;
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
        "write nothing; exit code 3 when a key in use is not pinned, a parameter of SSM says other keys, or a region cannot be asked",
      )
      .addOption(
        new Option("--rotate <region>", "have the next deployment make another key that signs there")
          .argParser(parsePath)
          .conflicts("check"),
      )
      .action(async ({ rotate, ...options }: Options) =>
        done(await (rotate === undefined ? run(options, io) : rotateSigningKey(rotate, options, io))),
      );
    withRole(withEstate(command));
    example(command, "npx zonekeep pin", "npx zonekeep pin --check", "npx zonekeep pin --rotate us-east-1");
  },
};

async function run(options: Options, io: Io): Promise<ExitCode> {
  const output = createOutput(io, { json: options.json === true });
  const { plan } = await loadPlan({ cwd: io.cwd, paths: [options.policies] });
  const { path, keys: pinned, rotating } = readSigningLockFile(io.cwd, options.policies);
  output.status("asking AWS");
  const clients = awsClients(io.env, ownRole(options.role));
  const { seen, unanswered } = await askSigningKeys(plan, clients, io.env);
  if (seen.length === 0) throw nobodyTold(unanswered);
  const checked = options.check === true ? await checkSigners(plan, clients, io.env) : undefined;
  const warn = (what: string, untold: readonly Unasked[]): void => {
    for (const { region, message, hint } of untold) {
      output.note([{ text: "warning: ", style: "yellow" }, `${region} did not tell ${what}: ${message}`]);
      if (hint !== undefined) output.note(`  help: ${hint}`);
    }
  };
  warn("its signing key, so what is pinned for it stays", unanswered);
  warn("its parameters of SSM", checked?.unanswered ?? []);
  const { keys, changes, contradicted } = pinKeys(pinned, seen, io.now().toISOString());
  if (contradicted.length > 0) throw contradiction(path, contradicted);
  const writes = options.check !== true && changes.length > 0;
  if (writes)
    await (await targetFile(io.cwd, path)).write(formatSigningLock(keys, stillRotating({ keys, rotating })));
  const isPinned = changes.length === 0 || writes;
  const faults = checked?.faults ?? [];
  const untold = [...unanswered, ...(checked?.unanswered ?? [])];
  const ok = isPinned && untold.length === 0 && faults.length === 0;
  const parameters = checked && { parameters: faults };
  output.result({ ok, file: path, written: writes, changes, ...parameters, unanswered: untold }, () => [
    ...changes.map(describe),
    ...faults.map(({ region, name, message }) => `${region} ${name} ${message}`),
    ...wayOut(faults, path),
    changes.length === 0
      ? `${path} pins the ${count(seen.length, "key")} in use`
      : writes
        ? `${path} written: commit it, and deploy`
        : `${count(changes.length, "key")} not pinned: npx zonekeep pin writes ${path}`,
  ]);
  return ok ? EXIT.done : EXIT.partial;
}

/** A deployment makes them what the lock says, which is right after one that was forgotten, and hides one that somebody wrote. */
function wayOut(faults: readonly ParameterFault[], path: string): Line[] {
  if (faults.length === 0) return [];
  const stacks = uniqueSorted(faults.map(({ region }) => `site-${region}`)).join(" ");
  return [
    `parameters of SSM differ from ${path}: where it was not deployed since it changed, npx cdktf deploy ${stacks}; otherwise find out who wrote them first`,
  ];
}

/** Each region with what it said, so that one look tells whether nothing is deployed yet or nobody may ask. */
function nobodyTold(unanswered: readonly Unasked[]): CommandError {
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

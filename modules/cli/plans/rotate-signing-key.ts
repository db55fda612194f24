import { show } from "../../core/printable.ts";
import { loadPlan } from "../../load/load-plan.ts";
import { formatSigningLock } from "../../policy/signing/read-signing-lock.ts";
import { rotateKey } from "../../policy/signing/rotate-key.ts";
import type { EstateOptions } from "../terminal/command-file.ts";
import { CommandError, EXIT, type ExitCode } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput } from "../terminal/output.ts";
import { targetFile } from "../terminal/target-file.ts";
import { readSigningLockFile } from "./signing-lock-file.ts";

/** Writes into the lock that a region signs with its next key. AWS is not asked: the key in use may be gone. */
export async function rotateSigningKey(region: string, options: EstateOptions, io: Io): Promise<ExitCode> {
  const output = createOutput(io, { json: options.json === true });
  const { plan } = await loadPlan({ cwd: io.cwd, paths: [options.policies] });
  const signing = plan.stacks.filter(({ units }) => units.some(({ kind }) => kind === "runners"));
  if (!signing.some((stack) => stack.region === region))
    throw new CommandError(
      `no runs are signed in ${show(region)}`,
      EXIT.bad,
      `name one of ${signing.map((stack) => stack.region).join(", ")}`,
    );
  const lock = readSigningLockFile(io.cwd, options.policies);
  const rotated = rotateKey(lock, region);
  if ("message" in rotated) throw new CommandError(rotated.message, EXIT.bad, rotated.hint);
  const file = await targetFile(io.cwd, lock.path);
  await file.write(formatSigningLock(rotated.keys, rotated.rotating));
  const generation = rotated.rotating[region];
  output.result({ ok: true, file: lock.path, written: true, region, generation }, () => [
    `${lock.path} written: once deployed, key ${generation} signs the runs of ${region}; the one before no longer signs, and stays for what it signed`,
    "1. commit it, and npx cdktf deploy '*' while no run goes on: one that does ends unsigned",
    "2. npx zonekeep pin: until then new points are unpinned",
    "3. commit that, and deploy again",
  ]);
  return EXIT.done;
}

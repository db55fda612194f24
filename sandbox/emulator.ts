import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { withoutAws } from "./environment.ts";
import { freePort } from "./free-port.ts";
import { leash } from "./leash.ts";
import { runtimeDays } from "./runtime-days.ts";

export interface EmulatorOptions {
  readonly python: string;
  /** Where the embedded AWS sends the calls it makes itself, so that they are recorded too. */
  readonly gateway: string;
  readonly account: string;
  /** Scratch files. */
  readonly dir: string;
  /** The day in UTC on which Lambda looks whether a runtime is still made. Default: that of the clock, or of `ZONEKEEP_SANDBOX_TODAY`. */
  readonly today?: string;
  /** Milliseconds that a function takes to come or to change. Default: 300, or `ZONEKEEP_SANDBOX_SETTLE_MS`. */
  readonly settleMs?: number;
  /** Folder of Python to run before moto. Default: our extension. */
  readonly extension?: string;
  /** Asked for a port before each try. Default: a free one. */
  readonly nextPort?: () => Promise<number>;
}

export interface Emulator {
  /** `http://127.0.0.1:<port>` */
  readonly address: string;
  readonly died: Promise<string>;
  readonly stop: () => Promise<void>;
}

const TRIES = 5;
const START_LIMIT_MS = 60_000;

/** Starts moto with our extension; asks for another port as long as the one it got is taken. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  let said = "";
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const outcome = await tryOnce(options, await (options.nextPort ?? freePort)());
    if (typeof outcome !== "string") return outcome;
    said = outcome;
    if (!/address already in use|port \d+ is in use/i.test(said)) break;
  }
  throw new Error(`the embedded AWS did not start: ${lastLines(said)}`);
}

/** A running emulator, or what it said before it ended. */
async function tryOnce(options: EmulatorOptions, port: number): Promise<Emulator | string> {
  const { python, gateway, account, dir, extension = ownExtension() } = options;
  const address = `http://127.0.0.1:${port}`;
  let said = "";
  const child = await leash(python, [extension, "--port", String(port), "--gateway", gateway], {
    env: {
      ...withoutAws(process.env),
      MOTO_ACCOUNT_ID: account,
      ZONEKEEP_RUNTIMES: runtimeDays(),
      ...(options.today !== undefined && { ZONEKEEP_SANDBOX_TODAY: options.today }),
      ...(options.settleMs !== undefined && { ZONEKEEP_SANDBOX_SETTLE_MS: String(options.settleMs) }),
      TMPDIR: dir,
      PYTHONUNBUFFERED: "1",
      NO_PROXY: "127.0.0.1,localhost",
      no_proxy: "127.0.0.1,localhost",
    },
    onOutput: (text) => {
      said = (said + text).slice(-KEPT_OUTPUT);
    },
  });
  let ended = false;
  const died = child.exited.then(() => {
    ended = true;
    return lastLines(said);
  });
  const deadline = performance.now() + START_LIMIT_MS;
  while (!ended && performance.now() < deadline) {
    // Its own word comes first: another program may be answering on a port that was taken meanwhile.
    if (/Running on http/.test(said) && (await answers(address))) return { address, died, stop: child.kill };
    await sleep(50);
  }
  await child.kill();
  return said === "" ? `it said nothing within ${START_LIMIT_MS / 1000} s` : said;
}

const KEPT_OUTPUT = 64 * 1024;

async function answers(address: string): Promise<boolean> {
  try {
    await fetch(`${address}/moto-api/`, { signal: AbortSignal.timeout(2000) });
    return true;
  } catch {
    return false;
  }
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-5).join("\n");
}

/** Beside this file, or in the package when this file was bundled into `dist`. */
function ownExtension(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const found = [join(here, "extension"), join(here, "..", "sandbox", "extension")].find((path) =>
    existsSync(path),
  );
  if (found === undefined)
    throw new Error("the sandbox's extension is not beside the program: install zonekeep again");
  return found;
}

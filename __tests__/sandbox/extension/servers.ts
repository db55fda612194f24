import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../../../sandbox/free-port.ts";
import { ensurePython } from "../../../sandbox/python.ts";
import { runtimeDays } from "../../../sandbox/runtime-days.ts";

const EXTENSION = fileURLToPath(new URL("../../../sandbox/extension", import.meta.url));
export const ACCOUNT = "123456789012";

export interface Server {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

/** Functions are there at once, unless `env` says otherwise: what is tested is what comes after. */
export const startExtension = (
  gateway?: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Server> =>
  start(
    (port) => [EXTENSION, "--port", String(port), ...(gateway === undefined ? [] : ["--gateway", gateway])],
    { ZONEKEEP_SANDBOX_SETTLE_MS: "0", ZONEKEEP_RUNTIMES: runtimeDays(), ...env },
  );

/** moto as it is, with what costs it nothing: state machines that run, and its own port for their calls. */
export async function startPlainMoto(): Promise<Server> {
  const server = await start((port) => ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)]);
  await fetch(`${server.endpoint}/moto-api/config`, {
    method: "POST",
    body: JSON.stringify({ stepfunctions: { execute_state_machine: true } }),
  });
  return server;
}

async function start(
  args: (port: number) => string[],
  more: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const python = await ensurePython();
  const port = await freePort();
  const scratch = await mkdtemp(join(tmpdir(), "extension-test-"));
  const child = spawn(python.path, args(port), {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, TMPDIR: scratch, MOTO_ACCOUNT_ID: ACCOUNT, MOTO_PORT: String(port), ...more },
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-20_000);
  });
  while (!said.includes("Running on http")) {
    if (child.exitCode !== null) throw new Error(said);
    await sleep(50);
  }
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: async () => {
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

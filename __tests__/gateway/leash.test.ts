import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, expect, test, vi } from "vitest";
import { leash } from "../../sandbox/leash.ts";

/** A process that starts another and prints both process ids. */
const FAMILY = 'sleep 600 & echo "$! $$"; wait';

const started: number[] = [];
afterEach(() => {
  for (const pid of started.splice(0)) if (isAlive(pid)) process.kill(pid, "SIGKILL");
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function pidsIn(output: string): number[] {
  const pids = output.trim().split(/\s+/).map(Number);
  started.push(...pids);
  return pids;
}

async function allGone(pids: readonly number[]): Promise<void> {
  await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), { timeout: 10_000 });
}

test("a command's output and exit code are passed on", async () => {
  let output = "";
  const child = await leash("sh", ["-c", 'echo "$1"; echo err >&2; exit 3', "sh", "two words"], {
    env: process.env,
    onOutput: (text) => {
      output += text;
    },
  });
  expect(await child.exited).toBe(3);
  expect(output.split("\n").sort()).toEqual(["", "err", "two words"]);
});

test("a command that is not there ends with 127", async () => {
  const child = await leash("no-such-command-anywhere", [], { env: process.env, onOutput: () => {} });
  expect(await child.exited).toBe(127);
});

test("killing a command kills what it has started", async () => {
  let output = "";
  const child = await leash("sh", ["-c", FAMILY], {
    env: process.env,
    onOutput: (text) => {
      output += text;
    },
  });
  await vi.waitFor(() => expect(output).toMatch(/\d+ \d+\n/));
  const pids = pidsIn(output);
  expect(pids.every(isAlive)).toBe(true);
  await child.kill();
  await child.kill();
  await allGone(pids);
});

test("a command that ends leaves nothing of what it has started", async () => {
  let output = "";
  const child = await leash("sh", ["-c", 'sleep 600 >/dev/null 2>&1 & echo "$!"'], {
    env: process.env,
    onOutput: (text) => {
      output += text;
    },
  });
  expect(await child.exited).toBe(0);
  await allGone(pidsIn(output));
});

test("when its parent is killed outright, a command dies with all it has started", async () => {
  const source = pathToFileURL(join(import.meta.dirname, "..", "..", "sandbox", "leash.ts")).href;
  const program = `
    const { leash } = await import(${JSON.stringify(source)});
    await leash("sh", ["-c", ${JSON.stringify(FAMILY)}], { env: process.env, onOutput: (t) => process.stdout.write(t) });
  `;
  const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  const parent = spawn(process.execPath, ["--import", loader, "--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  parent.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  await vi.waitFor(() => expect(output).toMatch(/\d+ \d+\n/), { timeout: 15_000 });
  const pids = pidsIn(output);
  expect(pids.every(isAlive)).toBe(true);
  parent.kill("SIGKILL");
  await allGone(pids);
});

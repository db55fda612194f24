import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/**
 * Kills its whole process group as soon as its standard input closes, which the kernel does for us even when
 * we are killed outright. Standard input is the only thing two unrelated processes share that tells of a death
 * on Linux and macOS alike.
 */
const LEASH = `
exec 3<&0
{ cat <&3 >/dev/null 2>&1; kill -KILL 0; } >/dev/null 2>&1 &
"$@" </dev/null 3<&-
`;

export interface LeashOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Called with each piece of what the command prints, standard output and error alike. */
  readonly onOutput: (text: string) => void;
}

/** A running command that cannot outlive this process, nor can anything it started. */
export interface Leashed {
  readonly pid: number;
  /** Resolves with the exit code once the command has ended; a killed command has none. */
  readonly exited: Promise<number | null>;
  /** Kills the command and all it started. Resolves when it is gone; may be called twice. */
  readonly kill: () => Promise<void>;
}

/** @throws when the command's interpreter, `sh`, cannot be started. A missing command exits with 127. */
export async function leash(
  command: string,
  args: readonly string[],
  { env, cwd, onOutput }: LeashOptions,
): Promise<Leashed> {
  const child = spawn("sh", ["-c", LEASH, command, command, ...args], {
    detached: true, // its own process group: what kill(0) in the leash and kill(-pid) here mean
    env,
    ...(cwd !== undefined && { cwd }),
    stdio: ["pipe", "pipe", "pipe"],
  });
  await once(child, "spawn");
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", onOutput);
  child.stdin.on("error", () => {}); // the command may end first; its exit code says so
  const exited = new Promise<number | null>((resolve) => {
    child.once("exit", () => killGroup(child)); // the watcher, and whatever the command left behind
    child.once("close", resolve);
  });
  return {
    pid: child.pid ?? 0,
    exited,
    kill: async () => {
      if (child.exitCode === null && child.signalCode === null) killGroup(child); // else its id may be another's
      await exited;
    },
  };
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // ESRCH: the whole group is gone already
  }
}

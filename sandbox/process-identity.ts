import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/**
 * What tells a process from any other that has its id later, or had it on another machine: when it began, since which
 * start of the machine. Undefined when there is none, or the system does not say.
 */
export function processIdentity(pid: number): string | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  try {
    return existsSync("/proc/self/stat") ? fromProc(pid) : fromPs(pid);
  } catch {
    return undefined;
  }
}

/** `pid (name) state ...`: the name may have anything in it, and the 22nd field is the start in ticks since the boot. */
function fromProc(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const began = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return began === undefined ? undefined : `${boot} ${began}`;
}

/** macOS and BSD. */
function fromPs(pid: number): string | undefined {
  const args = ["-o", "lstart=", "-p", String(pid)];
  const options = { encoding: "utf8", env: { PATH: "/bin:/usr/bin", LC_ALL: "C" } } as const;
  const [began, boot] = [
    execFileSync("ps", args, options).trim(),
    execFileSync("ps", ["-o", "lstart=", "-p", "1"], options).trim(),
  ];
  return began === "" ? undefined : `${boot}, ${began}`;
}

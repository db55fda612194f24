import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Ids of the running processes whose command line or environment says all of these. */
export function processesSaying(...words: readonly string[]): number[] {
  return everyProcess()
    .filter(({ said }) => words.every((word) => said.includes(word)))
    .map(({ pid }) => pid);
}

interface Process {
  readonly pid: number;
  readonly said: string;
}

function everyProcess(): Process[] {
  if (!existsSync("/proc/self/environ")) return fromPs();
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), said: `${read(name, "cmdline")} ${read(name, "environ")}` }));
}

/** Empty once the process has ended. */
function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

function fromPs(): Process[] {
  const listed = execFileSync("ps", ["-axEww", "-o", "pid=,command="], { maxBuffer: 64 * 1024 * 1024 });
  return listed
    .toString()
    .split("\n")
    .map((line) => ({ pid: Number.parseInt(line, 10), said: line }));
}

import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { type Ran, runIn } from "../support/io.ts";

export const POLICIES = join(import.meta.dirname, "..", "..", "..", "policies");
/** No configuration of this machine or of whoever runs the tests. */
export const ENV = {
  PATH: process.env.PATH,
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  ...{
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@b.c",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@b.c",
  },
};

export const DONE = { code: 0, stderr: "" };

/** Policies under version control: `main` holds them, its first commit none. Every test begins at `main`. */
export function repository() {
  const folder = mkdtempSync(join(tmpdir(), "zonekeep git "));

  beforeAll(() => {
    git("init", "-q", "-b", "main");
    commit("before policies", { "README.md": "# a repository\n" });
    cpSync(POLICIES, join(folder, "policies"), { recursive: true });
    commit("policies", {});
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeEach(() => {
    git("checkout", "-q", "-f", "main");
    git("clean", "-q", "-f", "-d");
  });

  function git(...args: string[]): void {
    execFileSync("git", args, { cwd: folder, env: ENV });
  }

  function write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  }

  function commit(message: string, files: Readonly<Record<string, string>>): void {
    write(files);
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", message);
  }

  function edit(name: string, from: string, to: string): void {
    const path = join(folder, "policies", `${name}.yaml`);
    const text = readFileSync(path, "utf8");
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
  }

  const plan = (...args: string[]): Promise<Ran> => runIn(folder, ["plan", ...args], { env: ENV });

  const against = (...args: string[]): Promise<Ran> => plan("--against", "main", ...args);

  return { folder, git, write, commit, edit, plan, against };
}

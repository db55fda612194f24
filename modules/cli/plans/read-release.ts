import { createHash } from "node:crypto";
import { lstatSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { readText } from "../../load/read-text.ts";
import type { PinnedRelease } from "../../planner/plan.ts";
import { type Answer, git, NoGitError, type Where } from "./git.ts";
import { pinnedRelease, releaseFiles } from "./pinned-release.ts";
import { readFiles } from "./read-tree.ts";
import { repositoryRoot } from "./repository-root.ts";

/** Bytes; the lock of a large repository has ten. */
const MAX_BYTES = 64 * 1024 * 1024;

/** What of zonekeep's own repository plans, judges and is deployed. */
const CODE = [
  "modules",
  "handlers",
  "main.ts",
  "cdktf.json",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
];

/** The zonekeep that the working folder pins, in the words of a plan. Empty when it pins none. */
export function releaseNow(io: Where): { readonly zonekeep?: PinnedRelease } {
  const root = repositoryRoot(resolve(io.cwd));
  const folder = relative(root, resolve(io.cwd)).replaceAll(sep, "/");
  const found = pinnedRelease((path) => {
    const read = readText(join(root, path), MAX_BYTES);
    return "text" in read ? read.text : undefined;
  }, folder);
  if (found === undefined) return {};
  return {
    zonekeep: { ...found.release, ...(found.own !== undefined && codeNow(io, join(root, found.own))) },
  };
}

/** The same of a commit; `folder` is the working folder from the root of the repository. */
export function releaseAt(io: Where, commit: string, folder: string): { readonly zonekeep?: PinnedRelease } {
  const texts = readFiles(io, commit, releaseFiles(folder));
  const found = pinnedRelease((path) => texts.get(path), folder);
  if (found === undefined) return {};
  return { zonekeep: { ...found.release, ...(found.own !== undefined && codeAt(io, commit, found.own)) } };
}

type Code = Pick<PinnedRelease, "code">;

/** Each is hashed as git would keep it, so that what a disk shows otherwise (ends of lines) is the same. */
function codeNow(io: Where, cwd: string): Code {
  const at = { ...io, cwd };
  const listed = ask(at, ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ...CODE]);
  if (listed === undefined) return {};
  const files = [...new Set(listed.split("\0"))].filter(
    (path) => path !== "" && lstatSync(join(cwd, path), NONE)?.isFile() === true,
  );
  // Git would take these for something else than a path: that they are there is difference enough.
  const odd = files.filter((path) => /^"|\n|\r$/.test(path));
  const paths = files.filter((path) => !odd.includes(path));
  const hashes = ask(at, ["hash-object", "--stdin-paths"], paths.map((path) => `${path}\n`).join(""));
  const lines = hashes?.trim().split("\n");
  if (lines === undefined) return {};
  return codeOf([...paths.map((path, i) => `${lines[i]} ${path}`), ...odd]);
}

const NONE = { throwIfNoEntry: false } as const;

function codeAt(io: Where, commit: string, own: string): Code {
  const listed = ask(io, ["ls-tree", "-r", "-z", "--full-tree", `${commit}:${own}`, "--", ...CODE]);
  if (listed === undefined) return {};
  return codeOf(
    listed.split("\0").flatMap((line) => {
      const [, hash, path] = /^100[0-7]{3} blob ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
      return hash === undefined || path === undefined ? [] : [`${hash} ${path}`];
    }),
  );
}

function codeOf(files: readonly string[]): Code {
  return {
    code: createHash("sha256")
      .update([...files].sort().join("\0"))
      .digest("hex"),
  };
}

/** Undefined where there is no git, or no repository: then nobody knows. */
function ask(io: Where, args: readonly string[], input?: string): string | undefined {
  try {
    const { ok, stdout }: Answer = git(io, args, input);
    return ok ? stdout.toString("utf8") : undefined;
  } catch (error) {
    if (error instanceof NoGitError) return undefined;
    throw error;
  }
}

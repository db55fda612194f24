import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, posix, relative, resolve, sep } from "node:path";
import { PolicyError } from "../../core/diagnostic.ts";
import { show } from "../../core/printable.ts";
import { loadPlan } from "../../load/load-plan.ts";
import type { Plan } from "../../planner/plan.ts";
import { isEstate, isLock } from "../../policy/parse.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";
import { inTemporaryFolder } from "../terminal/temporary-folder.ts";
import { git, type Where } from "./git.ts";
import { releaseAt } from "./read-release.ts";
import { readTree, type TreeFile } from "./read-tree.ts";

/**
 * The plan that the policies of a git revision give today, read from the same paths as now. Undefined when it has
 * no policy there.
 * @throws PolicyError with every mistake of that revision, its files named as git does, `main:policies/orders.yaml`
 * @throws CommandError when there is no such revision, or what it has there cannot be read
 */
export async function loadRevision(
  io: Where,
  revision: string,
  paths: readonly string[],
): Promise<Plan | undefined> {
  const commit = commitOf(io, revision);
  const below = prefixOf(io);
  const starts = new Map(paths.map((path) => [path, fromRoot(io, below, path)]));
  const files = readTree(io, commit, [...starts.values()]);
  if (files.every(({ path }) => isEstate(path) || isLock(path))) return undefined;

  return inTemporaryFolder(async (folder) => {
    for (const file of files) write(folder, file);
    const has = (start: string): boolean =>
      start === "" || files.some(({ path }) => path === start || path.startsWith(`${start}/`));
    const cwd = join(folder, below);
    const there = [...starts.values()].filter(has).map((start) => join(folder, start));
    try {
      const { plan } = await loadPlan({ cwd, paths: there });
      return { ...plan, ...releaseAt(io, commit, below) };
    } catch (error) {
      throw error instanceof PolicyError ? mistakesOf(revision, error) : error;
    }
  });
}

/** The commit that a word names in the repository of the working folder, if it names one there. */
export function commitNamed(io: Where, word: string): string | undefined {
  if (isNoRevision(word)) return undefined;
  const found = commitAt(io, word);
  if (found !== undefined) requireOneName(io, word);
  return found;
}

function commitAt(io: Where, word: string): string | undefined {
  const found = git(io, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${word}^{commit}`]);
  return found.ok ? found.stdout.toString("utf8").trim() : undefined;
}

/** Where git looks for a name, the first first. https://git-scm.com/docs/gitrevisions */
const PLACES = ["refs/", "refs/tags/", "refs/heads/", "refs/remotes/"];

/**
 * Git takes a tag `origin/main` before the branch, and says so on standard error only: whoever may push a tag would
 * choose what is compared with.
 * @throws CommandError for a name that is several commits'
 */
function requireOneName(io: Where, word: string): void {
  const name = word.replace(/(?:[~^]|@\{).*$/s, "");
  const refs = PLACES.map((place) => `${place}${name}`);
  const commits = refs.flatMap((ref) => {
    const commit = commitAt(io, ref);
    return commit === undefined ? [] : [[ref, commit] as const];
  });
  if (new Set(commits.map(([, commit]) => commit)).size < 2) return;
  throw new CommandError(
    `${show(name)} is ${commits.map(([ref]) => ref).join(" and ")}, which differ`,
    EXIT.bad,
    `write one of them, such as ${commits.at(-1)?.[0]}`,
  );
}

/** A word that begins with a hyphen would be an option of git. */
function isNoRevision(word: string): boolean {
  return word.startsWith("-") || /[\0\n]/.test(word);
}

function commitOf(io: Where, revision: string): string {
  if (isNoRevision(revision))
    throw new CommandError(`${JSON.stringify(revision)} is not a git revision`, EXIT.bad);
  const inside = git(io, ["rev-parse", "--git-dir"]);
  if (!inside.ok)
    throw new CommandError(
      `there is no file ${revision}, and git has no revision: ${inside.complaint}`,
      EXIT.bad,
    );
  const commit = commitNamed(io, revision);
  if (commit !== undefined) return commit;
  throw new CommandError(
    `there is no file and no git revision ${revision}`,
    EXIT.bad,
    "fetch it first: what a pipeline checks out often lacks other branches and older commits",
  );
}

/** The working folder from the root of the repository, without a slash at the end. */
function prefixOf(io: Where): string {
  return git(io, ["rev-parse", "--show-prefix"])
    .stdout.toString("utf8")
    .replace(/\/?\n$/, "");
}

function fromRoot({ cwd }: Where, below: string, path: string): string {
  const here = relative(cwd, resolve(cwd, path)).replaceAll(sep, "/");
  const start = posix.join(below, here);
  if (start.startsWith("..") || resolve(here) === here)
    throw new CommandError(`${path} lies outside of the repository`, EXIT.bad, "name policies inside of it");
  return start === "." ? "" : start.replace(/\/$/, "");
}

function write(folder: string, { path, bytes }: TreeFile): void {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, bytes);
}

function mistakesOf(revision: string, { diagnostics }: PolicyError): PolicyError {
  return new PolicyError(
    diagnostics.map((diagnostic) => {
      const { at } = diagnostic;
      return { ...diagnostic, at: { ...at, file: `${revision}:${at.file}` } };
    }),
  );
}

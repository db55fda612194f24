import { posix } from "node:path";
import { isEstate, isLock, isYaml } from "../../policy/parse.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";
import { git, requireAnswer, type Where } from "./git.ts";

/** One file of a commit, by its path from the root of the repository. */
export interface TreeFile {
  readonly path: string;
  readonly bytes: Buffer;
}

interface Entry {
  readonly path: string;
  readonly kind: "file" | "link" | "submodule";
  readonly object: string;
}

/**
 * The policy files that a commit has at or below some paths, and the estate and zone lock in the folders above them.
 * Links to files are followed. Nothing is checked out, so no filter of the repository runs.
 * @throws CommandError about what a disk would show and this does not: linked folders, submodules, links that lead out
 */
export function readTree(io: Where, commit: string, starts: readonly string[]): TreeFile[] {
  const isWanted = (path: string): boolean => isPolicyFile(path) || starts.includes(path);
  const entries = entriesOf(io, commit).filter(
    ({ path, kind }) => starts.some((start) => belongs(path, start)) && (kind !== "file" || isWanted(path)),
  );
  const contents = readObjects(
    io,
    entries.map((entry) => requestOf(entry, commit)),
  );
  return entries.flatMap(({ path }, i): TreeFile[] => {
    const found = contents[i];
    if (found !== undefined && found.type !== "tree")
      return isWanted(path) ? [{ path, bytes: found.bytes }] : [];
    if (found === undefined && !isWanted(path)) return [];
    throw unreadable(path, found === undefined ? "leads nowhere in that revision" : "leads to a folder");
  });
}

const KINDS: Readonly<Record<string, Entry["kind"]>> = { "120000": "link", "160000": "submodule" };

/** Each is `100644 blob <object>`, a tab and the path, which may have any character but NUL. */
function entriesOf(io: Where, commit: string): Entry[] {
  const stdout = requireAnswer(git(io, ["ls-tree", "-r", "-z", "--full-tree", commit]));
  return stdout
    .toString("utf8")
    .split("\0")
    .flatMap((line): Entry[] => {
      const [, mode, object, path] = /^([0-9]{6}) [a-z]+ ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
      if (mode === undefined || object === undefined || path === undefined) return [];
      return [{ path, object, kind: KINDS[mode] ?? "file" }];
    });
}

/**
 * Whether loading `start` would look at a path: it is there or below, or is the estate of a folder above. What is hidden
 * is passed over as on a disk, and with it the `..` of a tree that somebody made by hand.
 */
function belongs(path: string, start: string): boolean {
  if (path === start) return true;
  if (start === "" || path.startsWith(`${start}/`))
    return !/(^|\/)(\.|node_modules(\/|$))/.test(path.slice(start.length));
  const folder = posix.dirname(path);
  return (isEstate(path) || isLock(path)) && (folder === "." || start.startsWith(`${folder}/`));
}

function isPolicyFile(path: string): boolean {
  return isYaml(path) || isLock(path);
}

/** A link is asked for by its path, so that git follows it. */
function requestOf({ path, kind, object }: Entry, commit: string): string {
  if (kind === "file") return object;
  if (kind === "submodule") throw unreadable(path, "is a submodule");
  if (path.includes("\n")) throw unreadable(path, "is a link with a line break in its name");
  return `${commit}:${path}`;
}

function unreadable(path: string, why: string): CommandError {
  const hint = "compare with a file that zonekeep plan --json wrote at that revision";
  return new CommandError(`${path} ${why}, and cannot be read from git`, EXIT.bad, hint);
}

/** The texts of these files of a commit, by their paths; those that it does not have are left out. */
export function readFiles(io: Where, commit: string, paths: readonly string[]): ReadonlyMap<string, string> {
  const asked = paths.filter((path) => !path.includes("\n"));
  const found = readObjects(
    io,
    asked.map((path) => `${commit}:${path}`),
  );
  return new Map(
    asked.flatMap((path, i) => {
      const object = found[i];
      return object?.type === "blob" ? [[path, object.bytes.toString("utf8")] as const] : [];
    }),
  );
}

interface GitObject {
  readonly type: string;
  readonly bytes: Buffer;
}

/** In the order they were asked for; undefined for a link that leads nowhere, or out of the repository. */
function readObjects(io: Where, requests: readonly string[]): (GitObject | undefined)[] {
  const input = requests.map((request) => `${request}\n`).join("");
  const stdout = requireAnswer(git(io, ["cat-file", "--batch", "--follow-symlinks"], input));
  let at = 0;
  return requests.map(() => {
    const end = stdout.indexOf("\n", at);
    const head = stdout.subarray(at, end).toString("utf8");
    at = end + 1;
    // `<object> <type> <size>`; of a link also `dangling <size>` and the like; and, alone in a line, `... missing`.
    const [, type, size] =
      /^(?:[0-9a-f]+ (blob|tree)|symlink|dangling|loop|notdir) ([0-9]+)$/.exec(head) ?? [];
    if (size === undefined) return undefined;
    const bytes = stdout.subarray(at, at + Number(size));
    at += bytes.length + 1;
    return type === undefined ? undefined : { type, bytes };
  });
}

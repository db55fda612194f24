import { readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { type Diagnostic, error, warning } from "../core/diagnostic.ts";
import { printable } from "../core/printable.ts";
import { uniqueSorted } from "../core/source-order.ts";
import { isEstate, isLock, isSigningLock, isYaml, isZoneLock, type SourceFile } from "../policy/parse.ts";
import { hintFor, readText, why } from "./read-text.ts";

export interface PolicyFiles {
  readonly files: readonly SourceFile[];
  /** All that were found, also those that could not be read. */
  readonly names: readonly string[];
  /** Of these, what no path names: an estate or a zone lock that was looked for. */
  readonly unnamed: readonly string[];
  /** The first folder that was looked into. */
  readonly folder: string;
  readonly diagnostics: readonly Diagnostic[];
}

type Refuse = (
  path: string,
  message: string,
  hint: string,
  place?: { readonly line?: number; readonly col?: number },
) => void;
type Skip = (path: string, why: string) => void;

/**
 * The files that paths name: a file itself, or every `*.yaml` and `*.yml` below a folder with the zone lock.
 * An estate or zone lock that they lack is taken from beside them or from a folder above, up to `cwd`.
 * Hidden files and folders are passed over. What looks like a policy and is not read is told.
 */
export function readPolicyFiles(cwd: string, paths: readonly string[]): PolicyFiles {
  const diagnostics: Diagnostic[] = [];
  const refuse: Refuse = (path, message, hint, { line = 1, col = 1 } = {}) => {
    const at = { file: displayName(cwd, path), line, col };
    diagnostics.push(error("FILE", at, message, hint));
  };

  const skip = (path: string, why: string): void => {
    const at = { file: displayName(cwd, path), line: 1, col: 1 };
    const hint = "name it like orders.yaml, or keep it elsewhere";
    diagnostics.push(warning("FILE", at, `this file is not read: ${why}`, hint));
  };
  const starts = uniqueSorted(paths.map((path) => resolve(cwd, path)));
  const named = uniqueSorted(starts.flatMap((start) => filesBelow(start, refuse, skip)));
  const nearby = [isEstate, isZoneLock, isSigningLock].flatMap((wanted) => {
    if ([...starts, ...named].some((path) => wanted(slashed(path)))) return [];
    return starts.flatMap((start) => lookAbove(cwd, start, wanted)).slice(0, 1);
  });

  const files = [...named, ...nearby].flatMap((path): SourceFile[] => {
    const read = readText(path);
    if ("text" in read) return [{ path: displayName(cwd, path), text: read.text }];
    refuse(path, read.fault, read.hint, read);
    return [];
  });
  const names = [...named, ...nearby].map((path) => displayName(cwd, path));
  const unnamed = nearby.map((path) => displayName(cwd, path));
  return { files, names, unnamed, folder: displayName(cwd, folderOf(starts[0] ?? cwd)), diagnostics };
}

/** A named file whatever its ending, or the policy files below a folder, each folder once. */
function filesBelow(start: string, refuse: Refuse, skip: Skip): string[] {
  const seen = new Set<string>();
  const visit = (path: string, named: boolean): string[] => {
    try {
      if (!statSync(path).isDirectory()) {
        if (named || isPolicyFile(path)) return [path];
        const why = looksLikePolicy(path);
        if (why !== undefined) skip(path, why);
        return [];
      }
      const real = realpathSync(path);
      if (seen.has(real)) return [];
      seen.add(real);
      return readdirSync(path)
        .filter((name) => name !== "node_modules" && !isHidden(join(path, name), skip))
        .flatMap((name) => visit(join(path, name), false));
    } catch (error) {
      if (named || isPolicyFile(path))
        refuse(path, why(error), hintFor(path, error, named ? NAME_ONE : "check who may read it"));
      return [];
    }
  };
  return visit(start, true);
}

/** A hidden file that would be a policy is told; other hidden files and folders are for tools. */
function isHidden(path: string, skip: Skip): boolean {
  if (!basename(path).startsWith(".")) return false;
  if (isYaml(path)) skip(path, "its name begins with a dot");
  return true;
}

/** Why a file that was most likely meant as a policy is none. Undefined for all else, such as a README. */
function looksLikePolicy(path: string): string | undefined {
  const name = basename(path);
  if (/\.ya?ml\b/i.test(name)) return "its name does not end in .yaml or .yml";
  if (!/\.json$/i.test(name)) return undefined;
  const read = readText(path);
  return "text" in read && /"(select|edge-zones|exclude-sites)"\s*:/.test(read.text)
    ? "policies are YAML"
    : undefined;
}

/** The nearest folder, from where a path leads up to `cwd`, that has such a file. */
function lookAbove(cwd: string, start: string, wanted: (path: string) => boolean): string[] {
  for (let folder = dirname(start); ; folder = dirname(folder)) {
    const found = entriesOf(folder).map((name) => join(folder, name));
    const hit = found.filter((path) => wanted(slashed(path)));
    if (hit.length > 0) return hit;
    if (folder === resolve(cwd) || folder === dirname(folder)) return [];
  }
}

function folderOf(start: string): string {
  try {
    return statSync(start).isDirectory() ? start : dirname(start);
  } catch {
    return dirname(start);
  }
}

function entriesOf(folder: string): string[] {
  try {
    return uniqueSorted(readdirSync(folder));
  } catch {
    return [];
  }
}

function isPolicyFile(path: string): boolean {
  return isYaml(path) || isLock(slashed(path));
}

/** Relative to `cwd`, with forward slashes on every system, so that a plan does not depend on either. */
function displayName(cwd: string, path: string): string {
  return printable(slashed(relative(cwd, path)));
}

function slashed(path: string): string {
  return path.replaceAll(sep, "/");
}

const NAME_ONE = "write policies/estate.yaml and a policy beside it, or name the folder that has them";

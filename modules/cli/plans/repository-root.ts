import { existsSync } from "node:fs";
import { dirname, join, posix, relative, resolve, sep } from "node:path";
import type { Diagnostic } from "../../core/diagnostic.ts";

/**
 * Diagnostics with their files named from the root of the repository that `cwd` lies in, which is how GitHub and
 * code scanners name files; unchanged outside of one.
 */
export function fromRepositoryRoot(cwd: string, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const below = relative(repositoryRoot(resolve(cwd)), resolve(cwd))
    .split(sep)
    .join("/");
  return diagnostics.map((diagnostic) => {
    const { at } = diagnostic;
    return { ...diagnostic, at: { ...at, file: posix.join(below, at.file) } };
  });
}

/** The nearest folder, from `cwd` upwards, with a `.git`, which is a file in a worktree; else `cwd`. */
export function repositoryRoot(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return folder;
    if (folder === dirname(folder)) return cwd;
  }
}

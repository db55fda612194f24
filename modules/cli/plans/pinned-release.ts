import { posix } from "node:path";
import type { PinnedRelease } from "../../planner/plan.ts";

/** The text of a file by its path from the root of a repository; undefined when there is none. */
export type ReadText = (path: string) => string | undefined;

const NAME = "zonekeep";
const DEPENDENCIES = ["dependencies", "devDependencies", "optionalDependencies"];
const LOCKS = ["npm-shrinkwrap.json", "package-lock.json"];

/** All files that may tell, for those who read them at once. */
export function releaseFiles(folder: string): string[] {
  return foldersFrom(folder).flatMap((each) =>
    ["package.json", ...LOCKS].map((name) => posix.join(each, name)),
  );
}

/**
 * The zonekeep that the nearest package.json which knows it pins, from `folder` upwards, and what npm's lock holds of
 * it; in zonekeep's own repository its version. Undefined when none does. Pure.
 */
export function pinnedRelease(
  read: ReadText,
  folder: string,
): { readonly release: PinnedRelease; readonly own?: string } | undefined {
  for (const at of foldersFrom(folder)) {
    const pack = parse(read(posix.join(at, "package.json")));
    if (textOf(pack, "name") === NAME) {
      const version = textOf(pack, "version");
      return { release: version === undefined ? {} : { version }, own: at };
    }
    const wanted = DEPENDENCIES.flatMap((kind) => textOf(child(pack, kind), NAME) ?? [])[0];
    if (wanted !== undefined) return { release: { wanted, ...locked(read, at) } };
  }
  return undefined;
}

/** What the nearest lock has, as of a workspace in the folder that the lock lies in. */
function locked(read: ReadText, folder: string): PinnedRelease {
  for (const at of foldersFrom(folder)) {
    const lock = LOCKS.map((name) => parse(read(posix.join(at, name)))).find((one) => one !== undefined);
    if (lock === undefined) continue;
    const installed = child(lock, "packages");
    const entry =
      child(installed, posix.join(posix.relative(at, folder), "node_modules", NAME)) ??
      child(installed, `node_modules/${NAME}`) ??
      child(child(lock, "dependencies"), NAME);
    return entry === undefined ? {} : releaseOf(entry);
  }
  return {};
}

/** A package that goes by the name of zonekeep, or that is linked, is not the registry's. */
function releaseOf(entry: object): PinnedRelease {
  const [version, resolved = "", integrity, name] = ["version", "resolved", "integrity", "name"].map((key) =>
    textOf(entry, key),
  );
  const [place = "", revision] = resolved.split("#");
  const from = place.replace(/\/\/[^/@]*@/, "//").replace(/^(https?:.*)\/[^/]*$/, "$1");
  const source = [name, from].filter(Boolean).join(" of ");
  const hash = integrity ?? revision;
  return {
    ...(version !== undefined && { version }),
    ...(source !== "" && { source }),
    ...(hash !== undefined && { integrity: hash }),
  };
}

/** `a/b`, `a` and the root, which is empty. */
function foldersFrom(folder: string): string[] {
  const names = folder.split("/").filter((name) => name !== "");
  return [...names.map((_name, i) => names.slice(0, names.length - i).join("/")), ""];
}

function parse(text: string | undefined): object | undefined {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function child(value: object | undefined, key: string): object | undefined {
  const found = fieldOf(value, key);
  return typeof found === "object" && found !== null ? found : undefined;
}

function textOf(value: object | undefined, key: string): string | undefined {
  const found = fieldOf(value, key);
  return typeof found === "string" ? found : undefined;
}

function fieldOf(value: object | undefined, key: string): unknown {
  return value !== undefined && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

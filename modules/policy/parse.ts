import { type Diagnostic, error, formatPos, type SourcePos } from "../core/diagnostic.ts";
import { show } from "../core/printable.ts";
import { compareText, sortDiagnostics } from "../core/source-order.ts";
import { checkBlocks } from "./blocks/check-blocks.ts";
import { readProfiles } from "./blocks/profiles.ts";
import { readPolicy } from "./blocks/read-policy.ts";
import { readPromises } from "./blocks/read-promises.ts";
import { checkEstate } from "./estate/check-estate.ts";
import { readEstate } from "./estate/read-estate.ts";
import { readZoneLock } from "./estate/read-zones.ts";
import type { Estate, ZoneLock } from "./estate.ts";
import type { Policy } from "./policy.ts";
import { checkSchema } from "./schemas/check-schema.ts";
import { generationsOf } from "./signing/generations.ts";
import { readSigningLock } from "./signing/read-signing-lock.ts";
import { get, type Located, plain, text } from "./yaml/located.ts";
import { parseYaml } from "./yaml/parse-yaml.ts";

export interface SourceFile {
  /** As diagnostics name it. */
  readonly path: string;
  readonly text: string;
}

export interface ParsedPolicies {
  /** Undefined when its sites cannot be read. */
  readonly estate: Estate | undefined;
  readonly policies: readonly Policy[];
  readonly zoneLock: ZoneLock | undefined;
  /** Sorted by place. With an error among them, the rest holds only what could be read. */
  readonly diagnostics: readonly Diagnostic[];
}

interface Read {
  readonly root: Located | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the estate (`estate.yaml`), the zone lock (`zones.lock.json`), the signing lock (`signing.lock.json`) and the policies (every other file),
 * and finds every mistake in all of them at once. Pure, whatever the order of the files. What is not among
 * them is not missed here: see `checkPresence`.
 */
export function parsePolicies(files: readonly SourceFile[]): ParsedPolicies {
  const sorted = [...files].sort((a, b) => compareText(a.path, b.path));
  const estates = sorted.filter(({ path }) => isEstate(path));
  const locks = sorted.filter(({ path }) => isZoneLock(path));
  const signingLocks = sorted.filter(({ path }) => isSigningLock(path));
  const others = sorted.filter(({ path }) => !isEstate(path) && !isLock(path));

  const [lockFile, ...moreLocks] = locks;
  const [estateFile, ...moreEstates] = estates;
  const lock = lockFile && readZoneLock(lockFile.path, lockFile.text);
  const estate = estateFile && readOne(estateFile, "estate");
  const zoneLock = lock?.zoneLock;
  const [signingFile, ...moreSigning] = signingLocks;
  const signing = signingFile && readSigningLock(signingFile.path, signingFile.text);

  const readable = estate?.root && zoneLock && readEstate(estate.root, zoneLock);
  const sites = estate?.root && zoneLock ? checkEstate(estate.root, zoneLock) : [];
  const defaults = readPromises(get(estate?.root, "defaults"), "estate");
  const profiles = readProfiles(estate?.root);
  const policies = others.map((file) => readOne(file, "policy"));
  return {
    // With a site misspelt in the estate, every policy that means it would look wrong.
    estate: sites.some(({ code }) => code === "SITE") ? undefined : withSigners(readable, signing),
    policies: policies.flatMap(({ root }) =>
      root?.kind === "map" ? [readPolicy(root, defaults, profiles)] : [],
    ),
    zoneLock,
    diagnostics: sortDiagnostics([
      ...repeated("zone lock", lockFile, moreLocks),
      ...repeated("estate", estateFile, moreEstates),
      ...repeated("signing lock", signingFile, moreSigning),
      ...(lock?.diagnostics ?? []),
      ...(signing?.diagnostics ?? []),
      ...(estate?.diagnostics ?? []),
      ...sites,
      ...profiles.diagnostics,
      ...profiles.checkUse(policies.map(({ root }) => text(get(root, "extends")))),
      ...estateBlocks(estate?.root).flatMap(checkBlocks),
      ...duplicateNames(policies),
      ...policies.flatMap(({ root, diagnostics }) => [
        ...diagnostics,
        ...checkBlocks(root),
        // Without its estate, every policy that extends a profile would look wrong.
        ...(estate?.root === undefined ? [] : profiles.checkExtends(get(root, "extends"))),
      ]),
    ]),
  };
}

/** The mappings of an estate that hold promises. */
function estateBlocks(root: Located | undefined): (Located | undefined)[] {
  const profiles = get(root, "profiles");
  const all = profiles?.kind === "map" ? [...profiles.entries.values()] : [];
  return [get(root, "defaults"), ...all.map(({ node }) => node)];
}

/** Two policies of one name would share a schedule. Both places are named. */
function duplicateNames(policies: readonly Read[]): Diagnostic[] {
  const first = new Map<string, SourcePos>();
  return policies.flatMap(({ root }) => {
    const node = get(root, "name");
    const name = text(node);
    if (node === undefined || name === undefined) return [];
    const before = first.get(name);
    if (before === undefined) {
      first.set(name, node.at);
      return [];
    }
    const message = `a second policy ${show(name)}: the first is ${formatPos(before)}`;
    return [error("DUPLICATE", node.at, message, "give one of them another name")];
  });
}

/** Whether a file is read as a policy or an estate; `Orders.YAML` is, on systems that tell cases apart too. */
export function isYaml(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}

export function isEstate(path: string): boolean {
  return /(^|\/)estate\.ya?ml$/i.test(path);
}

export function isZoneLock(path: string): boolean {
  return /(^|\/)zones\.lock\.json$/.test(path);
}

export function isSigningLock(path: string): boolean {
  return /(^|\/)signing\.lock\.json$/.test(path);
}

/** Whether a command wrote it, and not a person. */
export function isLock(path: string): boolean {
  return isZoneLock(path) || isSigningLock(path);
}

function withSigners(
  estate: Estate | undefined,
  signing: ReturnType<typeof readSigningLock> | undefined,
): Estate | undefined {
  if (estate === undefined || signing?.keys === undefined) return estate;
  const { keys, rotating } = signing;
  const generations = generationsOf({ keys, rotating });
  const later = Object.keys(generations).length > 0 && { generations };
  return { ...estate, signers: keys, ...later };
}

/** Of some files there may be one; a second is a mistake, named with the first. */
function repeated(what: string, first: SourceFile | undefined, more: readonly SourceFile[]): Diagnostic[] {
  return more.map(({ path }) => {
    const message = `a second ${what}: the first is ${first?.path}`;
    return error("ESTATE", { file: path, line: 1, col: 1 }, message, "keep one of them");
  });
}

function readOne({ path, text }: SourceFile, name: keyof typeof START): Read {
  const { root, diagnostics } = parseYaml(path, text);
  const value = root && plain(root);
  if (root !== undefined && value !== null)
    return { root, diagnostics: [...diagnostics, ...checkSchema(name, value, () => root)] };
  if (diagnostics.length > 0) return { root: undefined, diagnostics };
  const at = { file: path, line: 1, col: 1 };
  return {
    root: undefined,
    diagnostics: [error("FILE", at, "the file is empty", START[name])],
  };
}

const START = {
  policy: "a policy starts with version: 1; write one, or delete the file",
  estate: "an estate starts with version: 1",
};

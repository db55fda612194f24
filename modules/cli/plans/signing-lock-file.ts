import { posix } from "node:path";
import { PolicyError } from "../../core/diagnostic.ts";
import { readPolicyFiles } from "../../load/policy-files.ts";
import { isEstate, isSigningLock } from "../../policy/parse.ts";
import type { SigningLock } from "../../policy/signing/generations.ts";
import { readSigningLock } from "../../policy/signing/read-signing-lock.ts";

export interface SigningLockFile extends SigningLock {
  /** Where it is, or will be. */
  readonly path: string;
}

/**
 * The signing lock of the policies of a file or folder; where there is none, no key is pinned yet, and it will lie beside
 * the estate, so that all policies of the estate find it.
 * @throws PolicyError when it is wrong
 */
export function readSigningLockFile(cwd: string, policies: string): SigningLockFile {
  const { files, folder } = readPolicyFiles(cwd, [policies]);
  const found = files.find(({ path }) => isSigningLock(path));
  if (found === undefined) {
    const estate = files.find(({ path }) => isEstate(path))?.path;
    const beside = estate === undefined ? folder : posix.dirname(estate);
    return { path: posix.join(beside, "signing.lock.json"), keys: [], rotating: {} };
  }
  const { keys, rotating, diagnostics } = readSigningLock(found.path, found.text);
  if (keys === undefined) throw new PolicyError(diagnostics);
  return { path: found.path, keys, rotating };
}

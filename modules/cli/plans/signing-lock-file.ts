import { join } from "node:path";
import type { PinnedKey } from "../../contract/signing.ts";
import { PolicyError } from "../../core/diagnostic.ts";
import { readPolicyFiles } from "../../load/policy-files.ts";
import { isSigningLock } from "../../policy/parse.ts";
import { readSigningLock } from "../../policy/signing/read-signing-lock.ts";

export interface SigningLockFile {
  /** Where it is, or will be. */
  readonly path: string;
  readonly keys: readonly PinnedKey[];
}

/**
 * The signing lock beside the policies of a file or folder; where there is none, no key is pinned yet.
 * @throws PolicyError when it is wrong
 */
export function readSigningLockFile(cwd: string, policies: string): SigningLockFile {
  const { files, folder } = readPolicyFiles(cwd, [policies]);
  const found = files.find(({ path }) => isSigningLock(path));
  if (found === undefined) return { path: join(folder, "signing.lock.json"), keys: [] };
  const { keys, diagnostics } = readSigningLock(found.path, found.text);
  if (keys === undefined) throw new PolicyError(diagnostics);
  return { path: found.path, keys };
}

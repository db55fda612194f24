import { createHash } from "node:crypto";
import type { PinnedKey } from "../../contract/signing.ts";
import type { Diagnostic } from "../../core/diagnostic.ts";
import { show } from "../../core/printable.ts";
import { type LockFault, readLockFile } from "../estate/read-lock-file.ts";

/** The keys whose signatures are believed: `policies/signing.lock.json`. */
interface SigningLock {
  readonly version: 1;
  readonly keys: readonly PinnedKey[];
}

/** Whoever writes a value here by hand says whom to believe: none is proposed. */
const HINT = "take the file as it was committed, rather than edit it: npx zonekeep pin adds what it lacks";

/** The signing lock of a file. `keys` is undefined when anything in it is wrong. */
export function readSigningLock(
  file: string,
  text: string,
): { readonly keys: readonly PinnedKey[] | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const { lock, diagnostics } = readLockFile<SigningLock>(file, text, {
    schema: "signing",
    noun: "signing lock",
    faults: contradictions,
    hint: HINT,
  });
  return { keys: lock?.keys, diagnostics: diagnostics.map((one) => ({ ...one, hint: HINT })) };
}

/** The text of a lock file: a line for each key, so that a change of one is a line of a diff. */
export function formatSigningLock(keys: readonly PinnedKey[]): string {
  const lines = keys.map(({ region, key, fingerprint, publicKey, from, until }) => {
    const facts = { region, key, fingerprint, publicKey, from, ...(until !== undefined && { until }) };
    return `    { ${Object.entries(facts)
      .map(([name, value]) => `"${name}": ${JSON.stringify(value)}`)
      .join(", ")} }`;
  });
  return `{\n  "version": 1,\n  "keys": [${lines.length === 0 ? "" : `\n${lines.join(",\n")}\n  `}]\n}\n`;
}

/** What a schema cannot say: each key once, of the region that it names, in order, one in use, with its own fingerprint. */
function contradictions({ keys }: SigningLock): LockFault[] {
  const seen = new Set<string>();
  const inUse = new Set<string>();
  return keys.flatMap(({ region, key, fingerprint, publicKey, from, until }, i): LockFault[] => {
    const faults: LockFault[] = [];
    const before = keys[i - 1];
    if (seen.has(key)) faults.push({ pointer: `/keys/${i}/key`, message: "the same key a second time" });
    seen.add(key);
    if (key.split(":")[3] !== region)
      faults.push({
        pointer: `/keys/${i}/key`,
        message: `a key of ${show(key.split(":")[3])} signs for ${show(region)}`,
      });
    if (before !== undefined && (before.region > region || (before.region === region && before.from > from)))
      faults.push({
        pointer: `/keys/${i}`,
        message: `${show(region)} of ${from} comes after ${show(before.region)} of ${before.from}`,
      });
    if (until === undefined && inUse.has(region))
      faults.push({ pointer: `/keys/${i}`, message: `a second key of ${show(region)} that is in use` });
    if (until === undefined) inUse.add(region);
    if (fingerprintOf(publicKey) !== fingerprint)
      faults.push({
        pointer: `/keys/${i}/fingerprint`,
        message: `the fingerprint of that public key is ${fingerprintOf(publicKey)}`,
      });
    if (until !== undefined && until < from)
      faults.push({ pointer: `/keys/${i}/until`, message: `it ends ${until}, before it began ${from}` });
    return faults;
  });
}

function fingerprintOf(publicKey: string): string {
  return createHash("sha256").update(Buffer.from(publicKey, "base64")).digest("hex");
}

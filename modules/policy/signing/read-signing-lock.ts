import { createHash } from "node:crypto";
import type { Diagnostic } from "../../core/diagnostic.ts";
import { show } from "../../core/printable.ts";
import { type LockFault, readLockFile } from "../estate/read-lock-file.ts";
import { type SigningLock, stillRotating } from "./generations.ts";

type LockText = Pick<SigningLock, "keys"> & Partial<SigningLock> & { readonly version: 1 };

/** Whoever writes a value here by hand says whom to believe: none is proposed. */
const HINT = "take the file as it was committed, rather than edit it: npx zonekeep pin adds what it lacks";

/** The signing lock of a file. `keys` is undefined when anything in it is wrong. */
export function readSigningLock(
  file: string,
  text: string,
): {
  readonly keys: SigningLock["keys"] | undefined;
  readonly rotating: SigningLock["rotating"];
  readonly diagnostics: readonly Diagnostic[];
} {
  const { lock, diagnostics } = readLockFile<LockText>(file, text, {
    schema: "signing",
    noun: "signing lock",
    faults: contradictions,
    hint: HINT,
  });
  return {
    keys: lock?.keys,
    rotating: lock?.rotating ?? {},
    diagnostics: diagnostics.map((one) => ({ ...one, hint: HINT })),
  };
}

/** The text of a lock file: a line for each key, so that a change of one is a line of a diff. */
export function formatSigningLock(keys: SigningLock["keys"], rotating: SigningLock["rotating"] = {}): string {
  const lines = keys.map(({ region, key, fingerprint, publicKey, from, until, generation }) => {
    const later = { ...(until !== undefined && { until }), ...(generation !== undefined && { generation }) };
    return `    ${lineOf({ region, key, fingerprint, publicKey, from, ...later })}`;
  });
  const next = Object.entries(rotating).sort(([a], [b]) => (a < b ? -1 : 1));
  const about = next.length === 0 ? "" : `  "rotating": ${lineOf(Object.fromEntries(next))},\n`;
  return `{\n  "version": 1,\n${about}  "keys": [${lines.length === 0 ? "" : `\n${lines.join(",\n")}\n  `}]\n}\n`;
}

function lineOf(facts: object): string {
  const members = Object.entries(facts).map(([name, value]) => `"${name}": ${JSON.stringify(value)}`);
  return `{ ${members.join(", ")} }`;
}

/** What a schema cannot say: each key once, of the region that it names, in order, one in use, with its own fingerprint. */
function contradictions({ keys, rotating = {} }: LockText): LockFault[] {
  const seen = new Set<string>();
  const inUse = new Set<string>();
  const ahead = stillRotating({ keys, rotating });
  const pinned = Object.keys(rotating).flatMap((region): LockFault[] =>
    region in ahead
      ? []
      : [{ pointer: `/rotating/${region}`, message: `that key of ${show(region)} is pinned already` }],
  );
  const ofKeys = keys.flatMap(({ region, key, fingerprint, publicKey, from, until }, i): LockFault[] => {
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
  return [...pinned, ...ofKeys];
}

function fingerprintOf(publicKey: string): string {
  return createHash("sha256").update(Buffer.from(publicKey, "base64")).digest("hex");
}

import { createPublicKey, type KeyObject } from "node:crypto";
import type { PinnedKey } from "../../contract/signing.ts";
import { sha256 } from "../bytes.ts";

/** What a key that signs is known by, as long as its public half is all that anybody tells. `publicKey`: DER, base64. */
export function pinOf(key: Omit<PinnedKey, "fingerprint">): PinnedKey {
  return { ...key, fingerprint: fingerprintOf(key.publicKey) };
}

function fingerprintOf(publicKey: string): string {
  return sha256(Buffer.from(publicKey, "base64"));
}

/** Of each pin, made once: reading a key takes longer than a verification with it. */
const known = new WeakMap<PinnedKey, KeyObject | "none">();

/** The key of a pin; `undefined` where the fingerprint is that of another one, or it is no key at all. */
export function publicKeyOf(pin: PinnedKey): KeyObject | undefined {
  const key = known.get(pin) ?? read(pin);
  known.set(pin, key);
  return key === "none" ? undefined : key;
}

function read({ publicKey, fingerprint }: PinnedKey): KeyObject | "none" {
  if (fingerprintOf(publicKey) !== fingerprint) return "none";
  try {
    return createPublicKey({ key: Buffer.from(publicKey, "base64"), format: "der", type: "spki" });
  } catch {
    return "none";
  }
}

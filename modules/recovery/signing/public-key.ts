import { createPublicKey, type KeyObject } from "node:crypto";
import type { PinnedKey } from "../../contract/signing.ts";
import { sha256 } from "../bytes.ts";

/** Of each pin, made once: reading a key takes longer than a verification with it. */
const known = new WeakMap<PinnedKey, KeyObject | "none">();

/** The key of a pin; `undefined` where the fingerprint is that of another one, or it is no key at all. */
export function publicKeyOf(pin: PinnedKey): KeyObject | undefined {
  const key = known.get(pin) ?? read(pin);
  known.set(pin, key);
  return key === "none" ? undefined : key;
}

function read({ publicKey, fingerprint }: PinnedKey): KeyObject | "none" {
  const der = Buffer.from(publicKey, "base64");
  if (sha256(der) !== fingerprint) return "none";
  try {
    return createPublicKey({ key: der, format: "der", type: "spki" });
  } catch {
    return "none";
  }
}

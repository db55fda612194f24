import { createCipheriv, createDecipheriv } from "node:crypto";
import type { CopyTarget } from "../contract/events.ts";
import { jsonBytes } from "./bytes.ts";
import type { PointName } from "./layout.ts";
import type { Wrap } from "./manifest.ts";

/** What a data key is for; a key wrapped for one point opens no other. */
export type KeyContext = Readonly<Record<string, string>>;

/** The keys of sites. Errors name the key and the site, never the data key. */
export interface KeyPort {
  /** The 32 bytes of a data key, encrypted by the key of `target`. */
  wrapFor(target: CopyTarget, plaintext: Uint8Array, context: KeyContext): Promise<Uint8Array>;
  unwrap(wrap: Wrap): Promise<Uint8Array>;
}

/** Bytes of a data key. */
export const KEY_SIZE = 32;

const CIPHER = "aes-256-gcm";
const NONCE = 12;
const TAG = 16;

/** `secrets`: SHA-256 of the sealed bytes that it opens, 64 hex digits, and no others. */
export function keyContext(
  account: string,
  site: string,
  { kind, id, run }: PointName,
  secrets: string,
): KeyContext {
  return { account, site, kind, id, run, secrets };
}

/** `nonce`: 12 random bytes. @returns nonce, ciphertext, 16-byte tag. */
export function seal(value: unknown, key: Uint8Array, nonce: Uint8Array): Uint8Array {
  if (nonce.length !== NONCE) throw new Error(`a nonce has ${NONCE} bytes, not ${nonce.length}`);
  const cipher = createCipheriv(CIPHER, key, nonce);
  const plaintext = jsonBytes(value);
  const sealed = Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  plaintext.fill(0);
  return sealed;
}

/** @throws when the key is another one or a bit has changed. */
export function unseal(sealed: Uint8Array, key: Uint8Array): unknown {
  if (sealed.length < NONCE + TAG) throw new Error("the secrets are too short to be sealed by this cipher");
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  const opened = decipher.update(sealed.subarray(NONCE, sealed.length - TAG));
  let plaintext: Buffer;
  try {
    plaintext = Buffer.concat([opened, decipher.final()]);
  } catch {
    throw new Error("the secrets do not open with this key: another key, or a changed byte");
  }
  return JSON.parse(plaintext.toString("utf8"));
}

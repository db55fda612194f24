import { createHash } from "node:crypto";
import type { CopyTarget } from "../../modules/contract/events.ts";
import type { Wrap } from "../../modules/recovery/manifest.ts";
import type { KeyContext, KeyPort } from "../../modules/recovery/secrets.ts";

/** Keys by their ARN: a wrapped key opens with the same key and context only, as in KMS. */
export class FakeKeys implements KeyPort {
  /** Keys that cannot be used. */
  readonly refused = new Set<string>();
  /** Data keys handed out, as they are in memory now. */
  readonly handedOut: Uint8Array[] = [];
  /** Asked before each use; throws for a dead process. */
  before: () => void = () => undefined;

  async wrapFor({ key }: CopyTarget, plaintext: Uint8Array, context: KeyContext) {
    this.#use(key);
    if (!this.handedOut.includes(plaintext)) this.handedOut.push(plaintext);
    return mask(plaintext, key, context);
  }

  async unwrap({ key, wrapped, context }: Wrap) {
    this.#use(key);
    const plaintext = mask(Buffer.from(wrapped, "base64"), key, context);
    this.handedOut.push(plaintext);
    return plaintext;
  }

  #use(key: string): void {
    this.before();
    if (this.refused.has(key)) throw new Error(`${key} is disabled`);
  }
}

function mask(bytes: Uint8Array, key: string, context: KeyContext): Uint8Array {
  const pad = createHash("sha256")
    .update(JSON.stringify([key, Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))]))
    .digest();
  return bytes.map((byte, at) => byte ^ (pad[at] ?? 0));
}

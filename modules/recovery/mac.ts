import { createHmac, timingSafeEqual } from "node:crypto";
import { jsonBytes } from "./bytes.ts";

/** HMAC-SHA256 of a value as JSON with sorted keys, 64 hex digits. `secret`: 32 bytes. */
export function macOf(value: unknown, secret: Uint8Array): string {
  return createHmac("sha256", secret).update(jsonBytes(value)).digest("hex");
}

/** Whether whoever said `said` has the secret, in a time that tells nothing of either. */
export function isMacOf(said: string, value: unknown, secret: Uint8Array): boolean {
  const [one, other] = [said, macOf(value, secret)].map((mac) => Buffer.from(mac, "hex"));
  return (
    one !== undefined && other !== undefined && one.length === other.length && timingSafeEqual(one, other)
  );
}

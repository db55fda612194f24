import { hashOfJson } from "../recovery/bytes.ts";

/** What stands for a value where there is room for little: 14 letters of base64url, the first 84 bits of its SHA-256. */
export function shortMarkOf(value: unknown): string {
  return Buffer.from(hashOfJson(value), "hex").toString("base64url").slice(0, 14);
}

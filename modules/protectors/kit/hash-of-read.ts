import { createHash } from "node:crypto";
import { toJson } from "./json.ts";
import { sortedKeys } from "./sorted-keys.ts";

/** One text for all that was read of a thing, which has no revision of AWS's: SHA-256, whatever the order of its members. */
export function hashOfRead(read: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify(sortedKeys(toJson(read))))
    .digest("hex");
}

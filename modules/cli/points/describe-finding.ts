import type { Finding } from "../../recovery/verify.ts";

/** One finding in one line, with the key of the object that it is about. */
export function describeFinding({ problem, part, key, detail }: Finding): string {
  return `${problem} ${part}: ${detail}${detail.includes(key) ? "" : ` (${key})`}`;
}

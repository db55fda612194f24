import { sha256 } from "../recovery/bytes.ts";

/** `20261123T210800Z-1f2e3d4c`: sorts by age, and the same execution has the same id whenever it is asked. */
export function runId(execution: { readonly id: string; readonly startedAt: string }): string {
  const seconds = new Date(execution.startedAt).toISOString().slice(0, 19);
  return `${seconds.replaceAll(/[-:]/g, "")}Z-${sha256(Buffer.from(execution.id)).slice(0, 8)}`;
}

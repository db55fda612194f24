import { randomBytes } from "node:crypto";
import type { KeyMaker, KeyOpener, RunStore } from "../../modules/drain/ports.ts";
import { drainedFolder } from "../../modules/recovery/layout.ts";
import type { MemoryStore } from "./memory-store.ts";

/** The data key of the run that was kept last. */
export interface KeptKey {
  bytes?: Uint8Array;
}

/** Where a run of what was taken from `from` lies, with a key that nothing wraps. */
export function drainedPlace(
  store: MemoryStore,
  key: KeptKey,
  { from, run, lockUntil }: { readonly from: string; readonly run: string; readonly lockUntil: string },
): RunStore & KeyMaker & KeyOpener {
  return {
    store,
    folder: drainedFolder("123456789012/us-east-1/", from, run),
    run,
    lockUntil,
    random: randomBytes,
    wrap: async (plaintext) => {
      key.bytes = Uint8Array.from(plaintext);
      return { site: "us-east-1", region: "us-east-1", key: "k", wrapped: "AA==", context: {} };
    },
    unwrap: async () => Uint8Array.from(key.bytes ?? []),
  };
}

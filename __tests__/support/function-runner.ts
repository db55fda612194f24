import type { RunnerPorts } from "../../handlers/capture/capture.ts";
import { lambda } from "../../modules/protectors/lambda/protector.ts";
import { knownBlob } from "../../modules/recovery/known-blob.ts";
import { FakeKeys } from "./fake-keys.ts";
import type { FakeRegion } from "./fake-region.ts";
import type { MemoryStore } from "./memory-store.ts";
import { MemoryWork } from "./memory-work.ts";
import { witness } from "./run-witness.ts";
import { PREFIX } from "./sample-point.ts";

/** What a runner that captures functions of a region works with, on one store. */
export function functionRunner(source: FakeRegion, store: MemoryStore, now: string): RunnerPorts {
  return {
    aws: { ...source.ports(), known: knownBlob(store, PREFIX) },
    protector: async () => lambda,
    store,
    keys: new FakeKeys(),
    work: new MemoryWork(),
    ...witness,
    random: (size) => new Uint8Array(size),
    log: () => undefined,
    now: () => new Date(now),
  };
}

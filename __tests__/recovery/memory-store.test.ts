import { describe } from "vitest";
import { MemoryStore } from "../support/memory-store.ts";
import { storeConformance } from "../support/store-conformance.ts";

describe("a store in memory", () => {
  storeConformance(
    async () => new MemoryStore(),
    async (store, key) => {
      (store as MemoryStore).hidden.add(key);
    },
  );
});

import { application, backUp } from "../../support/application.ts";
import { MemoryStore } from "../../support/memory-store.ts";

/** The application as one run backed it up. */
export async function kept(): Promise<MemoryStore> {
  const store = new MemoryStore();
  await backUp(application(), store);
  return store;
}

import { bytesContent, collect } from "../../modules/recovery/bytes.ts";
import type { Spool, Spooled } from "../../modules/recovery/store.ts";

/** A spool in memory that knows how much it still holds. */
export class MemorySpool implements Spool {
  readonly held = new Set<Spooled>();

  async write(source: AsyncIterable<Uint8Array>, limit: number): Promise<Spooled> {
    const spooled: Spooled = {
      ...bytesContent(await collect(source, limit)),
      discard: async () => {
        this.held.delete(spooled);
      },
    };
    this.held.add(spooled);
    return spooled;
  }
}

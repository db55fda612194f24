import type { Run } from "../contract/events.ts";
import type { ThingId } from "../contract/kinds.ts";
import { encodeId } from "../recovery/id-segment.ts";

/** Where a run keeps what it will not need later: plain objects, overwritten by a retry, expiring by themselves. */
export interface WorkArea {
  /** Writes, whatever was there. */
  put(key: string, value: unknown): Promise<void>;
  /** Whether it was written: `false` when something is there. */
  create(key: string, value: unknown): Promise<boolean>;
  /**
   * The JSON that was put; `undefined` when nothing was.
   * @throws StrangeWorkError for what no runner puts: no JSON, or more bytes than `most`
   */
  get(key: string, most?: number): Promise<unknown>;
}

/** Somebody else wrote into the work area. */
export class StrangeWorkError extends Error {}

/** Pinned for the run: a JSON array of `CaptureItem`. */
export function itemsKey(prefix: string, run: Run): string {
  return `${prefix}${run.id}/items.json`;
}

/** What discover could not read: a JSON array of sentences. */
export function warningsKey(prefix: string, run: Run): string {
  return `${prefix}${run.id}/warnings.json`;
}

/** A `CaptureOutcome`. */
export function outcomeKey(prefix: string, run: Run, { kind, id }: ThingId): string {
  return `${prefix}${run.id}/outcomes/${kind}/${encodeId(id)}.json`;
}

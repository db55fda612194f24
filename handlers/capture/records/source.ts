import type { Begun } from "../../../modules/drain/records/begin-from.ts";
import type { ChunkPorts } from "../../../modules/drain/records/chunk-writer.ts";
import type { RecordsIndex } from "../../../modules/drain/records/index-form.ts";

/** What is at hand while a source is read. */
interface SourcePorts extends ChunkPorts {
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** When a run began to read, and when this call of it ends: milliseconds since 1970. */
interface SourceTimes {
  readonly began: number;
  readonly end: number;
}

interface SourceRead {
  readonly index: RecordsIndex;
  /** Whether all is read that a run reads. */
  readonly finished: boolean;
  /** No point names more than it has so far. */
  readonly isFull: boolean;
  /** That were read now. */
  readonly records: number;
  /** Reads that were refused because others read as well. */
  readonly throttled: number;
  /** What a person must know, and what only where the run reads no further. */
  readonly told: readonly string[];
  readonly behind: readonly string[];
}

/** What keeps for a while what came, such as a stream or an archive, and how a run reads it on. */
export interface RecordSource {
  /** How far back it keeps anything: milliseconds. */
  readonly retentionMs: number;
  /** Milliseconds that one call reads at most. */
  readonly callMs: number;
  /** So far behind the time of its capture a point is, and nobody is told: milliseconds. */
  readonly lateMs: number;
  /** Where a run reads on: after what an earlier one has read, where nothing can be missing in between. */
  begin(earlier: RecordsIndex | undefined, windowMs: number, began: number): Promise<Begun>;
  /** @throws Error where what a point would name were not whole */
  read(
    ports: SourcePorts,
    index: RecordsIndex,
    times: SourceTimes,
    goesOn: (at: number) => Promise<boolean>,
  ): Promise<SourceRead>;
}

import { Ajv } from "ajv";
import { closedSchema, TEXT, TEXTS } from "../../core/closed-schema.ts";
import type { BlobRef } from "../../recovery/manifest.ts";
import type { ShardPlace, Standing } from "../read-shards.ts";

/** Part of a point: which bytes hold its records, and where the next run reads on. */
export const INDEX = "records/index";
/** Parts of a point: sealed records, in their order. */
export const chunkName = (place: number): string => `records/${String(place + 1).padStart(6, "0")}`;

/** Bytes of an index: one of 10,000 chunks is smaller. */
export const MAX_INDEX = 16 * 1024 * 1024;

/** Records that are sealed as one. */
export interface ChunkRef extends BlobRef {
  /** Its key's place among the keys. */
  readonly key: number;
  readonly records: number;
  /** Of the records, as their producers put them. */
  readonly bytes: number;
  /** Records without a partition key. */
  readonly ungrouped: number;
  /** When the first and the last of them arrived, ISO 8601. */
  readonly first: string;
  readonly last: string;
}

/** A wrapped key. */
export interface KeyRef extends BlobRef {
  /** That it is wrapped for: no later run can do so for another one. */
  readonly sites: readonly string[];
}

/** A shard that is not read to its end. Hash keys are whole numbers below 2^128. */
export interface ShardRow {
  readonly id: string;
  readonly start: string;
  readonly end: string;
  readonly parents: readonly string[];
  readonly after?: string;
  /** ISO 8601. */
  readonly reached: string;
}

/** What came between two times, and is not held. ISO 8601. */
export interface Gap {
  readonly since: string;
  readonly until: string;
}

/** What of a stream's records, or an archive's events, a point holds: all that came between two times, but for the gaps. */
export interface RecordsIndex {
  readonly format: 1;
  /** ARN, of an archive too. */
  readonly stream: string;
  /** When it was made: another one of its name has other records. ISO 8601. */
  readonly made: string;
  /** ISO 8601. */
  readonly since: string;
  readonly until: string;
  readonly chunks: readonly ChunkRef[];
  readonly keys: readonly KeyRef[];
  /** Of an archive, which has none, empty. */
  readonly shards: readonly ShardRow[];
  /** Shards that were read to their end, and that the stream tells of still. */
  readonly ended: readonly string[];
  /** Of an archive: minutes that the next replay takes, down to a second. Absent: nothing is known of it yet. */
  readonly slice?: number;
  /** Of an archive: times with more events than one reading takes, oldest first. Absent: none. */
  readonly gaps?: readonly Gap[];
}

export function standingOf({ shards, ended }: Pick<RecordsIndex, "shards" | "ended">): Standing {
  return {
    places: shards.map(({ id, start, end, parents, after, reached }) => ({
      shard: { id, start: BigInt(start), end: BigInt(end), parents },
      ...(after !== undefined && { after }),
      reached: Date.parse(reached),
    })),
    ended,
  };
}

export function rowOf({ shard: { id, start, end, parents }, after, reached }: ShardPlace): ShardRow {
  return {
    ...{ id, start: String(start), end: String(end), parents },
    ...(after !== undefined && { after }),
    reached: new Date(reached).toISOString(),
  };
}

/** How many records an index names, and their bytes. */
export function amountOf({ chunks }: Pick<RecordsIndex, "chunks">): {
  readonly records: number;
  readonly bytes: number;
} {
  return {
    records: chunks.reduce((sum, { records }) => sum + records, 0),
    bytes: chunks.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

const instant = { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$" } as const;
const count = { type: "integer", minimum: 0 } as const;
const number = { type: "string", pattern: "^\\d{1,39}$" } as const;
const blob = { sha256: { type: "string", pattern: "^[0-9a-f]{64}$" }, size: count } as const;
const list = (items: object) => ({ type: "array", maxItems: 20_000, items });

export const isIndex = new Ajv().compile<RecordsIndex>(
  closedSchema(
    {
      ...{ format: { const: 1 }, stream: TEXT, made: instant, since: instant, until: instant },
      chunks: list(
        closedSchema({
          ...blob,
          ...{ key: count, records: count, bytes: count, ungrouped: count, first: instant, last: instant },
        }),
      ),
      keys: list(closedSchema({ ...blob, sites: TEXTS })),
      shards: list(
        closedSchema(
          { id: TEXT, start: number, end: number, parents: TEXTS, reached: instant },
          { after: TEXT },
        ),
      ),
      ended: TEXTS,
    },
    {
      slice: { type: "number", exclusiveMinimum: 0 },
      gaps: list(closedSchema({ since: instant, until: instant })),
    },
  ),
);

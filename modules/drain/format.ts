import { Ajv } from "ajv";
import { closedSchema, TEXT, TEXTS } from "../core/closed-schema.ts";
import { macOf } from "../recovery/mac.ts";
import type { KeptMessage } from "./message.ts";

export const KEY = "key.json";
export const SENT = "sent/";

/** What is sealed as one: the messages that were received together, and where they stand. */
export interface Batch {
  /** ARN of the queue that they were in. */
  readonly queue: string;
  readonly run: string;
  /** From 1. */
  readonly number: number;
  /** SHA-256 of the sealed batch before; null for the first. */
  readonly before: string | null;
  readonly messages: readonly KeptMessage[];
}

/** Records of a stream that a run sealed as one, each shard's in their order. */
export interface Chunk {
  /** ARN of the stream, and when that was made. */
  readonly stream: string;
  readonly made: string;
  readonly messages: readonly KeptMessage[];
}

/** Sealed, and written last: without it a drain did not come to its end. */
export interface DrainedManifest {
  readonly format: 1;
  readonly queue: string;
  readonly run: string;
  readonly messages: number;
  /** SHA-256 of each sealed batch, in their order. */
  readonly batches: readonly string[];
}

/** What was sent in one call, sealed: `batch.place`, both as numbers from 1 and 0. */
export interface SentLedger {
  readonly run: string;
  /** ARN of the queue that it was sent to. */
  readonly to: string;
  /** When that was made, ISO 8601. Absent in ledgers of older versions: the one that is there counts as it. */
  readonly made?: string;
  readonly sent: readonly string[];
}

/** Nobody without the run's key knows the name, so that nobody puts something else there first. */
export function batchName(key: Uint8Array, number: number): string {
  const counted = String(number).padStart(6, "0");
  return `batches/${counted}-${drawn(key, `batch ${number}`)}`;
}

/** Of the manifest; as with batches. */
export function manifestName(key: Uint8Array): string {
  return `drained-${drawn(key, "manifest")}`;
}

function drawn(key: Uint8Array, what: string): string {
  return macOf(what, key).slice(0, 32);
}

const ajv = new Ajv();

const messages = {
  type: "array",
  items: closedSchema(
    {
      id: TEXT,
      body: TEXT,
      attributes: {
        type: "object",
        additionalProperties: closedSchema({ type: TEXT }, { text: TEXT, bytes: TEXT }),
      },
    },
    { group: TEXT, deduplication: TEXT, trace: TEXT, hashKey: TEXT, arrived: { type: "integer" } },
  ),
};

export const isBatch = ajv.compile<Batch>(
  closedSchema({
    queue: TEXT,
    run: TEXT,
    number: { type: "integer", minimum: 1 },
    before: { type: ["string", "null"] },
    messages,
  }),
);

export const isChunk = ajv.compile<Chunk>(closedSchema({ stream: TEXT, made: TEXT, messages }));

export const isManifest = ajv.compile<DrainedManifest>(
  closedSchema({
    format: { const: 1 },
    queue: TEXT,
    run: TEXT,
    messages: { type: "integer" },
    batches: TEXTS,
  }),
);

export const isLedger = ajv.compile<SentLedger>(
  closedSchema({ run: TEXT, to: TEXT, sent: TEXTS }, { made: TEXT }),
);

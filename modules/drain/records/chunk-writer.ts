import { bytesContent, jsonContent } from "../../recovery/bytes.ts";
import type { Wrap } from "../../recovery/manifest.ts";
import { MAX_IN_MEMORY } from "../../recovery/read-blob.ts";
import { KEY_SIZE, seal } from "../../recovery/secrets.ts";
import type { Content } from "../../recovery/store.ts";
import type { Chunk } from "../format.ts";
import type { KeptMessage } from "../message.ts";
import type { ReadStream } from "../stream.ts";
import type { ChunkRef, KeyRef } from "./index-form.ts";

/**
 * Bytes of text after which records are sealed, what they take in memory counted too: with one answer of Kinesis more, at
 * most 10 MiB, and its copies as text and sealed, they fit into 100 MB.
 */
const FULL = 6 * 1024 * 1024;
/** What a record takes beside its texts. */
const RECORD = 300;
const NONCE = 12;

export interface ChunkPorts {
  /** Cryptographically random bytes. */
  readonly random: (bytes: number) => Uint8Array;
  /** A data key, encrypted for each site that has to open it. */
  readonly wrap: (plaintext: Uint8Array) => Promise<readonly Wrap[]>;
  /** Returns when the bytes lie where their hash says, and are locked. */
  readonly keep: (bytes: Content) => Promise<void>;
}

/** Seals records with a key of its own, which nothing opens here once it is closed. */
export class ChunkWriter {
  readonly #ports: ChunkPorts;
  readonly #stream: Pick<ReadStream, "arn" | "made">;
  readonly #place: number;
  readonly #key: Uint8Array;
  readonly chunks: ChunkRef[] = [];
  /** The wrapped key. Absent: nothing is sealed with it. */
  key: KeyRef | undefined;
  #waiting: KeptMessage[] = [];
  /** Of the records, as their producers put them. */
  #bytes = 0;
  /** Of what they are sealed as. */
  #weight = 0;

  /** `place`: of its key among those of the index. Close it when done. */
  constructor(ports: ChunkPorts, stream: Pick<ReadStream, "arn" | "made">, place: number) {
    this.#ports = ports;
    this.#stream = stream;
    this.#place = place;
    this.#key = ports.random(KEY_SIZE);
  }

  async add(messages: readonly KeptMessage[]): Promise<void> {
    for (const message of messages) {
      this.#waiting.push(message);
      this.#bytes += sizeOfBody(message);
      this.#weight += weightOf(message);
      if (this.#weight >= FULL) await this.flush();
    }
  }

  /** Seals what waits. @throws Error where nobody would read it again */
  async flush(): Promise<void> {
    const messages = this.#waiting;
    if (messages.length === 0) return;
    const { arn: stream, made } = this.#stream;
    this.key ??= await this.#keepKey();
    const chunk: Chunk = { stream, made, messages };
    const sealed = bytesContent(seal(chunk, this.#key, this.#ports.random(NONCE)));
    if (sealed.size > MAX_IN_MEMORY)
      throw new Error(
        `${messages.length} records from ${messages[0]?.id} on take ${sealed.size} bytes, and no more than ${MAX_IN_MEMORY} are read again`,
      );
    await this.#ports.keep(sealed);
    const times = messages.map(({ arrived = 0 }) => arrived);
    this.chunks.push({
      ...{ sha256: sealed.sha256, size: sealed.size, key: this.#place },
      ...{ records: messages.length, bytes: this.#bytes },
      ungrouped: messages.filter(({ group }) => group === undefined).length,
      first: new Date(times.reduce((a, b) => Math.min(a, b))).toISOString(),
      last: new Date(times.reduce((a, b) => Math.max(a, b))).toISOString(),
    });
    this.#waiting = [];
    this.#bytes = 0;
    this.#weight = 0;
  }

  /** Forgets the key. */
  close(): void {
    this.#key.fill(0);
  }

  async #keepKey(): Promise<KeyRef> {
    const wraps = await this.#ports.wrap(this.#key);
    const content = jsonContent(wraps);
    await this.#ports.keep(content);
    return { sha256: content.sha256, size: content.size, sites: wraps.map(({ site }) => site) };
  }
}

/** A key may be 256 letters of six bytes each, once they are escaped. */
function weightOf({ body, ...beside }: KeptMessage): number {
  return RECORD + body.length + Buffer.byteLength(JSON.stringify(beside));
}

/** Of base64. */
function sizeOfBody({ body }: KeptMessage): number {
  return Buffer.byteLength(body, "base64");
}

import { bytesContent, jsonContent } from "../recovery/bytes.ts";
import { KEY_SIZE, seal } from "../recovery/secrets.ts";
import { type Batch, batchName, type DrainedManifest, KEY, manifestName } from "./format.ts";
import { keepLocked } from "./keep.ts";
import type { KeptMessage } from "./message.ts";
import type { KeyMaker, RunStore } from "./ports.ts";

const NONCE = 12;

/** Puts what a run takes into the store: sealed with a key of the run's own, each batch naming the one before. */
export class RunWriter {
  readonly #ports: RunStore & KeyMaker;
  readonly #from: string;
  readonly #key: Uint8Array;
  readonly #hashes: string[] = [];
  messages = 0;

  /** `from`: ARN of the queue or stream. Close it when done. */
  constructor(ports: RunStore & KeyMaker, from: string) {
    this.#ports = ports;
    this.#from = from;
    this.#key = ports.random(KEY_SIZE);
  }

  get batches(): number {
    return this.#hashes.length;
  }

  /** Returns when it lies in the store, compared and locked. */
  async add(messages: readonly KeptMessage[]): Promise<void> {
    const key = this.#key;
    if (this.#hashes.length === 0)
      await keepLocked(this.#ports, KEY, jsonContent(await this.#ports.wrap(key)));
    const number = this.#hashes.length + 1;
    const before = this.#hashes.at(-1) ?? null;
    const batch: Batch = { queue: this.#from, run: this.#ports.run, number, before, messages };
    const sealed = this.#sealed(batch);
    await keepLocked(this.#ports, batchName(key, number), sealed);
    this.#hashes.push(sealed.sha256);
    this.messages += messages.length;
  }

  /** Writes the manifest, where there is something to name: the run has come to its end. */
  async end(): Promise<void> {
    if (this.#hashes.length === 0) return;
    const manifest: DrainedManifest = {
      format: 1,
      queue: this.#from,
      run: this.#ports.run,
      messages: this.messages,
      batches: this.#hashes,
    };
    await keepLocked(this.#ports, manifestName(this.#key), this.#sealed(manifest));
  }

  /** Forgets the key. */
  close(): void {
    this.#key.fill(0);
  }

  #sealed(value: Batch | DrainedManifest) {
    return bytesContent(seal(value, this.#key, this.#ports.random(NONCE)));
  }
}

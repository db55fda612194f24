import { collect, sha256, TooLongError } from "../recovery/bytes.ts";
import { readWrap } from "../recovery/open-secrets.ts";
import { unseal } from "../recovery/secrets.ts";
import type { Store } from "../recovery/store.ts";
import {
  type Batch,
  batchName,
  type DrainedManifest,
  isBatch,
  isLedger,
  isManifest,
  KEY,
  manifestName,
  SENT,
  type SentLedger,
} from "./format.ts";
import type { FilledQueue, KeyOpener, RunStore } from "./ports.ts";

/** Bytes: ten messages of 1 MiB, as JSON. */
const MAX_BATCH = 64 * 1024 * 1024;
const MAX_LEDGER = 1024 * 1024;

type RunIn = Pick<RunStore, "store" | "folder" | "run">;

/** One run, with its data key open: fill it with zeros when done. */
export interface OpenRun {
  readonly key: Uint8Array;
  /** ARN of the queue that it was taken from. */
  readonly queue: string;
  readonly messages: number;
  /** Messages without a group, or records without a partition key. */
  readonly ungrouped: number;
  readonly batches: number;
  /** Whether the drain came to its end. */
  readonly ended: boolean;
}

/**
 * Reads and checks all of a run before anything is sent: each batch opens with the run's key, says where it stands, and
 * names the one before; and the manifest, where there is one, names them all. What somebody else put beside them is not
 * looked at: names of a run are drawn with its key.
 * @throws Error of what is missing or changed, by its key
 */
export async function openRun(at: RunIn & KeyOpener): Promise<OpenRun> {
  const { store, folder, run } = at;
  const key = await at.unwrap(await readWrap(store, `${folder}${KEY}`));
  try {
    const manifest = await readManifest(at, key);
    const hashes: string[] = [];
    let [queue, messages, ungrouped] = ["", 0, 0];
    for (let number = 1; ; number++) {
      const found = await batchAt(at, key, number);
      if (found === undefined) break;
      const { batch, hash } = found;
      if (batch.before !== (hashes.at(-1) ?? null))
        throw new Error(
          `${store.name}/${folder}${batchName(key, number)} does not follow the batch before it`,
        );
      hashes.push(hash);
      [queue, messages] = [batch.queue, messages + batch.messages.length];
      ungrouped += batch.messages.filter(({ group }) => !group).length;
    }
    if (manifest !== undefined && JSON.stringify(manifest.batches) !== JSON.stringify(hashes))
      throw new Error(
        `${store.name}/${folder}batches/ has ${hashes.length} batches that follow each other, and the run had ${manifest.batches.length}`,
      );
    if (hashes.length === 0) throw new Error(`${store.name}/${folder} of run ${run} has no batch`);
    return { key, queue, messages, ungrouped, batches: hashes.length, ended: manifest !== undefined };
  } catch (error) {
    key.fill(0);
    throw error;
  }
}

/** One batch, opened. @throws Error where it is missing, was changed, or is that of another run */
export async function readBatch(at: RunIn, key: Uint8Array, number: number): Promise<OpenBatch> {
  const found = await batchAt(at, key, number);
  if (found === undefined)
    throw new Error(`${at.folder}${batchName(key, number)} is not in ${at.store.name}`);
  return found;
}

interface OpenBatch {
  readonly batch: Batch;
  /** SHA-256 of it, sealed. */
  readonly hash: string;
}

/** `undefined`: the run has no batch of this number. */
async function batchAt(
  { store, folder, run }: RunIn,
  key: Uint8Array,
  number: number,
): Promise<OpenBatch | undefined> {
  const at = `${folder}${batchName(key, number)}`;
  const source = await store.open(at);
  if (source === undefined) return undefined;
  const sealed = await collect(source, MAX_BATCH);
  const batch = opened(store, at, sealed, key);
  if (!isBatch(batch) || batch.run !== run || batch.number !== number)
    throw new Error(`${store.name}/${at} is not batch ${number} of run ${run}`);
  return { batch, hash: sha256(sealed) };
}

/** Places of messages that were sent already. */
interface Sent {
  readonly here: ReadonlySet<string>;
  /** To another one of that name, which is gone. */
  readonly gone: ReadonlySet<string>;
}

/** What was sent to a queue already. What does not open with the run's key is somebody else's. */
export async function readSent(
  { store, folder, run }: RunIn,
  key: Uint8Array,
  { arn, made }: Pick<FilledQueue, "arn" | "made">,
): Promise<Sent> {
  const [here, gone] = [new Set<string>(), new Set<string>()];
  for await (const { key: at } of store.list(`${folder}${SENT}`)) {
    const ledger = await ledgerAt(store, at, key);
    if (ledger?.run !== run || ledger.to !== arn) continue;
    const into = (ledger.made ?? made) === made ? here : gone;
    for (const place of ledger.sent) into.add(place);
  }
  return { here, gone };
}

async function ledgerAt(store: Store, at: string, key: Uint8Array): Promise<SentLedger | undefined> {
  const source = await store.open(at);
  if (source === undefined) return undefined;
  try {
    const ledger = opened(store, at, await collect(source, MAX_LEDGER), key);
    return isLedger(ledger) ? ledger : undefined;
  } catch (error) {
    if (error instanceof TooLongError || error instanceof StrangeError) return undefined;
    throw error;
  }
}

async function readManifest(
  { store, folder, run }: RunIn,
  key: Uint8Array,
): Promise<DrainedManifest | undefined> {
  const at = `${folder}${manifestName(key)}`;
  const source = await store.open(at);
  if (source === undefined) return undefined;
  const manifest = opened(store, at, await collect(source, MAX_BATCH), key);
  if (!isManifest(manifest) || manifest.run !== run)
    throw new Error(`${store.name}/${at} is not the manifest of run ${run}`);
  return manifest;
}

/** It does not open with the run's key. */
class StrangeError extends Error {}

function opened(store: Store, at: string, sealed: Uint8Array, key: Uint8Array): unknown {
  try {
    return unseal(sealed, key);
  } catch (error) {
    throw new StrangeError(`${store.name}/${at}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

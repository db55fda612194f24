import { collect, sha256 } from "../recovery/bytes.ts";
import { readWrap } from "../recovery/open-secrets.ts";
import { unseal } from "../recovery/secrets.ts";
import type { Store } from "../recovery/store.ts";
import {
  BATCHES,
  type Batch,
  batchName,
  type DrainedManifest,
  isBatch,
  isLedger,
  isManifest,
  KEY,
  MANIFEST,
  SENT,
  type SentLedger,
} from "./format.ts";
import type { KeyOpener, RunStore } from "./ports.ts";

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
  readonly batches: number;
  /** Whether the drain came to its end. */
  readonly ended: boolean;
}

/**
 * Reads and checks all of a run before anything is sent: each batch opens with the run's key, says where it stands, and
 * names the one before; and the manifest, where there is one, names them all.
 * @throws Error of what is missing or changed, by its key
 */
export async function openRun(at: RunIn & KeyOpener): Promise<OpenRun> {
  const { store, folder, run } = at;
  const key = await at.unwrap(await readWrap(store, `${folder}${KEY}`));
  try {
    const manifest = await readManifest(at);
    const hashes: string[] = [];
    let [queue, messages] = ["", 0];
    for await (const { key: found } of store.list(`${folder}${BATCHES}`)) {
      const number = hashes.length + 1;
      if (found !== `${folder}${batchName(number)}`)
        throw new Error(`${store.name}/${folder}${batchName(number)} is missing, and ${found} is there`);
      const { batch, hash } = await readBatch(at, key, number);
      if (batch.before !== (hashes.at(-1) ?? null))
        throw new Error(`${store.name}/${found} does not follow the batch before it`);
      hashes.push(hash);
      [queue, messages] = [batch.queue, messages + batch.messages.length];
    }
    if (manifest !== undefined && JSON.stringify(manifest.batches) !== JSON.stringify(hashes))
      throw new Error(`${store.name}/${folder}${MANIFEST} names other batches than there are`);
    if (hashes.length === 0) throw new Error(`${store.name}/${folder} of run ${run} has no batch`);
    return { key, queue, messages, batches: hashes.length, ended: manifest !== undefined };
  } catch (error) {
    key.fill(0);
    throw error;
  }
}

/** One batch, opened. @throws Error where it is missing, was changed, or is that of another run */
export async function readBatch(
  { store, folder, run }: RunIn,
  key: Uint8Array,
  number: number,
): Promise<{ readonly batch: Batch; readonly hash: string }> {
  const at = `${folder}${batchName(number)}`;
  const sealed = await bytesOf(store, at, MAX_BATCH);
  const batch = opened(store, at, sealed, key);
  if (!isBatch(batch) || batch.run !== run || batch.number !== number)
    throw new Error(`${store.name}/${at} is not batch ${number} of run ${run}`);
  return { batch, hash: sha256(sealed) };
}

/** Places of messages that were sent to a queue already. */
export async function readSent(
  { store, folder, run }: RunIn,
  key: Uint8Array,
  to: string,
): Promise<Set<string>> {
  const sent = new Set<string>();
  for await (const { key: at } of store.list(`${folder}${SENT}`)) {
    const ledger: SentLedger | unknown = opened(store, at, await bytesOf(store, at, MAX_LEDGER), key);
    if (!isLedger(ledger) || ledger.run !== run)
      throw new Error(`${store.name}/${at} is not what run ${run} has sent`);
    if (ledger.to === to) for (const place of ledger.sent) sent.add(place);
  }
  return sent;
}

async function readManifest({ store, folder, run }: RunIn): Promise<DrainedManifest | undefined> {
  const at = `${folder}${MANIFEST}`;
  const source = await store.open(at);
  if (source === undefined) return undefined;
  let manifest: unknown;
  try {
    manifest = JSON.parse(new TextDecoder().decode(await collect(source, MAX_BATCH)));
  } catch {
    throw new Error(`${store.name}/${at} is not JSON`);
  }
  if (!isManifest(manifest) || manifest.run !== run)
    throw new Error(`${store.name}/${at} is not the manifest of run ${run}`);
  return manifest;
}

async function bytesOf(store: Store, at: string, limit: number): Promise<Uint8Array> {
  const source = await store.open(at);
  if (source === undefined) throw new Error(`${at} is not in ${store.name}`);
  return collect(source, limit);
}

function opened(store: Store, at: string, sealed: Uint8Array, key: Uint8Array): unknown {
  try {
    return unseal(sealed, key);
  } catch (error) {
    throw new Error(`${store.name}/${at}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

import { whyText } from "../../core/causes.ts";
import { printable } from "../../core/printable.ts";
import { blobKey } from "../../recovery/layout.ts";
import { macOf } from "../../recovery/mac.ts";
import type { BlobRef } from "../../recovery/manifest.ts";
import { readVerified } from "../../recovery/read-blob.ts";
import type { RecoveryPoint } from "../../recovery/read-point.ts";
import { readRecordWraps, recordContext } from "../../recovery/record-keys.ts";
import { type KeyPort, unseal } from "../../recovery/secrets.ts";
import type { Store } from "../../recovery/store.ts";
import { isChunk } from "../format.ts";
import type { KeptMessage } from "../message.ts";
import type { Replayable } from "../replay.ts";
import { INDEX, isIndex, MAX_INDEX, type RecordsIndex } from "./index-form.ts";

/** Which records a point holds, or events. @throws Error where it holds none, or what says it is none that this version reads */
export async function readIndexOf(
  store: Store,
  { key, name, manifest }: RecoveryPoint,
): Promise<RecordsIndex> {
  const ref = manifest.blobs.find((blob) => blob.name === INDEX);
  if (ref === undefined)
    throw new Error(`${key} holds no records and no events: its policy asked for none (protect.events)`);
  return readIndexAt(store, name.prefix, ref);
}

/** What should say which records there are does not, or says it in another form. */
export class IndexError extends Error {}

/** @throws IndexError, BlobError */
export async function readIndexAt(
  store: Store,
  prefix: string,
  { sha256, size }: BlobRef,
): Promise<RecordsIndex> {
  const at = blobKey(prefix, sha256);
  if (size > MAX_INDEX) throw new IndexError(`${at} is too long for an index of records`);
  const text = Buffer.from(await readVerified(store, at, { sha256, size })).toString("utf8");
  const index: unknown = JSON.parse(text);
  if (!isIndex(index)) throw new IndexError(`${at} is no index of records that this version reads`);
  return index;
}

/**
 * The records of a point, each chunk read and opened before anything is sent. `near`: the site whose key is tried first.
 * @throws Error of what is missing or changed, or opens by no key
 */
export async function openRecords(
  store: Store,
  point: RecoveryPoint,
  keys: Pick<KeyPort, "unwrap">,
  near: string,
): Promise<Replayable> {
  const { prefix } = point.name;
  const index = await readIndexOf(store, point);
  const opened: Uint8Array[] = [];
  for (const ref of index.keys) opened.push(await openKey(ref));
  const { chunks, stream, made } = index;
  const batch = async (number: number): Promise<readonly KeptMessage[]> => {
    const ref = chunks[number - 1];
    const key = ref && opened[ref.key];
    if (ref === undefined || key === undefined)
      throw new Error(`${point.key} names no part ${number} of its records`);
    const at = blobKey(prefix, ref.sha256);
    const chunk = unseal(await readVerified(store, at, ref), key);
    if (!isChunk(chunk) || chunk.stream !== stream || chunk.made !== made)
      throw new Error(`${store.name}/${at} holds nothing of ${stream}`);
    // A chunk that the window cuts holds older ones, too.
    return chunk.messages.filter(({ arrived = since }) => arrived >= since);
  };
  const since = Date.parse(index.since);
  let [messages, ungrouped] = [0, 0];
  for (let number = 1; number <= chunks.length; number++) {
    const held = await batch(number);
    messages += held.length;
    ungrouped += held.filter(({ group }) => group === undefined).length;
  }
  return {
    ...{ from: stream, messages, ungrouped, batches: chunks.length, ended: true },
    key: Buffer.from(macOf("sent", opened[0] ?? new Uint8Array()), "hex"),
    batch,
  };

  async function openKey(ref: BlobRef): Promise<Uint8Array> {
    const context = recordContext(point.manifest);
    const own = [...(await readRecordWraps(store, point, ref))];
    const reasons: string[] = [];
    for (const wrap of own.sort((a, b) => Number(b.site === near) - Number(a.site === near)))
      try {
        return await keys.unwrap({ ...wrap, context });
      } catch (error) {
        reasons.push(`${printable(wrap.site)}: ${whyText(error)}`);
      }
    throw new Error(
      `records of ${point.key} cannot be opened: ${reasons.join("; ") || "no site has a wrapped key"}`,
    );
  }
}

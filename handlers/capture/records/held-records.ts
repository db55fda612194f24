import type { CaptureEvent, CaptureOutcome } from "../../../modules/contract/events.ts";
import type { Continuation, KeptRecords } from "../../../modules/contract/records.ts";
import {
  amountOf,
  chunkName,
  type Gap,
  INDEX,
  type RecordsIndex,
} from "../../../modules/drain/records/index-form.ts";
import { IndexError, readIndexAt } from "../../../modules/drain/records/open-records.ts";
import { heldNoun } from "../../../modules/protectors/held-noun.ts";
import type { CapturePorts } from "../../../modules/protectors/protector.ts";
import { BlobError } from "../../../modules/recovery/blob-error.ts";
import { jsonContent } from "../../../modules/recovery/bytes.ts";
import { blobKey } from "../../../modules/recovery/layout.ts";
import type { BlobRef } from "../../../modules/recovery/manifest.ts";
import { openVerified } from "../../../modules/recovery/read-blob.ts";
import { recordKeyName } from "../../../modules/recovery/record-keys.ts";
import type { Content, Store } from "../../../modules/recovery/store.ts";

/** What of its records a point of an item names. */
export interface CapturedRecords extends Pick<CaptureOutcome, "warnings"> {
  readonly kept: KeptRecords;
  /** By this run. */
  readonly by: Pick<NonNullable<CaptureOutcome["records"]>, "read" | "throttled">;
  readonly blobs: readonly { readonly name: string; readonly content: Content }[];
}

interface HeldPorts {
  readonly store: Store;
  readonly now: () => Date;
}

/** Of the newest point of it that has records, whatever policy asked for it. */
export async function earlierIndex(
  { aws, store }: { readonly aws: Pick<CapturePorts, "earlier">; readonly store: Store },
  { request, item }: CaptureEvent,
  onMore: (read: number) => void,
): Promise<RecordsIndex | undefined> {
  for await (const { blobs } of aws.earlier?.(item, { records: true, onMore }) ?? []) {
    const ref = blobs.find(({ name }) => name === INDEX);
    if (ref === undefined) continue;
    // What cannot be used is passed over: the one before it has its records, and where to read on.
    const index = await readIndexAt(store, request.store.prefix, ref).catch((error: unknown) => {
      if (error instanceof BlobError || error instanceof IndexError) return undefined;
      throw error;
    });
    if (index?.stream === item.arn) return index;
  }
  return undefined;
}

/** `lateMs`: so far behind nobody is told of. */
export function captured(
  { store, now }: HeldPorts,
  { request, item }: CaptureEvent,
  index: RecordsIndex,
  {
    read,
    throttled,
    warnings,
    lateMs,
  }: Pick<Continuation, "read" | "throttled" | "warnings"> & { readonly lateMs: number },
): CapturedRecords {
  const { since, until, chunks, keys } = index;
  const late = now().getTime() - Date.parse(until);
  const stored = ({ sha256, size }: BlobRef): Content => ({
    ...{ sha256, size },
    open: () => openVerified(store, blobKey(request.store.prefix, sha256), { sha256, size }),
  });
  return {
    kept: { since, until, ...amountOf(index) },
    by: { read, throttled },
    blobs: [
      { name: INDEX, content: jsonContent(index) },
      ...keys.map((ref, place) => ({ name: recordKeyName(place), content: stored(ref) })),
      ...chunks.map((ref, place) => ({ name: chunkName(place), content: stored(ref) })),
    ],
    warnings: [
      ...warnings,
      ...(index.gaps ?? []).map(lacking),
      ...request.copies.flatMap(({ site }) => unopened(index, site)),
      ...(late > lateMs
        ? [
            `its ${heldNoun(item.kind)}s are kept until ${until}, ${Math.round(late / 60_000)} minutes behind: the next run reads on`,
          ]
        : []),
    ],
  };
}

/** As long as it lies within the window, each point says so. */
function lacking({ since, until }: Gap): string {
  return `its events from ${since} to ${until} are in no point: more came than one reading takes; zonekeep archive keeps them by hand, while the archive has them`;
}

/** A key that a site never got opens nothing there, in this point or a later one, until its records leave the window. */
function unopened({ chunks, keys }: RecordsIndex, site: string): string[] {
  const closed = chunks.filter(({ key }) => keys[key]?.sites.includes(site) !== true);
  if (closed.length === 0) return [];
  const times = [
    closed.map(({ first }) => first).sort()[0],
    closed
      .map(({ last }) => last)
      .sort()
      .at(-1),
  ];
  return [
    `${site} cannot open ${amountOf({ chunks: closed }).records} of its records, which arrived from ${times.join(" to ")}: its key did not answer when they were read`,
  ];
}

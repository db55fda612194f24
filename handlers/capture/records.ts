import type {
  CaptureEvent,
  CaptureGoingOn,
  CaptureOutcome,
  CopyTarget,
} from "../../modules/contract/events.ts";
import type { Continuation, KeptRecords, RecordWindow } from "../../modules/contract/records.ts";
import { errorText } from "../../modules/core/error-text.ts";
import { beginFrom, within } from "../../modules/drain/records/begin-from.ts";
import { amountOf, chunkName, INDEX, type RecordsIndex } from "../../modules/drain/records/index-form.ts";
import { IndexError, readIndexAt } from "../../modules/drain/records/open-records.ts";
import { MOST_CHUNKS, readOn } from "../../modules/drain/records/read-on.ts";
import type { RecordStream } from "../../modules/drain/stream.ts";
import type { CapturePorts } from "../../modules/protectors/protector.ts";
import { BlobError } from "../../modules/recovery/blob-error.ts";
import { jsonContent } from "../../modules/recovery/bytes.ts";
import type { CommitPorts } from "../../modules/recovery/commit.ts";
import { blobKey } from "../../modules/recovery/layout.ts";
import type { BlobRef, Wrap } from "../../modules/recovery/manifest.ts";
import { openVerified } from "../../modules/recovery/read-blob.ts";
import { recordContext, recordKeyName } from "../../modules/recovery/record-keys.ts";
import type { Content } from "../../modules/recovery/store.ts";
import { isContinued, sealContinuation } from "../../modules/runs/run-secret.ts";
import { Turn } from "../../modules/runs/turn.ts";
import type { WorkArea } from "../../modules/runs/work-area.ts";

/** Milliseconds that one call reads: a runner ends after 15 minutes. */
const CALL = 8 * 60_000;
/** That one run reads. What is left then is read by the next one, and told. */
const RUN = 30 * 60_000;
/** That a run waits until another one has read: as long as that reads, and summarises. */
const WAIT = 40 * 60_000;
/** So far behind its time a point is told to be. */
const LATE = 15 * 60_000;

interface Ports extends Pick<CommitPorts, "store" | "keys" | "random"> {
  readonly aws: Pick<CapturePorts, "earlier" | "sleep">;
  readonly work: Pick<WorkArea, "create">;
  readonly now: () => Date;
  /** The records of the item, asked anew each time. Undefined: it is gone. */
  readonly open: () => Promise<RecordStream | undefined>;
  /** Makes sure of bytes, and locks them. */
  readonly keep: (bytes: Content) => Promise<void>;
}

/** What of its records a point of an item names. */
export interface CapturedRecords extends Pick<CaptureOutcome, "warnings"> {
  readonly kept: KeptRecords;
  /** By this run. */
  readonly by: Pick<NonNullable<CaptureOutcome["records"]>, "read" | "throttled">;
  readonly blobs: readonly { readonly name: string; readonly content: Content }[];
}

/** @throws Error where it goes on as nobody of its run has said */
export function requireContinued({ continuation, item }: CaptureEvent, secret: Uint8Array | undefined): void {
  if (continuation !== undefined && !isContinued(continuation, item, secret))
    throw new Error("where its capture goes on was not written by a runner of this run: find out who did");
}

/**
 * Those that an earlier point names, where no more could be read: it is true up to its end still.
 * @returns undefined where none does
 */
export async function earlierRecords(
  ports: Ports,
  event: CaptureEvent,
  asked: RecordWindow,
): Promise<CapturedRecords | undefined> {
  const index = await earlierIndex(ports, event, () => undefined);
  if (index === undefined) return undefined;
  const window = asked.all ? Number.POSITIVE_INFINITY : asked.minutes * 60_000;
  return captured(ports, event, within(index, window), { read: 0, throttled: 0, warnings: [] });
}

/**
 * Reads the records of an item on, from where the last signed point of it ended. It takes as many calls as it has to; one
 * run at a time reads a stream.
 * @returns undefined where it is gone
 * @throws Error where what a point would name were not whole
 */
export async function captureRecords(
  ports: Ports,
  event: CaptureEvent,
  asked: RecordWindow,
  secret: Uint8Array | undefined,
): Promise<CapturedRecords | CaptureGoingOn | undefined> {
  const { request, run, item, continuation } = event;
  const { store } = ports;
  const { prefix } = request.store;
  const now = (): number => ports.now().getTime();
  const stream = await ports.open();
  if (stream === undefined) return undefined;
  const window = Math.max(asked.minutes * 60_000, asked.all ? stream.retentionMs : 0);
  const before = continuation ?? { began: ports.now().toISOString(), read: 0, throttled: 0, warnings: [] };
  const missed: string[] = [];
  const onMore = (read: number): void => {
    missed.push(
      `none of its newest ${read} points holds records, and no others are looked at: all that the stream keeps of them is read again`,
    );
  };
  const begun =
    continuation?.index === undefined
      ? await beginFrom(stream, await earlierIndex(ports, event, onMore), window, now())
      : { index: await readIndexAt(store, prefix, continuation.index), warnings: [] };
  const warnings = [...before.warnings, ...missed, ...begun.warnings];
  const turn = new Turn(ports.work, { prefix: request.work.prefix, run: run.id, thing: item }, before.turn);
  if (!(await turn.isHad(now()))) {
    const waited = now() - Date.parse(before.began);
    if (continuation?.index === undefined && waited < WAIT) return goingOn("waiting", before);
    if (begun.index.shards.length === 0)
      throw new Error("its records are read by another run, which has not ended: the next run keeps them");
    return captured(ports, event, within(begun.index, window), { ...before, warnings });
  }
  const began = before.turn === undefined ? ports.now().toISOString() : before.began;
  const last = Date.parse(began) + RUN;
  const end = Math.min(now() + CALL, last);
  const called = now();
  let isTurn = true;
  const told = new Set(warnings);
  const read = await readOn(
    {
      stream,
      madeNow: async () => (await ports.open())?.made,
      sleep: ports.aws.sleep,
      now,
      random: ports.random,
      wrap: (key) => wrapped(key, (warning) => told.add(warning)),
      keep: ports.keep,
    },
    within(begun.index, window),
    async (at) => {
      isTurn = at >= end || (await turn.isHad(at));
      return at < end && isTurn;
    },
  );
  if (read.isFull)
    told.add(
      `its records take more than ${MOST_CHUNKS} parts, which is the most that a point names: ask for a shorter protect.events.kinesis`,
    );
  const sofar: Continuation = {
    ...{ began, turn: turn.until, warnings: [...told] },
    ...{ read: before.read + read.records, throttled: before.throttled + read.throttled },
  };
  if (read.finished || read.isFull || end === last || !isTurn) {
    const gained = Date.parse(read.index.until) - Date.parse(begun.index.until);
    const pace = read.finished ? [] : outrun(gained, now() - called);
    return captured(ports, event, within(read.index, window), { ...sofar, warnings: [...told, ...pace] });
  }
  const bytes = jsonContent(read.index);
  await ports.keep(bytes);
  return goingOn("reading", { ...sofar, index: { sha256: bytes.sha256, size: bytes.size } });

  function goingOn(status: CaptureGoingOn["status"], at: Continuation): CaptureGoingOn {
    const { kind, id } = item;
    return { kind, id, status, warnings: [], continuation: sealContinuation(at, item, secret) };
  }

  async function wrapped(key: Uint8Array, warn: (text: string) => void): Promise<readonly Wrap[]> {
    const { account, site, region, key: own } = request.store;
    const context = recordContext({ account, site, kind: item.kind, id: item.id });
    const wrap = async (to: CopyTarget): Promise<Wrap> => ({
      ...{ site: to.site, region: to.region, key: to.key, context },
      wrapped: Buffer.from(await ports.keys.wrapFor(to, key, context)).toString("base64"),
    });
    const wraps = [await wrap({ site, region, key: own })];
    for (const to of request.copies)
      await wrap(to).then(
        (one) => wraps.push(one),
        (error: unknown) =>
          warn(`${to.site} cannot open the records that this run read: ${errorText(error)}`),
      );
    return wraps;
  }
}

/** Of the newest point of it that has records, whatever policy asked for it. */
async function earlierIndex(
  { aws, store }: Pick<Ports, "aws" | "store">,
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

function captured(
  { store, now }: Pick<Ports, "store" | "now">,
  { request }: CaptureEvent,
  index: RecordsIndex,
  { read, throttled, warnings }: Pick<Continuation, "read" | "throttled" | "warnings">,
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
      ...request.copies.flatMap(({ site }) => unopened(index, site)),
      ...(late > LATE
        ? [
            `its records are kept until ${until}, ${Math.round(late / 60_000)} minutes behind: the next run reads on`,
          ]
        : []),
    ],
  };
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

/** Milliseconds of the stream that were read, in how many. Less than a minute says nothing of its pace. */
function outrun(gained: number, elapsed: number): string[] {
  if (elapsed < 60_000 || gained >= elapsed) return [];
  const behind = Math.round(60 * (1 - gained / elapsed));
  return [
    `its records came faster than they are read: an hour of reading falls behind by ${behind} minutes, and never catches up at that pace`,
  ];
}

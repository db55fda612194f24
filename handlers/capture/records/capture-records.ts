import type { CaptureEvent, CaptureGoingOn } from "../../../modules/contract/events.ts";
import type { Continuation, RecordWindow } from "../../../modules/contract/records.ts";
import { type Begun, newestParts, within } from "../../../modules/drain/records/begin-from.ts";
import { readIndexAt } from "../../../modules/drain/records/open-records.ts";
import { MOST_CHUNKS } from "../../../modules/drain/records/read-on.ts";
import { heldNoun } from "../../../modules/protectors/held-noun.ts";
import type { CapturePorts } from "../../../modules/protectors/protector.ts";
import { jsonContent } from "../../../modules/recovery/bytes.ts";
import type { CommitPorts } from "../../../modules/recovery/commit.ts";
import type { Content } from "../../../modules/recovery/store.ts";
import { LONGEST_READING, readingShare } from "../../../modules/runs/reading-share.ts";
import { isContinued, sealContinuation } from "../../../modules/runs/run-secret.ts";
import { Turn, type TurnSecrets } from "../../../modules/runs/turn.ts";
import type { WorkArea } from "../../../modules/runs/work-area.ts";
import { type CapturedRecords, captured, earlierIndex } from "./held-records.ts";
import type { RecordSource } from "./source.ts";
import { wrapForSites } from "./wrap-for-sites.ts";

/** Milliseconds that a run waits until another one has read, which summarises too; where it has less time to read, so much less. */
const WAIT = 40 * 60_000;

/** So far behind its time a point is told to be whose records could not be read. */
const LATE = 15 * 60_000;

interface Ports extends Pick<CommitPorts, "store" | "keys" | "random"> {
  readonly aws: Pick<CapturePorts, "earlier" | "sleep">;
  readonly work: Pick<WorkArea, "create" | "get">;
  readonly turns: TurnSecrets;
  readonly now: () => Date;
  /** What holds the records of the item. Undefined: it is gone. */
  readonly open: () => Promise<RecordSource | undefined>;
  /** Makes sure of bytes, and locks them until the point that names them does. */
  readonly keep: (bytes: Content) => Promise<void>;
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
  return captured(ports, event, within(index, window), { read: 0, throttled: 0, warnings: [], lateMs: LATE });
}

/**
 * Reads the records of an item on, from where the last signed point of it ended. It takes as many calls as it has to; one
 * run at a time reads it.
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
  const now = (): number => ports.now().getTime();
  const source = await ports.open();
  if (source === undefined) return undefined;
  const { lateMs } = source;
  const window = Math.max(asked.minutes * 60_000, asked.all ? source.retentionMs : 0);
  const before = continuation ?? { began: ports.now().toISOString(), read: 0, throttled: 0, warnings: [] };
  const begun = await beginning(source, window);
  const warnings = [...before.warnings, ...begun.warnings];
  const of = { prefix: request.work.prefix, run: run.id, thing: item };
  const turn = new Turn(ports.work, ports.turns, of, before.turn);
  if (!(await turn.isHad(now()))) {
    const began = Date.parse(before.began);
    const patience = WAIT * (readingShare(run.startedAt, item.after, began) / LONGEST_READING);
    if (continuation?.index === undefined && now() - began < patience) return goingOn("waiting", before);
    if (begun.index.shards.length === 0 && begun.index.chunks.length === 0)
      throw new Error(
        `its ${heldNoun(item.kind)}s are read by another run, which has not ended: the next run keeps them`,
      );
    return captured(ports, event, within(begun.index, window), { ...before, warnings, lateMs });
  }
  const began = before.turn === undefined ? ports.now().toISOString() : before.began;
  const last = before.ends ?? now() + readingShare(run.startedAt, item.after, now());
  const end = Math.min(now() + source.callMs, last);
  let isTurn = true;
  const told = new Set(warnings);
  const wanted = within(begun.index, window);
  const fitting = newestParts(wanted, MOST_CHUNKS);
  if (fitting !== wanted)
    told.add(
      `its ${heldNoun(item.kind)}s take more than ${MOST_CHUNKS} parts: this point holds them from ${fitting.since} on alone, and points of before hold older ones`,
    );
  const read = await source.read(
    {
      ...{ sleep: ports.aws.sleep, now, random: ports.random, keep: ports.keep },
      wrap: (key) => wrapForSites(ports.keys, event, key, (warning) => told.add(warning)),
    },
    fitting,
    { began: Date.parse(began), end },
    async (at) => {
      isTurn = await turn.isHad(at);
      return isTurn;
    },
  );
  for (const one of read.told) told.add(one);
  const sofar: Continuation = {
    ...{ began, ends: last, turn: turn.until, warnings: [...told] },
    ...{ read: before.read + read.records, throttled: before.throttled + read.throttled },
  };
  const isFull = read.isFull && newestParts(read.index, MOST_CHUNKS).chunks.length >= MOST_CHUNKS;
  if (read.finished || isFull || end === last || !isTurn)
    return captured(ports, event, within(read.index, window), {
      ...sofar,
      warnings: [...told, ...read.behind, ...(read.finished ? [] : shared(last - Date.parse(began)))],
      lateMs,
    });
  const bytes = jsonContent(read.index);
  await ports.keep(bytes);
  return goingOn("reading", { ...sofar, index: { sha256: bytes.sha256, size: bytes.size } });

  /** What the call before has read, or else the last signed point. */
  async function beginning({ begin }: RecordSource, windowMs: number): Promise<Begun> {
    if (continuation?.index !== undefined)
      return { index: await readIndexAt(store, request.store.prefix, continuation.index), warnings: [] };
    const missed: string[] = [];
    const earlier = await earlierIndex(ports, event, (read) => {
      missed.push(
        `none of its newest ${read} points holds records, and no others are looked at: all that is there of them is read again`,
      );
    });
    const found = await begin(earlier, windowMs, now());
    return { ...found, warnings: [...missed, ...found.warnings] };
  }

  function goingOn(status: CaptureGoingOn["status"], at: Continuation): CaptureGoingOn {
    const { kind, id } = item;
    return { kind, id, status, warnings: [], continuation: sealContinuation(at, item, secret) };
  }
}

/** `ms`: that the run had for it. */
function shared(ms: number): string[] {
  if (ms >= LONGEST_READING) return [];
  return [`the run had ${Math.round(ms / 60_000)} minutes to read it, since its time is for others too`];
}

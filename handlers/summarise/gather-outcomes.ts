import type { CaptureItem, CaptureOutcome, SummariseEvent } from "../../modules/contract/events.ts";
import { hashOfJson } from "../../modules/recovery/bytes.ts";
import { pointKey } from "../../modules/recovery/layout.ts";
import { isSealed, type SealedOutcome } from "../../modules/runs/run-secret.ts";
import { outcomeKey, StrangeWorkError, warningsKey } from "../../modules/runs/work-area.ts";
import type { SummarisePorts } from "./ports.ts";

/** How each item of a run ended, and whether that is known from its own runners alone. */
export interface GatheredOutcomes {
  readonly outcomes: readonly CaptureOutcome[];
  /** What discover could not read. */
  readonly warnings: readonly string[];
  /** Nobody who only writes to the bucket can have made any of it up: then the run may be signed. */
  readonly isProven: boolean;
}

const SILENT = "the runner ended without an outcome (timeout, or out of memory)";
const STRANGE = "its outcome in the work area was not written by a runner of this run: find out who did";
const AT_ONCE = 16;
/** Bytes of an outcome: one with hundreds of warnings stays below. */
const MOST = 1024 * 1024;

/**
 * Reads the outcome of every pinned item; one that left none, or one that no runner of the run wrote, has failed.
 * @throws Error when the items are not those that discover pinned
 */
export async function gatherOutcomes(
  { work, secretOf }: Pick<SummarisePorts, "work" | "secretOf">,
  event: SummariseEvent,
): Promise<GatheredOutcomes> {
  const { request, run } = event;
  const pinned = event.items;
  const items = await work.get(pinned.key);
  if (!Array.isArray(items)) throw new Error(`the items of run ${run.id} are not at ${pinned.key}`);
  if (items.length !== pinned.count)
    throw new Error(`run ${run.id} pinned ${pinned.count} items, ${items.length} are at ${pinned.key}`);
  if (pinned.sha256 !== undefined && hashOfJson(items) !== pinned.sha256)
    throw new Error(`the items of run ${run.id} at ${pinned.key} are not those that it pinned`);
  const warnings = (await work.get(warningsKey(request.work.prefix, run))) ?? [];
  if (pinned.warnings !== undefined && hashOfJson(warnings) !== pinned.warnings)
    throw new Error(`the warnings of run ${run.id} beside ${pinned.key} are not those that it pinned`);

  const secret = await secretOf(event);
  const outcomes: CaptureOutcome[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    const group = (items as CaptureItem[]).slice(at, at + AT_ONCE);
    outcomes.push(
      ...(await Promise.all(
        group.map(async (item) => {
          const found = await work.get(outcomeKey(request.work.prefix, run, item), MOST).catch(strange);
          return outcomeOf(event, item, found, secret);
        }),
      )),
    );
  }
  return {
    outcomes,
    warnings: warnings as readonly string[],
    isProven: secret !== undefined && pinned.sha256 !== undefined && pinned.warnings !== undefined,
  };
}

function outcomeOf(
  { request, run, mapError }: SummariseEvent,
  item: CaptureItem,
  found: unknown,
  secret: Uint8Array | undefined,
): CaptureOutcome {
  const { kind, id } = item;
  const failed = (error: string): CaptureOutcome => ({ kind, id, status: "failed", warnings: [], error });
  if (found === undefined)
    return failed(
      mapError === undefined ? SILENT : `it was not captured, since the map of items failed: ${mapError}`,
    );
  const sealed = found as Partial<SealedOutcome> | null;
  const outcome = sealed?.outcome;
  if (sealed === null || !isOutcome(outcome)) return failed(STRANGE);
  const { point } = outcome;
  const isOwn =
    outcome.kind === kind &&
    outcome.id === id &&
    (point === undefined || point.key === pointKey(request.store.prefix, item, run.id)) &&
    (secret === undefined || isSealed({ ...sealed, outcome, item: sealed.item ?? "" }, item, secret));
  return isOwn ? outcome : failed(STRANGE);
}

/** What is no outcome at all is one that no runner wrote: the others stand. */
function strange(error: unknown): null {
  if (error instanceof StrangeWorkError) return null;
  throw error;
}

/** Of its form as far as a summary reads it. Without a secret nothing else tells who wrote it. */
function isOutcome(value: unknown): value is CaptureOutcome {
  if (typeof value !== "object" || value === null) return false;
  const { status, warnings, seen, point } = value as Partial<Record<keyof CaptureOutcome, unknown>>;
  return (
    (status === "captured" || status === "gone" || status === "failed") &&
    Array.isArray(warnings) &&
    (seen === undefined || Array.isArray(seen)) &&
    (point === undefined || (typeof point === "object" && point !== null))
  );
}

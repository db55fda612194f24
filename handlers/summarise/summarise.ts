import type {
  CaptureItem,
  CaptureOutcome,
  RunSummary,
  SummariseEvent,
} from "../../modules/contract/events.ts";
import { thingName } from "../../modules/core/thing-name.ts";
import { collect, jsonContent } from "../../modules/recovery/bytes.ts";
import { ConflictError, ensure } from "../../modules/recovery/ensure.ts";
import { runKey } from "../../modules/recovery/layout.ts";
import type { Store } from "../../modules/recovery/store.ts";
import { outcomeKey, type WorkArea, warningsKey } from "../../modules/runs/work-area.ts";
import type { Log } from "../shared/reporting.ts";
import { shortened } from "./shortened.ts";

export interface SummarisePorts {
  readonly store: Store;
  readonly work: WorkArea;
  /** How many resources a run protected and failed to, of one site. */
  readonly count: (
    site: string,
    counts: { readonly protected: number; readonly failed: number },
  ) => Promise<void>;
  readonly log: Log;
  readonly now: () => Date;
}

const SILENT = "the runner ended without an outcome (timeout, or out of memory)";
const NOTHING = "the policy selects no function at this site";
const AT_ONCE = 16;
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Adds up how every pinned item ended; an item that left no outcome has failed. The whole summary is kept in the
 * store, the one returned is short enough for the state of a state machine. A repeated call returns the first one's.
 */
export async function summarise(ports: SummarisePorts, event: SummariseEvent): Promise<RunSummary> {
  const { request, run } = event;
  const { store, work, log } = ports;
  const items = await work.get(event.items.key);
  if (!Array.isArray(items)) throw new Error(`the items of run ${run.id} are not at ${event.items.key}`);
  if (items.length !== event.items.count)
    throw new Error(
      `run ${run.id} pinned ${event.items.count} items, ${items.length} are at ${event.items.key}`,
    );

  const outcomes: CaptureOutcome[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    const group = (items as CaptureItem[]).slice(at, at + AT_ONCE);
    outcomes.push(...(await Promise.all(group.map((item) => outcomeOf(work, event, item)))));
  }
  const inventory = (await work.get(warningsKey(request.work.prefix, run))) ?? [];
  const own = summaryOf(event, outcomes, inventory as readonly string[], ports.now());

  const key = runKey(request.store.prefix, request.policy, run.id);
  const lockUntil = new Date(Date.parse(run.startedAt) + request.retentionDays * 86_400_000).toISOString();
  const summary = await keepFirst(store, key, own, lockUntil);
  // A pause protects nothing and fails at nothing: there is nothing to count.
  if (summary.status !== "paused")
    await ports.count(request.store.site, { protected: summary.captured, failed: summary.failed.length });
  const { status, captured, gone, failed } = summary;
  log("summarised", { policy: request.policy, run: run.id, status, captured, gone, failed: failed.length });
  return shortened(summary, `${store.name}/${key}`);
}

async function outcomeOf(
  work: WorkArea,
  { request, run, mapError }: SummariseEvent,
  item: CaptureItem,
): Promise<CaptureOutcome> {
  const outcome = await work.get(outcomeKey(request.work.prefix, run, item));
  if (outcome !== undefined) return outcome as CaptureOutcome;
  const error =
    mapError === undefined ? SILENT : `it was not captured, since the map of items failed: ${mapError}`;
  return { kind: item.kind, id: item.id, status: "failed", warnings: [], error };
}

function summaryOf(
  { request, run }: SummariseEvent,
  outcomes: readonly CaptureOutcome[],
  warnings: readonly string[],
  endedAt: Date,
): RunSummary {
  const failed = outcomes.filter(({ status }) => status === "failed");
  const captured = outcomes.filter(({ status }) => status === "captured");
  const none = captured.length === 0 && outcomes.length === failed.length;
  const { pause } = run;
  return {
    run: run.id,
    policy: request.policy,
    site: request.store.site,
    status: pause ? "paused" : failed.length === 0 ? "complete" : none ? "failed" : "partial",
    ...(pause !== undefined && { pause }),
    startedAt: run.startedAt,
    endedAt: endedAt.toISOString(),
    captured: captured.length,
    gone: outcomes.filter(({ status }) => status === "gone").length,
    failed: failed.map(({ kind, id, error }) => ({ kind, id, error: error ?? "no reason was given" })),
    warnings: [
      ...(outcomes.length === 0 && pause === undefined ? [NOTHING] : []),
      ...warnings,
      ...outcomes.flatMap((outcome) => outcome.warnings.map((text) => `${thingName(outcome)}: ${text}`)),
    ],
    points: captured.flatMap(({ point }) => point ?? []).sort(),
  };
}

/** A summary is written once; a repeated call finds the first one's, which differs in when it ended. */
async function keepFirst(store: Store, key: string, own: RunSummary, lockUntil: string): Promise<RunSummary> {
  try {
    await ensure(store, key, jsonContent(own), { lockUntil, fresh: true });
    return own;
  } catch (error) {
    const source = error instanceof ConflictError ? await store.open(key) : undefined;
    if (source === undefined) throw error;
    const first = JSON.parse(Buffer.from(await collect(source, MAX_BYTES)).toString("utf8")) as RunSummary;
    if (first.run !== own.run || first.policy !== own.policy) throw error;
    return first;
  }
}

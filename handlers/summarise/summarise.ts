import type { RunSummary, SummariseEvent } from "../../modules/contract/events.ts";
import { compareText } from "../../modules/core/source-order.ts";
import { thingName } from "../../modules/core/thing-name.ts";
import { runKey } from "../../modules/recovery/layout.ts";
import { OTHER_THAN_POLICY } from "../../modules/runs/asked.ts";
import { type GatheredOutcomes, gatherOutcomes } from "./gather-outcomes.ts";
import { keepSummary } from "./keep-summary.ts";
import type { SummarisePorts } from "./ports.ts";
import { shortened } from "./shortened.ts";

const NOTHING = "the policy selects no function at this site";

/**
 * Adds up how every pinned item ended; an item that left no outcome has failed. The whole summary is kept in the
 * store, the one returned is short enough for the state of a state machine. A repeated call returns the first one's.
 */
export async function summarise(ports: SummarisePorts, event: SummariseEvent): Promise<RunSummary> {
  const { request, run } = event;
  const { store, log } = ports;
  const gathered = await gatherOutcomes(ports, event);
  const own = summaryOf(event, gathered, ports.now());

  const key = runKey(request.store.prefix, request.policy, run.id);
  // From its end on, as each point is kept from its capture on: also of a run that was redriven days later.
  const lockUntil = new Date(Date.parse(own.endedAt) + request.retentionDays * 86_400_000).toISOString();
  const summary = await keepSummary(ports, event, { key, lockUntil, isProven: gathered.isProven }, own);
  // A pause protects nothing and fails at nothing: there is nothing to count.
  if (summary.status !== "paused")
    await ports.count(request.store.site, { protected: summary.captured, failed: summary.failed.length });
  const { status, captured, gone, failed } = summary;
  log("summarised", { policy: request.policy, run: run.id, status, captured, gone, failed: failed.length });
  return shortened(summary, `${store.name}/${key}`);
}

function summaryOf(
  { request, run }: SummariseEvent,
  { outcomes, warnings }: GatheredOutcomes,
  endedAt: Date,
): RunSummary {
  const failed = outcomes.filter(({ status }) => status === "failed");
  const captured = outcomes.filter(({ status }) => status === "captured");
  // One of which the records alone could not be read has a point of its settings.
  const none = outcomes.length === failed.length && failed.every(({ point }) => point === undefined);
  const { pause } = run;
  const whole = warnings.includes(OTHER_THAN_POLICY) ? "partial" : "complete";
  const records = outcomes.flatMap(({ kind, id, records }) => (records ? [{ kind, id, ...records }] : []));
  const seen = outcomes.flatMap(({ kind, id, seen = [] }) => seen.map((by) => ({ kind, id, by })));
  return {
    run: run.id,
    policy: request.policy,
    site: request.store.site,
    status: pause ? "paused" : failed.length === 0 ? whole : none ? "failed" : "partial",
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
    ...(seen.length > 0 && { seen }),
    ...(records.length > 0 && { records }),
    points: outcomes.flatMap(({ point }) => point ?? []).sort((a, b) => compareText(a.key, b.key)),
  };
}

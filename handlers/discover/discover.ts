import type { DiscoverEvent, Discovered, Run } from "../../modules/contract/events.ts";
import { failureText } from "../../modules/core/error-text.ts";
import { pauseAt } from "../../modules/runs/pause.ts";
import { runId } from "../../modules/runs/run-id.ts";
import { itemsKey, warningsKey } from "../../modules/runs/work-area.ts";
import { itemsOf } from "./items.ts";
import type { DiscoverPorts } from "./ports.ts";

/**
 * Lists what a policy selects at one site, with what belongs to it, once, and pins it for the run: nothing, within a
 * pause of the policy.
 */
export async function discover(
  ports: DiscoverPorts,
  { request, execution }: DiscoverEvent,
): Promise<Discovered> {
  const { work, log } = ports;
  const { policy, store } = request;
  const pause = pauseAt(request, new Date(execution.startedAt));
  const run: Run = {
    id: runId(execution),
    startedAt: execution.startedAt,
    ...(pause !== undefined && { pause }),
  };
  const warnings: string[] = [];
  try {
    await ports.begun(store.site, policy);
  } catch (error) {
    // The run is worth more than the word of it; without the word, an alarm rings.
    warnings.push(`CloudWatch was not told that the run began: ${failureText(error)}`);
  }
  const items = pause === undefined ? await itemsOf(ports, request, (message) => warnings.push(message)) : [];

  const key = itemsKey(request.work.prefix, run);
  await work.put(warningsKey(request.work.prefix, run), warnings);
  await work.put(key, items);
  log(pause === undefined ? "discovered" : "paused", {
    policy,
    run: run.id,
    items: items.length,
    warnings: warnings.length,
  });
  return { request, run, items: { bucket: request.work.bucket, key, count: items.length } };
}

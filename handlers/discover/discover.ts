import type { BackupRequest, DiscoverEvent, Discovered, Run } from "../../modules/contract/events.ts";
import { failureText } from "../../modules/core/error-text.ts";
import { hashOfJson } from "../../modules/recovery/bytes.ts";
import { OTHER_THAN_POLICY } from "../../modules/runs/asked.ts";
import { notReplicated } from "../../modules/runs/not-replicated.ts";
import { pauseAt } from "../../modules/runs/pause.ts";
import { runId } from "../../modules/runs/run-id.ts";
import { itemsKey, warningsKey } from "../../modules/runs/work-area.ts";
import { itemsOf } from "./items.ts";
import type { DiscoverPorts } from "./ports.ts";
import { sharedLists } from "./shared-lists.ts";

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
  const begun: Run = {
    id: runId(execution),
    startedAt: execution.startedAt,
    ...(pause !== undefined && { pause }),
  };
  const warnings: string[] = [];
  const run = await withSecret(ports, request, begun, warnings);
  // Of a run that is none of the policy's no alarm is told: it goes on missing one.
  const isAsked = ports.asked(request);
  if (!isAsked) warnings.push(OTHER_THAN_POLICY);
  else
    await ports.begun(store.site, policy).catch((error: unknown) => {
      // The run is worth more than the word of it; without the word, an alarm rings.
      warnings.push(`CloudWatch was not told that the run began: ${failureText(error)}`);
    });
  const { watchedBy } = request;
  if (isAsked && watchedBy !== undefined)
    await ports.begunElsewhere(watchedBy, store.region).catch((error: unknown) => {
      warnings.push(
        `${watchedBy}, which watches ${store.region}, was not told that the run began: ${failureText(error)}`,
      );
    });
  if (pause === undefined && request.copies.length > 0) warnings.push(...(await uncopied(ports, request)));
  const warn = (message: string): void => void warnings.push(message);
  const list = sharedLists(ports, request, run, warn);
  const items = pause === undefined ? await itemsOf({ ...ports, list, run: run.id }, request, warn) : [];

  const key = itemsKey(request.work.prefix, run);
  await work.put(warningsKey(request.work.prefix, run), warnings);
  await work.put(key, items);
  log(pause === undefined ? "discovered" : "paused", {
    policy,
    run: run.id,
    items: items.length,
    warnings: warnings.length,
  });
  const { bucket } = request.work;
  const pinned = { sha256: hashOfJson(items), warnings: hashOfJson(warnings) };
  return { request, run, items: { bucket, key, count: items.length, ...pinned } };
}

/** A run is worth more than its signature: without a secret it goes on, and its points are not signed. */
async function withSecret(
  ports: Pick<DiscoverPorts, "secretFor">,
  request: BackupRequest,
  run: Run,
  warnings: string[],
): Promise<Run> {
  try {
    return { ...run, secret: await ports.secretFor(request, run) };
  } catch (error) {
    warnings.push(`the run is not signed: ${failureText(error)}`);
    return run;
  }
}

async function uncopied(ports: DiscoverPorts, request: BackupRequest): Promise<readonly string[]> {
  try {
    return notReplicated(request, await ports.copyRules());
  } catch (error) {
    return [`whether copies are made could not be read: ${failureText(error)}`];
  }
}

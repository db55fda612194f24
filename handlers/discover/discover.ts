import type {
  BackupRequest,
  CaptureItem,
  DiscoverEvent,
  Discovered,
  Run,
} from "../../modules/contract/events.ts";
import { compareText } from "../../modules/core/source-order.ts";
import type { Protector } from "../../modules/protectors/protector.ts";
import { pauseAt } from "../../modules/runs/pause.ts";
import { runId } from "../../modules/runs/run-id.ts";
import { needsTags, selects } from "../../modules/runs/selection.ts";
import { itemsKey, type WorkArea, warningsKey } from "../../modules/runs/work-area.ts";
import type { Log } from "../shared/log.ts";

export interface DiscoverPorts {
  readonly protector: Pick<Protector<unknown>, "inventory">;
  readonly work: WorkArea;
  readonly log: Log;
}

/** Lists what a policy selects at one site, once, and pins it for the run: nothing, within a pause of the policy. */
export async function discover(
  { protector, work, log }: DiscoverPorts,
  { request, execution }: DiscoverEvent,
): Promise<Discovered> {
  const pause = pauseAt(request, new Date(execution.startedAt));
  const run: Run = {
    id: runId(execution),
    startedAt: execution.startedAt,
    ...(pause !== undefined && { pause }),
  };
  const warnings: string[] = [];
  const items =
    pause === undefined ? await selected(protector, request, (message) => warnings.push(message)) : [];

  const key = itemsKey(request.work.prefix, run);
  await work.put(warningsKey(request.work.prefix, run), warnings);
  await work.put(key, items);
  log(pause === undefined ? "discovered" : "paused", {
    policy: request.policy,
    run: run.id,
    items: items.length,
    warnings: warnings.length,
  });
  return { request, run, items: { bucket: request.work.bucket, key, count: items.length } };
}

async function selected(
  protector: DiscoverPorts["protector"],
  request: BackupRequest,
  warn: (message: string) => void,
): Promise<readonly CaptureItem[]> {
  const items: CaptureItem[] = [];
  const everything = protector.inventory({
    triggers: request.protect.triggers,
    needsTags: (candidate) => needsTags(request, candidate),
    warn,
  });
  for await (const found of everything) {
    const { tags, runtime: _, ...item } = found;
    if (selects(request, found, tags)) items.push(item);
  }
  return items.sort((a, b) => compareText(a.name, b.name));
}

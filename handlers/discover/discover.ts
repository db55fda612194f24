import type { CaptureItem, DiscoverEvent, Discovered } from "../../modules/contract/events.ts";
import type { Protector } from "../../modules/protectors/protector.ts";
import { runId } from "../../modules/recovery/run-id.ts";
import { needsTags, selects } from "../../modules/recovery/selection.ts";
import { itemsKey, type WorkArea, warningsKey } from "../../modules/recovery/work-area.ts";
import type { Log } from "../shared/log.ts";

export interface DiscoverPorts {
  readonly protector: Pick<Protector<unknown>, "inventory">;
  readonly work: WorkArea;
  readonly log: Log;
}

/** Lists what a policy selects at one site, once, and pins it for the run. */
export async function discover(
  { protector, work, log }: DiscoverPorts,
  { request, execution }: DiscoverEvent,
): Promise<Discovered> {
  const run = { id: runId(execution), startedAt: execution.startedAt };
  const warnings: string[] = [];
  const triggers = request.protect.includes("triggers");
  const items: CaptureItem[] = [];
  const everything = protector.inventory({
    needsTags: (name) => needsTags(request, name),
    warn: (message) => warnings.push(message),
  });
  for await (const { tags, ...item } of everything)
    if (selects(request, item.name, tags))
      items.push(triggers ? item : { ...item, mappings: [], buckets: [] });
  items.sort((a, b) => (a.name < b.name ? -1 : 1));

  const key = itemsKey(request.work.prefix, run);
  await work.put(warningsKey(request.work.prefix, run), warnings);
  await work.put(key, items);
  log("discovered", { policy: request.policy, run: run.id, items: items.length, warnings: warnings.length });
  return { request, run, items: { bucket: request.work.bucket, key, count: items.length } };
}

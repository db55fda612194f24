import { closest } from "../../core/closest.ts";
import { shortList } from "../../core/short-list.ts";
import { KEY } from "../../drain/format.ts";
import { listRuns } from "../../drain/list-runs.ts";
import type { RunStore } from "../../drain/ports.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";

const MOST_NAMED = 5;

/**
 * A drain writes its key before it takes the first message: where there is none, nothing was drained.
 * @throws CommandError that names the runs that are there
 */
export async function requireRun(
  { store, folder, run }: Pick<RunStore, "store" | "folder" | "run">,
  queue: string,
): Promise<void> {
  if ((await store.head(`${folder}${KEY}`)) !== undefined) return;
  const found = await listRuns({ store, folder });
  const own = found
    .flatMap((one) => (one.queue === queue ? [one.run] : []))
    .toSorted()
    .toReversed();
  const queues = [...new Set(found.map((one) => one.queue))].toSorted();
  const near = closest(queue, queues);
  const message = `${store.name} has no run ${run} that was drained from ${queue}`;
  if (own.length > 0)
    throw new CommandError(message, EXIT.bad, `its runs, newest first: ${shortList(own, MOST_NAMED)}`);
  throw new CommandError(
    message,
    EXIT.bad,
    near !== undefined
      ? `did you mean the queue ${near}?`
      : queues.length > 0
        ? `it has runs of ${shortList(queues, MOST_NAMED)}; --site reads the store of another region`
        : "nothing was drained there yet; --site reads the store of another region",
  );
}

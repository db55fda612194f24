import type { ThingId } from "../contract/kinds.ts";
import { listPoints } from "../recovery/list-points.ts";
import type { RestorePorts } from "./ports.ts";

/** The run of the newest point of a thing, or of the newest that is not newer than `until`: ids of runs begin with the time. */
export async function newestRun(
  { source }: Pick<RestorePorts, "source">,
  thing: ThingId,
  until?: string,
): Promise<string | undefined> {
  let newest: string | undefined;
  for await (const { run } of listPoints(source.store, source.prefix, thing))
    if ((until === undefined || run <= until) && (newest === undefined || run > newest)) newest = run;
  return newest;
}

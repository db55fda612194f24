import { decodeId } from "../recovery/id-segment.ts";
import type { RunStore } from "./ports.ts";

/** `key.json` of one run below `drained/`. */
const KEY_OF_RUN = /^([^/]+)\/([0-9]{8}T[0-9]{6}Z-[0-9a-f]{8})\/key\.json$/;

/** Runs that the store of a site has of any queue, in the order of their keys. */
export async function listRuns({
  store,
  folder,
}: Pick<RunStore, "store" | "folder">): Promise<readonly { readonly queue: string; readonly run: string }[]> {
  // `<prefix>drained/<queue>/<run>/`
  const all = folder.split("/").slice(0, -3).join("/");
  const found: { queue: string; run: string }[] = [];
  for await (const { key } of store.list(`${all}/`)) {
    const [, segment = "", run] = KEY_OF_RUN.exec(key.slice(all.length + 1)) ?? [];
    const queue = decodeId(segment);
    if (queue !== undefined && run !== undefined) found.push({ queue, run });
  }
  return found;
}

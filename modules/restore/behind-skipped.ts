import { thingName } from "../core/thing-name.ts";
import { knownKind } from "../recovery/known-kind.ts";
import { listPoints } from "../recovery/list-points.ts";
import { ManifestError, readPoint } from "../recovery/read-point.ts";
import type { RestorePorts } from "./ports.ts";

/**
 * Names of what would have come along with things that a person leaves out, as their newest points say. Nothing of it comes
 * back; a word of `--skip` may mean it all the same.
 */
export async function behindSkipped(
  { source }: Pick<RestorePorts, "source">,
  skipped: readonly string[],
): Promise<readonly string[]> {
  const found = new Set(skipped);
  for (const name of found) for (const related of await relatedTo(source, name)) found.add(related);
  return [...found].slice(new Set(skipped).size);
}

async function relatedTo(
  { store, prefix }: RestorePorts["source"],
  name: string,
): Promise<readonly string[]> {
  const kind = knownKind(name.slice(0, name.indexOf("/")));
  if (kind === undefined) return [];
  const id = name.slice(name.indexOf("/") + 1);
  let newest: { readonly run: string; readonly key: string } | undefined;
  for await (const { run, key } of listPoints(store, prefix, { kind, id }))
    if (run !== undefined && (newest === undefined || run > newest.run)) newest = { run, key };
  if (newest === undefined) return [];
  try {
    const { manifest } = await readPoint(store, newest.key);
    return manifest.related.map(thingName);
  } catch (error) {
    if (error instanceof ManifestError) return [];
    throw error;
  }
}

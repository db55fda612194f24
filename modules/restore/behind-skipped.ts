import { thingName } from "../core/thing-name.ts";
import { knownKind } from "../recovery/known-kind.ts";
import { pointKey } from "../recovery/layout.ts";
import { ManifestError, readPoint } from "../recovery/read-point.ts";
import { newestRun } from "./newest-run.ts";
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

async function relatedTo(source: RestorePorts["source"], name: string): Promise<readonly string[]> {
  const kind = knownKind(name.slice(0, name.indexOf("/")));
  if (kind === undefined) return [];
  const id = name.slice(name.indexOf("/") + 1);
  const run = await newestRun({ source }, { kind, id });
  if (run === undefined) return [];
  try {
    const { manifest } = await readPoint(source.store, pointKey(source.prefix, { kind, id }, run));
    return manifest.related.map(thingName);
  } catch (error) {
    if (error instanceof ManifestError) return [];
    throw error;
  }
}

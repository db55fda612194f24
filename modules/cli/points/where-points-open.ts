import { wrapKey, wrapsPrefix } from "../../recovery/layout.ts";
import type { NamedThing } from "../terminal/parse-argument.ts";
import type { ListedPoint } from "./find-points.ts";
import type { Source } from "./open-sources.ts";

/** Sites whose keys open a point's secrets; `anywhere` where it has none. */
export type Opens = readonly string[] | "anywhere";

/** Sites by the folder of wrapped keys that they are in. */
type Wraps = ReadonlyMap<string, readonly string[]>;

/**
 * Where each point can be opened, by the wrapped keys that lie beside it: one list for each source. `undefined` for a
 * point whose manifest cannot be read, and where a store refuses the list.
 */
export async function wherePointsOpen(
  points: readonly ListedPoint[],
  named: NamedThing | undefined,
): Promise<(listed: ListedPoint) => Opens | undefined> {
  const bySource = new Map<Source, Wraps | undefined>();
  for (const { source } of points)
    if (!bySource.has(source)) bySource.set(source, await wrapsOf(source, named).catch(() => undefined));
  return (listed) => {
    if ("problem" in listed) return undefined;
    const { name, manifest } = listed.point;
    if (manifest.secrets === undefined) return "anywhere";
    const wraps = bySource.get(listed.source);
    return wraps && (wraps.get(folderOf(wrapKey(name, manifest.secrets.sha256, ""))) ?? []);
  };
}

async function wrapsOf({ store, prefix }: Source, named: NamedThing | undefined): Promise<Wraps> {
  const wraps = new Map<string, string[]>();
  const of = named?.kind === undefined ? wrapsPrefix(prefix) : wrapsPrefix(prefix, named.kind, named.id);
  for await (const { key } of store.list(of)) {
    const folder = folderOf(key);
    const site = key.slice(folder.length);
    if (site.endsWith(".json"))
      wraps.set(folder, [...(wraps.get(folder) ?? []), site.slice(0, -".json".length)]);
  }
  return wraps;
}

function folderOf(key: string): string {
  return key.slice(0, key.lastIndexOf("/") + 1);
}

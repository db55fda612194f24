import { coveredWraps } from "../../recovery/covered-wraps.ts";
import { type Repair, repairable, repairKey } from "../../recovery/repair.ts";
import type { Io } from "../terminal/io.ts";
import type { NamedThing } from "../terminal/parse-argument.ts";
import { findPoints, readPoints } from "./find-points.ts";
import type { Source } from "./open-sources.ts";

/** What was found in the store of a region. */
export type FoundRepair = Repair & { readonly from: string };

/** A point whose manifest tells nothing that could be looked for. */
interface UnreadManifest {
  readonly key: string;
  readonly from: string;
  readonly problem: string;
}

export interface RepairReport {
  /** How many points, and keys that they name, were looked at. */
  readonly points: number;
  readonly keys: number;
  readonly found: readonly FoundRepair[];
  readonly unread: readonly UnreadManifest[];
}

interface Repairing {
  readonly env: Io["env"];
  readonly dryRun: boolean;
  readonly onKey: (key: string) => void;
}

/** Looks at all that the points of one thing, or of all, name by a hash, and at their wrapped keys, and puts good versions on top again. */
export async function repairSources(
  sources: readonly Source[],
  named: NamedThing | undefined,
  { env, dryRun, onKey }: Repairing,
): Promise<RepairReport> {
  const found: FoundRepair[] = [];
  const unread: UnreadManifest[] = [];
  let [points, keys] = [0, 0];
  for (const source of sources) {
    const { store, region: from } = source;
    const listed = await readPoints((await findPoints([source], named)).points, env);
    points += listed.length;
    for (const one of listed)
      if (!("point" in one)) unread.push({ key: one.ref.key, from, problem: one.problem });
    const read = listed.flatMap((one) => ("point" in one ? [one.point] : []));
    const all = [...repairable(read)];
    keys += all.length;
    for (const point of read) {
      const wraps = await coveredWraps(store, point);
      keys += wraps.keys;
      all.push(...wraps.known);
      found.push(...wraps.unknown.map((one) => ({ ...one, from })));
    }
    for (const one of all) {
      onKey(one.key);
      const repair = await repairKey(store, one, dryRun);
      if (repair !== undefined) found.push({ ...repair, from });
    }
  }
  return { points, keys, found, unread };
}

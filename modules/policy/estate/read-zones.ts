import type { Diagnostic } from "../../core/diagnostic.ts";
import { show } from "../../core/printable.ts";
import type { ZoneLock } from "../estate.ts";
import type { SiteId } from "../policy.ts";
import { type LockFault, readLockFile } from "./read-lock-file.ts";

export interface ReadZoneLock {
  /** Undefined when anything in it is wrong. */
  readonly zoneLock: ZoneLock | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The zone lock of a file. */
export function readZoneLock(file: string, text: string): ReadZoneLock {
  const { lock, diagnostics } = readLockFile<ZoneLock>(file, text, {
    schema: "zones",
    noun: "zone lock",
    faults: contradictions,
    hint: "each site once, sorted by id; take the file as it was committed rather than edit it",
  });
  return { zoneLock: lock, diagnostics };
}

/** What a schema cannot say: each site once and in order, and every parent a region. */
function contradictions({ regions, zones }: ZoneLock): LockFault[] {
  const ids = new Set(regions.map(({ id }) => id));
  const orphans = zones.flatMap(({ id, parent }, i): LockFault[] => {
    if (ids.has(parent)) return [];
    return [
      { pointer: `/zones/${i}/parent`, message: `the parent of ${id} is ${show(parent)}, no region here` },
    ];
  });
  return [...disorder("regions", regions), ...disorder("zones", zones), ...orphans];
}

function disorder(key: string, sites: readonly { readonly id: SiteId }[]): LockFault[] {
  return sites.flatMap(({ id }, i) => {
    const before = sites[i - 1];
    if (before === undefined || before.id < id) return [];
    return [{ pointer: `/${key}/${i}`, message: `${show(id)} comes after ${show(before.id)}` }];
  });
}

import type { ZoneLock } from "../../policy/estate.ts";
import type { SiteId } from "../../policy/policy.ts";
import type { Seen } from "../../policy/zones/merge-zone-lock.ts";
import type { Facts, ZoneChange } from "../../policy/zones/zone-changes.ts";
import type { Unanswered } from "../plans/ask-zones.ts";
import { table } from "../terminal/table.ts";
import type { Line, Style } from "../terminal/text.ts";

/** A region that listed edge zones before, and lists none now. */
export interface Emptied {
  readonly region: SiteId;
  readonly zones: number;
}

/** Legal, and the look of an answer that is not whole: a person should know. */
export function emptiedRegions({ zones }: ZoneLock, { regions }: Seen): Emptied[] {
  return regions.flatMap(({ id: region, zones: now }) => {
    const had = zones.filter(({ parent, retired }) => parent === region && retired === undefined).length;
    return had > 0 && now?.length === 0 ? [{ region, zones: had }] : [];
  });
}

/** What a person should know beside the changes. Regions that cannot be asked for one reason share a line. */
export function describeDoubts(
  { zones }: ZoneLock,
  unanswered: readonly Unanswered[],
  emptied: readonly Emptied[],
): Line[] {
  const reasons = [...new Set(unanswered.map(({ message }) => message))];
  const silent = reasons.flatMap((reason): Line[] => {
    const alike = unanswered.filter(({ message }) => message === reason);
    const regions = alike.map(({ region }) => region);
    const kept = stay(zones.filter(({ parent }) => regions.includes(parent)).length);
    return [
      warning(`${regions.join(", ")} cannot be asked${kept}: ${reason}`),
      `  help: ${alike[0]?.hint ?? ""}`,
    ];
  });
  const empty = emptied.map(({ region, zones: had }) =>
    warning(`${region} no longer lists any edge zone, and had ${had}: look twice before you commit this`),
  );
  return [...silent, ...empty];
}

function stay(zones: number): string {
  if (zones === 0) return "";
  return zones === 1 ? ", so 1 edge zone stays as it is" : `, so ${zones} edge zones stay as they are`;
}

export function describeZoneChanges(changes: readonly ZoneChange[]): Line[] {
  if (changes.length === 0) return [];
  const rows = changes.map(({ change, kind, id, before, after }): Line[] => [
    { text: change, style: STYLES[change] },
    kind,
    id,
    Object.keys({ ...before, ...after })
      .map((key) => fact(key, change === "added" ? undefined : before, after))
      .join(", "),
  ]);
  return table(["CHANGE", "KIND", "SITE", "WHAT"], rows);
}

const STYLES: Readonly<Record<ZoneChange["change"], Style>> = {
  added: "green",
  changed: "yellow",
  gone: "red",
  returned: "green",
};

function fact(key: string, before: Facts | undefined, after: Facts): string {
  const now = after[key] ?? "none";
  return before === undefined ? `${key} ${now}` : `${key} ${before[key] ?? "none"} -> ${now}`;
}

function warning(text: string): Line {
  return [{ text: "warning: ", style: "yellow" }, text];
}

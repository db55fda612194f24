import type { SourceRevisionRule } from "../../contract/source-revision.ts";
import type { SourcePos } from "../../core/diagnostic.ts";
import { formatDuration } from "../../core/duration.ts";
import { uniqueSorted } from "../../core/source-order.ts";
import type { PolicyPlan, StackPlan, StandbyUnit, Unit } from "../../planner/plan.ts";
import { joined, listOf, type Phrase, say } from "./phrase.ts";
import { lockWords, retentionWords, timingWords } from "./promise-words.ts";

export type PoliciesByName = ReadonlyMap<string, PolicyPlan>;

/** What a unit does; of a list, the first `max`. */
export function unitWords(unit: Unit, policies: PoliciesByName, max: number): Phrase {
  switch (unit.kind) {
    case "key":
      return ["encrypts what the site keeps"];
    case "vault": {
      const { minDays, maxDays, lock } = unit;
      return say`keeps ${[minDays === maxDays ? "" : `${minDays} to `]}${maxDays} d, lock ${lockWords(lock)}`;
    }
    case "store":
      return ["recovery points"];
    case "runners":
      return [
        ...(unit.generation === undefined
          ? ["discover, capture, summarise"]
          : say`discover, capture, summarise; key ${unit.generation} signs`),
        ...(unit.sourceRevision === undefined ? [] : say`; source by ${ruleWords(unit.sourceRevision)}`),
      ];
    case "zone-role":
      return say`writes this zone's points in ${unit.parent}`;
    case "standby":
      return say`restores; may pass ${listOf(unit.passRoles, max, "no role")}; ${pinWords(unit, max)}`;
    case "alarm":
      return say`tells ${listOf(unit.notify, max, "nobody yet")}`;
    case "schedule": {
      const policy = policies.get(unit.policy);
      if (policy === undefined) return say`${unit.policy}`;
      const { schedule, retention, lock } = policy;
      const copies = unit.copies.length === 0 ? ["no copy"] : say`copies to ${listOf(unit.copies, max, "")}`;
      const records = recordWords(policy);
      return say`${timingWords(schedule)}, keeps ${retentionWords(retention)}, ${copies}, lock ${lockWords(lock.mode)}${records}`;
    }
    case "copy":
      return say`everything to ${unit.to}`;
  }
}

/** Where functions say which revision of their source they are. */
function ruleWords({ tag, environment, imageLabel }: SourceRevisionRule): string {
  const places = [
    imageLabel === undefined ? [] : `label ${imageLabel}`,
    environment === undefined ? [] : `variable ${environment}`,
    tag === undefined ? [] : `tag ${tag}`,
  ];
  return places.flat().join(", ");
}

/** How far back records of streams and events of archives are kept. */
function recordWords({ protect: { events } }: PolicyPlan): Phrase {
  const words = (what: string, kept: number | "all" | undefined): string =>
    kept === undefined
      ? ""
      : `, ${what} ${kept === "all" ? "as long as these keep them" : formatDuration(kept)}`;
  const said = words("records of streams", events.kinesis) + words("events of archives", events.eventbridge);
  return said === "" ? [] : [said];
}

/** Whose runs can be proven where this role restores. */
function pinWords({ signers = [] }: StandbyUnit, max: number): Phrase {
  const regions = uniqueSorted(signers.map(({ region }) => region));
  return regions.length === 0 ? ["no key pinned yet"] : say`keys of ${listOf(regions, max, "")} pinned`;
}

/** What a stack holds, by kind: `alarm, key, 2 schedules`. */
export function holdsWords({ units, retiredUntil }: StackPlan): Phrase {
  const kinds = new Map<string, number>();
  for (const { kind } of units) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const held = [...kinds].map(([kind, many]) => (many === 1 ? kind : `${many} ${MANY[kind] ?? kind}`));
  const retired = retiredUntil === undefined ? [] : [say`retired, kept until ${retiredUntil}`];
  return joined([...(held.length === 0 ? [] : [[held.join(", ")]]), ...retired], "; ");
}

const MANY: Readonly<Record<string, string>> = { schedule: "schedules", copy: "copies" };

/** The lines that asked for something, and how many `beyond` them did; more than `max` are only counted. */
export function becauseWords(places: readonly SourcePos[], max: number, beyond = 0): Phrase {
  return listOf(
    places.map(({ file, line, col }) => `${file}:${line}:${col}`),
    max,
    "",
    beyond,
  );
}

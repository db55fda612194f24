import type { SourcePos } from "../../core/diagnostic.ts";
import type { RunTimes, StackPlan, Unit } from "../../planner/plan.ts";
import { every } from "../words.ts";
import { listOf, type Phrase, say } from "./phrase.ts";

/** What a unit is there for; of a list, the first `most`. */
export function unitWords(unit: Unit, most: number): Phrase {
  switch (unit.kind) {
    case "key":
      return ["encrypts what the site keeps"];
    case "vault": {
      const { minDays, maxDays, lock } = unit;
      return [`keeps ${minDays === maxDays ? "" : `${minDays} to `}${maxDays} d, ${lock} lock`];
    }
    case "store":
      return ["recovery points"];
    case "runners":
      return ["discover, capture, summarise"];
    case "zone-role":
      return say`writes the points of this zone in ${unit.parent}`;
    case "standby":
      return say`restores; may pass ${listOf(unit.passRoles, most, "no role")}`;
    case "alarm":
      return say`tells ${listOf(unit.notify, most, "nobody yet")}`;
    case "schedule":
      return say`runs ${timesWords(unit.times)}, copies to ${listOf(unit.copies, most, "nowhere")}`;
    case "copy":
      return say`everything to ${unit.to}`;
  }
}

function timesWords(times: RunTimes): Phrase {
  return "rate" in times ? [`every ${every(times.rate)}`] : say`at ${times.cron}`;
}

/** What a stack holds, by kind: `alarm, key, 2 schedules`. */
export function holdsWords({ units, retiredUntil }: StackPlan): Phrase {
  const kinds = new Map<string, number>();
  for (const { kind } of units) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const held = [...kinds].map(([kind, many]) => (many === 1 ? kind : `${many} ${MANY[kind] ?? kind}`));
  return [held.join(", "), ...(retiredUntil === undefined ? [] : say`; retired, kept until ${retiredUntil}`)];
}

const MANY: Readonly<Record<string, string>> = { schedule: "schedules", copy: "copies" };

/** The lines that asked for something, and how many `beyond` them did; more than `most` are only counted. */
export function becauseWords(places: readonly SourcePos[], most: number, beyond = 0): Phrase {
  return listOf(
    places.map(({ file, line, col }) => `${file}:${line}:${col}`),
    most,
    "",
    beyond,
  );
}

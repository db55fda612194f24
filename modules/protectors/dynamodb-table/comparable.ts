import type { Json, JsonObject } from "../../contract/json.ts";
import { own } from "../../core/own.ts";
import { isObject } from "../kit/canonical.ts";
import type { ScaledCapacity } from "./document.ts";
import { NEW_ON_DEMAND } from "./settings.ts";

/** Two forms made ready to compare: what AWS changes by itself is in the second what it was in the first, where it may be. */
export function comparable(
  was: JsonObject,
  is: JsonObject,
  scaling: readonly ScaledCapacity[],
): JsonObject[] {
  const both = [structuredClone(was), structuredClone(is)] as [JsonObject, JsonObject];
  const [first, second] = both.map(({ settings }) => settings) as [JsonObject, JsonObject];
  if (first.VectorIndexes === undefined) delete (second as Record<string, Json>).VectorIndexes;
  // By the units that both have, autoscaling's among them.
  keepWarmer(first, second);
  const [before, after] = [first.GlobalSecondaryIndexes, second.GlobalSecondaryIndexes];
  for (const [name, index] of Object.entries(isObject(before) ? before : {})) {
    const other = isObject(after) ? after[name] : undefined;
    if (isObject(index as Json) && isObject(other)) keepWarmer(index as JsonObject, other);
  }
  for (const { index, dimension } of scaling)
    for (const settings of [first, second]) withoutUnits(settings, index, dimension);
  for (const [label, capacity] of Object.entries(both[0].scaling as Readonly<Record<string, JsonObject>>))
    withoutStarts(capacity, (both[1].scaling as JsonObject)[label]);
  return both;
}

/** A start that has been is not put again. */
function withoutStarts({ actions }: JsonObject, is: Json | undefined): void {
  const there = isObject(is) && isObject(is.actions) ? is.actions : {};
  for (const [name, action] of Object.entries(isObject(actions) ? actions : {})) {
    const now = own(there, name);
    if (isObject(now) && isObject(action as Json) && now.StartTime === undefined)
      delete (action as Record<string, Json>).StartTime;
  }
}

/** What autoscaling sets by itself. */
function withoutUnits(settings: JsonObject, index: string | undefined, dimension: string): void {
  const indexes = settings.GlobalSecondaryIndexes;
  const of = index === undefined ? settings : isObject(indexes) ? indexes[index] : undefined;
  const units = isObject(of) ? of.ProvisionedThroughput : undefined;
  if (isObject(units))
    delete (units as Record<string, Json>)[
      dimension.includes("Read") ? "ReadCapacityUnits" : "WriteCapacityUnits"
    ];
}

/** Warm throughput rises by itself and never falls: more than there was is as good, and so is that of any new table. */
function keepWarmer(was: JsonObject, is: JsonObject): void {
  const floor = coldest(was);
  const [before, after] = [was.WarmThroughput, is.WarmThroughput];
  if (!isObject(before)) {
    delete (was as Record<string, Json>).WarmThroughput;
    delete (is as Record<string, Json>).WarmThroughput;
    return;
  }
  const now = isObject(after) ? after : {};
  const enough = Object.entries(before).every(
    ([unit, units]) => Number(now[unit] ?? floor[unit] ?? 0) >= Number(units),
  );
  if (enough) (is as Record<string, Json>).WarmThroughput = before;
}

/** What a table or index with these settings has when it is new. */
function coldest({ ProvisionedThroughput: units }: JsonObject): Readonly<Record<string, number>> {
  if (!isObject(units)) return NEW_ON_DEMAND;
  return {
    ReadUnitsPerSecond: Number(units.ReadCapacityUnits ?? 0),
    WriteUnitsPerSecond: Number(units.WriteCapacityUnits ?? 0),
  };
}

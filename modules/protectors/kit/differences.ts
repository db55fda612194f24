import type { Json, JsonObject } from "../../contract/json.ts";
import { own } from "../../core/own.ts";
import { isObject, sameJson } from "./canonical.ts";

/** One thing that is not as it was. Documents hold no secrets, so neither do these. */
export interface Difference {
  /** `versions.2.configuration.MemorySize`, as the restored thing numbers it. */
  readonly path: string;
  /** Absent: it was not there. */
  readonly was?: Json;
  /** Absent: it is not there. */
  readonly is?: Json;
}

/** Where two trees differ, each leaf by its path, sorted. Equal things must have been brought to one form before. */
export function differencesOf(was: JsonObject, is: JsonObject): Difference[] {
  return compare(was, is, "");
}

function compare(was: Json | undefined, is: Json | undefined, path: string): Difference[] {
  if (sameJson(was, is)) return [];
  if (isObject(was) && isObject(is)) {
    const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
    return keys.flatMap((key) => compare(own(was, key), own(is, key), path === "" ? key : `${path}.${key}`));
  }
  return [{ path, ...(was !== undefined && { was }), ...(is !== undefined && { is }) }];
}

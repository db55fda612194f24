import type { Json, JsonObject } from "../../contract/json.ts";
import { canonical } from "../kit/canonical.ts";
import { nameOf } from "./read.ts";

/** One form for filters that mean the same, by their names. */
export function filterForms(filters: readonly JsonObject[]): JsonObject {
  return Object.fromEntries<Json>(filters.map((filter) => [nameOf(filter), filterForm(filter)]));
}

/** What Logs takes a filter for of which nobody said how it spreads events. */
const DISTRIBUTION = "ByLogStream";

export function filterForm({ distribution, ...filter }: JsonObject): JsonObject {
  return canonical({
    ...filter,
    ...(distribution !== undefined && distribution !== DISTRIBUTION && { distribution }),
  });
}

import type { Json, JsonObject } from "../../contract/json.ts";
import { canonical, sameJson } from "../kit/canonical.ts";
import { nameOf } from "./read.ts";

/** One form for filters that mean the same, by their names. */
export function filterForms(filters: readonly JsonObject[]): JsonObject {
  return Object.fromEntries<Json>(filters.map((filter) => [nameOf(filter), filterForm(filter)]));
}

/** What Logs takes a filter for of which nobody said how it spreads events. */
const DISTRIBUTION = "ByLogStream";

/** Members of a filter that say nothing where they are empty. */
export const EMPTY: JsonObject = {
  emitSystemFields: [],
  emitSystemFieldDimensions: [],
  fieldSelectionCriteria: "",
};

export function filterForm({ distribution, ...filter }: JsonObject): JsonObject {
  const said = Object.entries(filter).filter(
    ([key, value]) => !(Object.hasOwn(EMPTY, key) && sameJson(value, EMPTY[key])),
  );
  return canonical({
    ...Object.fromEntries(said),
    ...(distribution !== undefined && distribution !== DISTRIBUTION && { distribution }),
  });
}

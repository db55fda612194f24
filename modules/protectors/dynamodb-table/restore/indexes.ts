import type { Json, JsonObject } from "../../../contract/json.ts";
import { canonical, sameJson } from "../../kit/canonical.ts";
import { toJson } from "../../kit/json.ts";
import { type Index, indexOf } from "../settings.ts";
import { objectsIn } from "../view.ts";

/**
 * Of the indexes of a point those that come with the items: DynamoDB makes none in a restore that their source does not have
 * just so, and refuses all of it where one of that name has other keys or attributes.
 */
export function comingIndexes(of: Json | undefined, source: readonly Index[]): JsonObject[] {
  const forms = source.map((one) => formOf(toJson(indexOf(one)) as JsonObject));
  return objectsIn(of)
    .filter((index) => forms.some((form) => sameJson(form, formOf(index))))
    .map(({ WarmThroughput: _later, ...index }) => index as JsonObject);
}

/** Of a table, or of what a backup tells of its table. */
export function indexesOf({
  LocalSecondaryIndexes: local = [],
  GlobalSecondaryIndexes: global = [],
  VectorIndexes: vector = [],
}: {
  readonly LocalSecondaryIndexes?: readonly Index[] | undefined;
  readonly GlobalSecondaryIndexes?: readonly Index[] | undefined;
  readonly VectorIndexes?: readonly Index[] | undefined;
}): readonly Index[] {
  return [...local, ...global, ...vector];
}

/** Not of its capacity. */
function formOf(index: JsonObject): JsonObject {
  const { ProvisionedThroughput: _units, OnDemandThroughput: _most, WarmThroughput: _warm, ...form } = index;
  return canonical(form);
}

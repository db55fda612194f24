import type { LocalSecondaryIndexDescription } from "@aws-sdk/client-dynamodb";
import type { Json, JsonObject } from "../../../contract/json.ts";
import { canonical, sameJson } from "../../kit/canonical.ts";
import { toJson } from "../../kit/json.ts";
import { indexOf } from "../settings.ts";
import { objectsIn } from "../view.ts";

/** An index of the table or backup that items come from. */
export type SourceIndex = Pick<LocalSecondaryIndexDescription, "IndexName" | "KeySchema" | "Projection">;

/**
 * Of the indexes of a point those that come with the items: DynamoDB makes none in a restore that their source does not have
 * just so, and refuses all of it where one of that name has other keys or attributes.
 */
export function comingIndexes(of: Json | undefined, source: readonly SourceIndex[]): JsonObject[] {
  const forms = source.map((one) => formOf(toJson(indexOf(one)) as JsonObject));
  return objectsIn(of)
    .filter((index) => forms.some((form) => sameJson(form, formOf(index))))
    .map(({ WarmThroughput: _later, ...index }) => index as JsonObject);
}

/** Of a table, or of what a backup tells of its table. */
export function indexesOf({
  LocalSecondaryIndexes: local = [],
  GlobalSecondaryIndexes: global = [],
}: {
  readonly LocalSecondaryIndexes?: readonly SourceIndex[] | undefined;
  readonly GlobalSecondaryIndexes?: readonly SourceIndex[] | undefined;
}): readonly SourceIndex[] {
  return [...local, ...global];
}

function formOf({ IndexName = "", KeySchema = [], Projection = {} }: JsonObject): JsonObject {
  return canonical({ IndexName, KeySchema, Projection });
}

import { describe, expect, test } from "vitest";
import type { Json } from "../../../modules/contract/json.ts";
import { dynamodbTable } from "../../../modules/protectors/dynamodb-table/protector.ts";
import { VECTORS } from "../../support/conforming/dynamodb-table.ts";
import { perform, titles } from "../../support/made-plan.ts";
import { captured, kept, lost, plan, reasons } from "./place.ts";

const SEARCHED = { units: undefined, indexes: [], scaled: false, vectors: true };
const MAKING = "create: make vector index by-meaning of table orders";

/** Names of the vector indexes that the table has. */
const named = ({ settings }: Awaited<ReturnType<typeof captured>>) =>
  (settings.VectorIndexes as unknown as (typeof VECTORS)[]).map(({ IndexName }) => IndexName);

describe("vector indexes of a table", () => {
  test("are in its point as CreateTable takes them, and come back with the items, once they are filled", async () => {
    const { place, document } = await lost(SEARCHED);
    expect(document.settings.VectorIndexes).toEqual([VECTORS]);
    const planned = await plan(place, document);
    expect(titles(planned)).not.toContain(MAKING);
    await perform(planned);
    const input = place.dynamodb.calls.find(({ name }) => name === "RestoreTableFromBackup")?.input;
    expect(input).toMatchObject({ VectorIndexOverride: [VECTORS] });
    expect(place.dynamodb.table("orders").indexing.size).toBe(0);
    expect(dynamodbTable.differences(document, await captured(place), {}, { armed: false })).toEqual([]);
  });

  test("are made from the items where these come without them", async () => {
    const { place, document } = await lost(SEARCHED);
    const [backup] = place.dynamodb.backups;
    delete backup?.table.settings.VectorIndexes;
    const planned = await plan(place, document);
    expect(titles(planned)).toContain(MAKING);
    await perform(planned);
    expect(named(await captured(place))).toEqual(["by-meaning"]);
    expect(place.dynamodb.table("orders").indexing.size).toBe(0);
  });

  test("are made also where one has a name that objects inherit", async () => {
    const { place, document } = await kept(SEARCHED);
    const VectorIndexes = [VECTORS, { ...VECTORS, IndexName: "constructor" }] as unknown as Json;
    const settings = { ...document.settings, VectorIndexes };
    const planned = await plan(place, { ...document, settings }, { replace: true });
    expect(titles(planned)).toEqual(["replace: make vector index constructor of table orders"]);
  });

  test("that the point does not have stay away, and a point of before they were kept takes all that come", async () => {
    const { place, document } = await lost(SEARCHED);
    const { VectorIndexes: _, ...settings } = document.settings;
    const without = { ...document, settings: { ...settings, VectorIndexes: [] } };
    await perform(await plan(place, without));
    expect(named(await captured(place))).toEqual([]);
    const other = await lost(SEARCHED);
    const older = { ...document, settings };
    await perform(await plan(other.place, older));
    const now = await captured(other.place);
    expect(named(now)).toEqual(["by-meaning"]);
    expect(dynamodbTable.differences(older, now, {}, { armed: false })).toEqual([]);
  });

  test("of a live table are made where they lack, and are told as they are where they differ, for none can be changed", async () => {
    const { place, document } = await kept(SEARCHED);
    const table = place.dynamodb.table("orders");
    table.settings.VectorIndexes = [
      { ...VECTORS, Dimensions: 1024 },
      { ...VECTORS, IndexName: "theirs" },
    ];
    const planned = await plan(place, document, { replace: true });
    expect(reasons(planned)).toEqual([
      "inexpressible: vector index by-meaning of table orders is there and is another, and nothing of it can be changed: delete the index, and run the restore again: it is made from the items",
    ]);
    table.settings.VectorIndexes = [{ ...VECTORS, IndexName: "theirs" }];
    await perform(await plan(place, document, { replace: true }));
    expect(named(await captured(place))).toEqual(["by-meaning", "theirs"]);
  });
});

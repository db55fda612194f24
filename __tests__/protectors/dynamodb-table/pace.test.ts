import type { GlobalSecondaryIndex } from "@aws-sdk/client-dynamodb";
import { describe, expect, test } from "vitest";
import { awsError } from "../../support/fake-aws/error.ts";
import { perform, titles } from "../../support/made-plan.ts";
import { CHANGES, captured, kept, lost, ORDERS, plan, reasons, remove, writes } from "./place.ts";

const [BY_CUSTOMER = { IndexName: "", KeySchema: [], Projection: {} }] = ORDERS.indexes;
const index = (IndexName: string): GlobalSecondaryIndex => ({ ...BY_CUSTOMER, IndexName });
const DAY = 86_400_000;

describe("indexes", () => {
  test("that the items' source lacks are made one after the other, each once the one before is ACTIVE", async () => {
    const { place, document } = await kept({
      indexes: [index("by-customer"), index("by-day"), index("by-shop")],
    });
    place.dynamodb.table("orders").settings.GlobalSecondaryIndexes = [];
    remove(place);
    place.dynamodb.settles = 5;
    await perform(await plan(place, document));
    const { GlobalSecondaryIndexes: made } = place.dynamodb.table("orders").settings;
    expect(made?.map(({ IndexName }) => IndexName)).toEqual(["by-customer", "by-day", "by-shop"]);
  });

  test("wait for one that somebody else makes", async () => {
    const { place, document } = await kept({ indexes: [index("by-customer"), index("by-day")] });
    const table = place.dynamodb.table("orders");
    table.settings.GlobalSecondaryIndexes = [index("by-customer")];
    table.indexing.set("by-customer", 40);
    await perform(await plan(place, document, { replace: true }));
    expect(table.settings.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual([
      "by-customer",
      "by-day",
    ]);
  });

  test("are not waited for longer than four hours: then it says which one", async () => {
    const { place, document } = await kept();
    place.dynamodb.table("orders").settings.GlobalSecondaryIndexes = [];
    remove(place);
    let slept = 0;
    const sleep = async (milliseconds: number): Promise<void> => {
      slept += milliseconds;
      const [name] = place.dynamodb.tables.get("orders")?.indexing.keys() ?? [];
      if (name !== undefined) place.dynamodb.table("orders").indexing.set(name, 9);
    };
    await expect(perform(await plan(place, document, { sleep }))).rejects.toThrow(
      /index by-customer is still CREATING after 240 minutes\n {2}help: DynamoDB goes on by itself/,
    );
    expect(slept).toBeLessThan(242 * 60_000);
  });

  test.each([
    ["other keys", { KeySchema: [{ AttributeName: "id", KeyType: "HASH" as const }] }],
    ["other attributes", { Projection: { ProjectionType: "KEYS_ONLY" as const } }],
  ])(
    "that have %s in the backup than in the point stay away, and are made from the items",
    async (_, other) => {
      const { place, document } = await kept();
      place.dynamodb.table("orders").settings.GlobalSecondaryIndexes = [
        { ...index("by-customer"), ...other },
      ];
      remove(place);
      const planned = await plan(place, document);
      expect(titles(planned)).toContain("create: make index by-customer of table orders");
      await perform(planned);
      expect(place.dynamodb.table("orders").settings.GlobalSecondaryIndexes).toEqual([
        expect.objectContaining(index("by-customer")),
      ]);
    },
  );
});

test("warm throughput is asked for as the more of what was and what is, of reads and writes each", async () => {
  const { place, document } = await lost({ units: undefined, scaled: false, indexes: [], warm: true });
  const planned = await plan(place, document);
  const [first, ...rest] = planned.steps;
  const ids = new Map(planned.ids);
  await first?.perform?.(ids);
  place.dynamodb.table("orders").settings.WarmThroughput = { WriteUnitsPerSecond: 11_000 };
  for (const { perform } of rest) await perform?.(ids);
  expect(place.dynamodb.table("orders").settings.WarmThroughput).toEqual({
    ReadUnitsPerSecond: 30_000,
    WriteUnitsPerSecond: 11_000,
  });
});

describe("scheduled actions", () => {
  const action = { ServiceNamespace: "dynamodb", ResourceId: "table/orders" } as const;
  const ScalableDimension = "dynamodb:table:ReadCapacityUnits" as const;
  const ScalableTargetAction = { MinCapacity: 3 };

  test("that are past are left out, which is said; one that began long ago goes on", async () => {
    const { place } = await kept();
    const now = Date.parse("2026-06-01T00:00:00Z");
    for (const [ScheduledActionName, when] of [
      ["once", { Schedule: "at(2026-05-01T00:00:00)" }],
      ["ended", { Schedule: "rate(1 day)", EndTime: new Date(now - DAY) }],
      ["shown", { Schedule: "at(2026-06-01T01:30:00)", Timezone: "Europe/Berlin" }],
      ["to-come", { Schedule: "at(2026-07-01T00:00:00)" }],
    ] as const)
      place.scaling.PutScheduledAction({
        ...{ ...action, ScalableDimension, ScalableTargetAction, ScheduledActionName },
        ...when,
      });
    const document = await captured(place);
    remove(place);
    place.scaling.now = now;
    const planned = await plan(place, document, { now: () => now });
    const said = planned.warnings.filter((text) => text.startsWith("scheduled action"));
    expect(said).toEqual([
      "scheduled action ended (dynamodb:table:ReadCapacityUnits) of table orders ended at 2026-05-31T00:00:00.000Z, and scales nothing any more: it is not put again",
      "scheduled action once (dynamodb:table:ReadCapacityUnits) of table orders ended at 2026-05-01T00:00:00, and scales nothing any more: it is not put again",
      "scheduled action shown (dynamodb:table:ReadCapacityUnits) of table orders ended at 2026-06-01T01:30:00, and scales nothing any more: it is not put again",
    ]);
    await perform(planned);
    expect(place.scaling.actions.map(({ ScheduledActionName }) => ScheduledActionName)).toEqual([
      "morning",
      "to-come",
    ]);
    expect(titles(await plan(place, document, { now: () => now }))).toEqual([
      "keep: table orders is as it was",
    ]);
  });
});

test("a scheduled action that ends while the items are restored is not put", async () => {
  const { place } = await kept();
  let now = Date.parse("2026-06-01T00:00:00Z");
  place.scaling.PutScheduledAction({
    ...{ ServiceNamespace: "dynamodb", ResourceId: "table/orders", ScheduledActionName: "once" },
    ...{ ScalableDimension: "dynamodb:table:ReadCapacityUnits", Schedule: "at(2026-06-01T02:00:00)" },
    ScalableTargetAction: { MinCapacity: 3 },
  });
  const document = await captured(place);
  remove(place);
  const planned = await plan(place, document, { now: () => now });
  now += 4 * 3_600_000;
  place.scaling.now = now;
  await perform(planned);
  expect(place.scaling.actions.map(({ ScheduledActionName }) => ScheduledActionName)).toEqual(["morning"]);
});

test("how exactly a stream of Kinesis is told the times of changes is compared, and written with --replace", async () => {
  const { place, document } = await kept();
  const { destinations } = place.dynamodb.table("orders");
  destinations.set(CHANGES, { status: "ACTIVE", precision: "MILLISECOND" });
  expect(reasons(await plan(place, document))).toEqual([
    expect.stringContaining(`there and differs: tell ${CHANGES} the times of changes by the MICROSECOND`),
  ]);
  await perform(await plan(place, document, { replace: true }));
  expect(destinations.get(CHANGES)?.precision).toBe("MICROSECOND");
});

test.each([
  ["PutScalingPolicy", "ConcurrentUpdateException", "There is a concurrent update"],
  ["RestoreTableFromBackup", "KMSThrottlingException", "slow down"],
  [
    "UpdateTable",
    "LimitExceededException",
    "Subscriber limit exceeded: Only 10 tables can be created, updated, or deleted simultaneously",
  ],
])("%s is sent again after %s", async (call, name, words) => {
  const { place, document } = await lost();
  place.dynamodb.wire.refusals.set(call, [awsError(name, 400, words), awsError(name, 400, words)]);
  await perform(await plan(place, document));
  expect(writes(place).filter((one) => one === call).length).toBeGreaterThanOrEqual(3);
});

test("a quota of DynamoDB is not waited for", async () => {
  const { place, document } = await lost();
  const quota = awsError("LimitExceededException", 400, "Too many tables in this account");
  place.dynamodb.wire.refusals.set("RestoreTableFromBackup", [quota, quota]);
  await expect(perform(await plan(place, document))).rejects.toThrow("Too many tables in this account");
});

test("a new stream is known by the answer of the change: a read after it may be of before", async () => {
  const { place, document } = await lost();
  const planned = await plan(place, document);
  const { dynamodb } = place;
  const real = dynamodb.DescribeTable.bind(dynamodb);
  dynamodb.DescribeTable = (input) => {
    const { Table } = real(input);
    return { Table: { ...Table, LatestStreamArn: `${Table.TableArn}/stream/2020-01-01T00:00:00.000` } };
  };
  const ids = await perform(planned);
  const { arn, label, policies } = dynamodb.table("orders");
  expect(ids.get(document.stream?.arn ?? "")).toBe(`${arn}/stream/${label}`);
  expect([...policies.keys()]).toEqual([`${arn}/stream/${label}`, arn]);
});

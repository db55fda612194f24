import { describe, expect, test } from "vitest";
import { dynamodbTable } from "../../../modules/protectors/dynamodb-table/protector.ts";
import { markOf } from "../../../modules/protectors/kit/hashed-mark.ts";
import { MARK } from "../../../modules/protectors/kit/mark.ts";
import { put } from "../../support/conforming/dynamodb-table.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { perform, titles } from "../../support/made-plan.ts";
import {
  arm,
  captured,
  ELSEWHERE,
  kept,
  lost,
  ORDERS,
  placeOf,
  plan,
  reasons,
  remove,
  SOURCE,
  TABLE,
} from "./place.ts";

const POINT = `${SOURCE.account}/us-east-1/points/dynamodb-table/orders/20260115T030405Z-0badcafe.json`;
const pointOf = (run: string) => POINT.replace("20260115T030405Z", run);
const ON = {
  units: undefined,
  scaled: false,
  indexes: [],
  local: false,
  key: "none",
  view: undefined,
} as const;
/** A table of which a restore has nothing to set. */
const PLAIN = {
  ...{ ...ON, rare: false, protected: false, ttl: undefined, insights: false, policy: false },
  ...{ destinations: [], tags: {}, replicas: [] },
} as const;

describe("a live table that DynamoDB restored", () => {
  test("and that was captured since is the one of the point: a later restore over it asks for --replace, and arms nothing", async () => {
    const { place, document: first } = await lost({ ...PLAIN, destinations: ORDERS.destinations });
    await perform(await plan(place, first));
    const document = await captured(place);
    place.dynamodb.table("orders").recovery = 3;
    const planned = await plan(place, document);
    expect(planned.live).toBe("there");
    expect(reasons(planned)).toEqual([
      expect.stringContaining("is there and differs: switch on point-in-time"),
    ]);
    expect(planned.warnings).toEqual([]);
    expect(await arm(place, planned)).toEqual([]);
  });

  test.each([
    [
      "from an on-demand backup",
      async (place: ReturnType<typeof placeOf>, arn: string) => {
        place.dynamodb.RestoreTableFromBackup({ TargetTableName: "orders", BackupArn: arn });
        return /was restored on 2026-02-01 from backup .*, and has what was put there since/;
      },
    ],
    [
      "as of another time",
      async (place: ReturnType<typeof placeOf>) => {
        put(place, { ...ORDERS, ...PLAIN, id: "elsewhere" });
        const other = place.dynamodb.table("elsewhere");
        place.dynamodb.RestoreTableToPointInTime({
          SourceTableArn: other.arn,
          TargetTableName: "orders",
          RestoreDateTime: new Date("2026-01-15T03:04:06Z"),
        });
        Object.assign(place.dynamodb.table("orders").restored ?? {}, { table: TABLE });
        return /was restored on 2026-02-01 from .*table\/orders as of 2026-01-15T03:04:06Z/;
      },
    ],
  ])(
    "by somebody else %s is theirs: it is compared, and never gone on with, whatever mark it has",
    async (_, restore) => {
      const { place, document } = await kept(PLAIN);
      const arn = place.dynamodb.backUp("orders", "USER");
      remove(place);
      const said = await restore(place, arn);
      const table = place.dynamodb.table("orders");
      // DynamoDB is at it.
      expect(reasons(await plan(place, document))).toEqual([
        expect.stringContaining("being made by somebody else"),
      ]);
      table.settling = 0;
      for (const mark of [undefined, markOf(POINT)]) {
        if (mark !== undefined) table.tags[MARK] = mark;
        const planned = await plan(place, document);
        expect(planned.live).toBe("there");
        expect(planned.warnings).toEqual([expect.stringMatching(said)]);
        expect(reasons(planned).length).toBeGreaterThan(0);
      }
    },
  );

  test("of another backup tells no stream of Kinesis its changes when it is armed", async () => {
    const { place, document } = await kept({ ...PLAIN, destinations: ORDERS.destinations });
    const arn = place.dynamodb.backUp("orders", "USER");
    remove(place);
    place.dynamodb.RestoreTableFromBackup({ TargetTableName: "orders", BackupArn: arn });
    const table = place.dynamodb.table("orders");
    Object.assign(table, { settling: 0, recovery: document.recovery });
    const planned = await plan(place, document);
    expect(titles(planned)).toEqual(["keep: table orders is as it was"]);
    expect(planned.atArm).toEqual([]);
    expect(await arm(place, planned)).toEqual([]);
    expect(table.destinations.size).toBe(0);
  });

  test("from the backup that this restore takes, and that nobody has changed, is gone on with, and that is said", async () => {
    const { place, document } = await lost({ tags: {} });
    const [first] = (await plan(place, document)).steps;
    await first?.perform?.(new Map());
    const planned = await plan(place, document);
    expect(planned.live).toBe("ours");
    expect(planned.warnings).toContainEqual(
      expect.stringContaining("as a restore of this point does it, and nothing is set of it yet"),
    );
  });

  test("and in production since, with other capacity and no tags, is not gone on with", async () => {
    const { place, document } = await lost({ ...PLAIN, units: { read: 5, write: 6 }, view: "KEYS_ONLY" });
    const [first] = (await plan(place, document)).steps;
    await first?.perform?.(new Map());
    place.dynamodb.table("orders").settings.ProvisionedThroughput = {
      ReadCapacityUnits: 900,
      WriteCapacityUnits: 6,
    };
    const planned = await plan(place, document);
    expect(planned.live).toBe("there");
    expect(reasons(planned)).toContainEqual(expect.stringContaining("set the capacity"));
  });

  test("as of the latest time, since the point was newer, is gone on with", async () => {
    const { place, document } = await kept();
    const asked = { name: "orders-copy", point: pointOf("20260201T000200Z") };
    const [first] = (await plan(place, document, asked)).steps;
    await first?.perform?.(new Map());
    expect((await plan(place, document, asked)).live).toBe("ours");
    // A point of long before is another one.
    expect((await plan(place, document, { ...asked, point: POINT })).live).toBe("there");
  });

  test("elsewhere, and whose region is lost since, is compared", async () => {
    const { place: home, document } = await kept({ ...PLAIN });
    remove(home);
    const away = placeOf(ELSEWHERE);
    away.dynamodb.others.push(home.dynamodb);
    const elsewhere = async <T>(_region: string, question: (client: typeof home.client) => Promise<T>) =>
      question(home.client);
    const [first] = (await plan(away, document, { elsewhere })).steps;
    await first?.perform?.(new Map());
    expect((await plan(away, document, { elsewhere })).live).toBe("ours");
    const planned = await plan(away, document, {
      elsewhere: async () => {
        throw awsError("TimeoutError", 0, "connect timed out");
      },
    });
    expect(planned.live).toBe("there");
    expect(planned.warnings).toContainEqual(
      expect.stringContaining("us-east-1 cannot be asked (TimeoutError"),
    );
  });
});

describe("items of a table that was made again under its name", () => {
  test("come from the backup of the one that was captured", async () => {
    const { place, document } = await lost();
    put(place, { ...ORDERS, protected: false });
    place.dynamodb.table("orders").items = "newer";
    const planned = await plan(place, document, { name: "orders-copy" });
    expect(planned.warnings).toContainEqual(
      expect.stringContaining("was made again since, and none of its items"),
    );
    await perform(planned);
    expect(place.dynamodb.table("orders-copy").items).toBe("three items");
  });

  test("are never those of the other one: without a backup of the one before the plan is blocked", async () => {
    const { place, document } = await lost();
    place.dynamodb.backups.length = 0;
    put(place, ORDERS);
    expect(reasons(await plan(place, document, { name: "orders-copy" }))).toEqual([
      expect.stringContaining(
        "was made again since it was captured, and DynamoDB has no system backup of the one before",
      ),
    ]);
  });
});

describe("a restore whose answer was lost", () => {
  test.each(["TableAlreadyExistsException", "TableInUseException"])(
    "goes on when the repetition is refused with %s, for the table is its own",
    async (name) => {
      const { place, document } = await lost();
      const { steps } = await plan(place, document);
      place.dynamodb.RestoreTableFromBackup({
        TargetTableName: "orders",
        BackupArn: place.dynamodb.backups[0]?.arn,
      });
      place.dynamodb.wire.refusals.set("RestoreTableFromBackup", [awsError(name, 400)]);
      await steps[0]?.perform?.(new Map());
      expect(place.dynamodb.table("orders").settling).toBe(0);
    },
  );

  test("stops where the table is somebody else's", async () => {
    const { place, document } = await lost();
    const { steps } = await plan(place, document);
    put(place, ORDERS);
    await expect(steps[0]?.perform?.(new Map())).rejects.toThrow(
      /Table already exists: orders\n {2}help: a table of that name is made or deleted by somebody else; run again/,
    );
  });
});

test("a stream's ARN in the table's own policy becomes that of the new stream, and the table's own stays its own", async () => {
  const { place, document } = await kept();
  const stream = document.stream?.arn ?? "";
  const policies = place.dynamodb.table("orders").policies;
  policies.set(TABLE, (policies.get(TABLE) ?? "").replace(`"Resource":[`, `"Resource":["${stream}",`));
  const again = await captured(place);
  remove(place);
  const ids = await perform(await plan(place, again));
  const table = place.dynamodb.table("orders");
  const policy = JSON.parse(table.policies.get(TABLE) ?? "");
  expect(policy.Statement[0].Resource).toEqual([`${TABLE}/stream/${table.label}`, TABLE, `${TABLE}/index/*`]);
  const now = await captured(place);
  expect(dynamodbTable.differences(again, now, Object.fromEntries(ids), { armed: false })).toEqual([]);
});

import { describe, expect, test } from "vitest";
import { dynamodbTable } from "../../../modules/protectors/dynamodb-table/protector.ts";
import { markOf } from "../../../modules/protectors/kit/hashed-mark.ts";
import { MARK } from "../../../modules/protectors/kit/mark.ts";
import { put } from "../../support/conforming/dynamodb-table.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { perform, titles } from "../../support/made-plan.ts";
import {
  arm,
  CHANGES,
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
  writes,
} from "./place.ts";

describe("a table that is gone", () => {
  test("comes back with its items from the system backup, and gets all that DynamoDB loses; its stream has a new ARN", async () => {
    const { place, document } = await lost();
    const planned = await plan(place, document);
    expect(titles(planned)).toEqual([
      expect.stringMatching(
        /^create: restore table orders with its items from the system backup of 2026-02-01T00:00:00Z$/,
      ),
      "create: set the tags, with a mark until it is restored, of table orders",
      "create: set the class STANDARD_INFREQUENT_ACCESS of table orders",
      "create: switch on deletion protection of table orders",
      "create: switch the stream of table orders on, with NEW_AND_OLD_IMAGES",
      "create: let items expire by expires of table orders",
      "create: switch on point-in-time recovery over 21 days of table orders",
      "create: switch on Contributor Insights (THROTTLED_KEYS) of table orders",
      "create: switch on Contributor Insights (ACCESSED_AND_THROTTLED_KEYS) of index by-customer of table orders",
      "create: scale dynamodb:table:ReadCapacityUnits from 1 to 100 of table orders",
      "create: put scaling policy $util:table/orders of table orders",
      "create: put scheduled action morning of table orders",
      "create: put the policy of the stream of table orders",
      "create: put the policy of table orders",
      "create: take the mark away: it is restored, of table orders",
    ]);
    expect(planned.warnings).toContainEqual(expect.stringContaining("just before table orders was deleted"));
    expect(planned.atArm?.map(({ title }) => title)).toEqual([`tell ${CHANGES} the changes of table orders`]);
    const ids = await perform(planned);
    const table = place.dynamodb.table("orders");
    expect(table.items).toBe("three items");
    const stream = `${TABLE}/stream/${table.label}`;
    expect(stream).not.toBe(document.stream?.arn);
    expect(ids.get(document.stream?.arn ?? "")).toBe(stream);
    expect(table.policies.get(stream)).toContain(`"Resource":"${stream}"`);
    expect(table.destinations.size).toBe(0);

    expect(await arm(place, planned)).toEqual([`written: tell ${CHANGES} the changes of table orders`]);
    expect(await arm(place, planned)).toEqual([`kept: tell ${CHANGES} the changes of table orders`]);
    const differences = dynamodbTable.differences(document, await captured(place), Object.fromEntries(ids), {
      armed: true,
    });
    expect(differences).toEqual([]);
  });

  test("is not made again without its items: the plan is blocked, and says who would have them", async () => {
    const { place, document } = await kept();
    delete place.dynamodb.table("orders").recovery;
    remove(place);
    const planned = await plan(place, document);
    expect(planned.steps).toEqual([]);
    expect(reasons(planned)).toEqual([
      "incomplete: table orders of us-east-1 is gone, and DynamoDB has no system backup of it: its point-in-time recovery was off, " +
        "or it was deleted more than 35 days ago; a table is not made again without its items: if AWS Backup has a recovery point of it, " +
        "restore the table from that under this name (zonekeep does not do it yet), and run the restore again with --replace: it writes the settings",
    ]);
  });

  test("is not made of an on-demand backup unasked, but that is named", async () => {
    const { place, document } = await kept();
    const arn = place.dynamodb.backUp("orders", "USER", new Date("2026-01-10T00:00:00Z"));
    delete place.dynamodb.table("orders").recovery;
    remove(place);
    const [reason] = reasons(await plan(place, document));
    expect(reason).toContain(`an on-demand backup of 2026-01-10T00:00:00Z is there`);
    expect(reason).toContain(`restore-table-from-backup --backup-arn ${arn}`);
  });

  test.each([
    ["whose own is there comes from that, also after another table of its name was deleted", true],
    ["whose own is gone comes from the newest of another table of its name, which is said", false],
  ])("%s", async (_, isThere) => {
    const { place, document } = await lost();
    put(place, { ...ORDERS, protected: false });
    place.dynamodb.table("orders").items = "newer";
    place.dynamodb.DeleteTable({ TableName: "orders" });
    if (!isThere) place.dynamodb.backups.shift();
    const planned = await plan(place, document);
    const said = planned.warnings.filter((text) => text.includes("made again in between"));
    expect(said).toHaveLength(isThere ? 0 : 1);
    await perform(planned);
    const { items } = place.dynamodb.table("orders");
    if (isThere) expect(items).not.toBe("newer");
    else expect(items).toBe("newer");
  });

  test("has its indexes: one that the backup lacks is made from the items, one that the point lacks stays away", async () => {
    const { place, document } = await kept();
    place.dynamodb.table("orders").settings.GlobalSecondaryIndexes = [
      {
        IndexName: "by-state",
        KeySchema: [{ AttributeName: "customer", KeyType: "HASH" }],
        Projection: { ProjectionType: "ALL" },
        ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
      },
    ];
    remove(place);
    const planned = await plan(place, document);
    expect(titles(planned)).toContain("create: make index by-customer of table orders");
    await perform(planned);
    expect(
      place.dynamodb.table("orders").settings.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName),
    ).toEqual(["by-customer"]);
  });

  test("is warmed up as a part that a person may leave out, since AWS charges for it", async () => {
    const { place, document } = await lost({ units: undefined, scaled: false, indexes: [], warm: true });
    const warm = (planned: Awaited<ReturnType<typeof plan>>) =>
      planned.steps.filter(({ part }) => part === "warm-throughput").map(({ title }) => title);
    expect(warm(await plan(place, document))).toEqual([
      "warm up (30000 reads and 9000 writes a second), for which AWS charges once, of table orders",
    ]);
    expect(warm(await plan(place, document, { skip: new Set(["warm-throughput"]) }))).toEqual([]);
  });

  test("names its replicas, which no restore makes", async () => {
    const { place, document } = await lost({ replicas: ["eu-west-1"] });
    expect((await plan(place, document)).warnings).toContainEqual(
      expect.stringContaining("its replicas in eu-west-1 are not made"),
    );
  });

  test("that was consistent across regions says that AWS makes only an empty table so again", async () => {
    const { place, document } = await lost({
      replicas: ["us-east-2"],
      witnesses: ["us-west-2"],
    });
    expect((await plan(place, document)).warnings).toContainEqual(
      expect.stringMatching(
        /its replicas in us-east-2 and its witness in us-west-2 are not made, and AWS makes .* only while it is empty: /,
      ),
    );
  });
});

describe("a copy", () => {
  test("under another name is as of the time of the point", async () => {
    const { place, document } = await kept();
    const planned = await plan(place, document, { name: "orders-copy" });
    expect(titles(planned)[0]).toBe(
      "create: restore table orders-copy with its items from table orders of us-east-1 as of 2026-01-15T03:04:05Z",
    );
    const ids = await perform(planned);
    const copy = place.dynamodb.table("orders-copy");
    expect(copy.items).toBe("three items");
    expect(copy.policies.get(copy.arn)).toContain(`"${copy.arn}/index/*"`);
    expect(ids.get(TABLE)).toBe(copy.arn);
    expect(place.scaling.policies.map(({ ResourceId }) => ResourceId)).toEqual([
      "table/orders",
      "table/orders-copy",
    ]);
  });

  test("of a time before point-in-time recovery begins is blocked; of one after it ends has the latest items, and says so", async () => {
    const { place, document } = await kept();
    const at = (run: string) => ({
      name: "orders-copy",
      point: `${SOURCE.account}/us-east-1/points/dynamodb-table/orders/${run}-0badcafe.json`,
    });
    expect(reasons(await plan(place, document, at("20250101T000000Z")))).toEqual([
      expect.stringMatching(
        /^incomplete: the point is of 2025-01-01T00:00:00Z, and point-in-time recovery of table orders of us-east-1 goes back to 2025-12-20T00:00:00Z only; .*: restore a newer point/,
      ),
    ]);
    const late = await plan(place, document, at("20260301T000000Z"));
    expect(late.warnings).toContainEqual(expect.stringContaining("2026-02-01T00:00:00Z or a little later"));
    await perform(late);
    const [restore] = place.dynamodb.wire.named("RestoreTableToPointInTime");
    expect(restore?.input).toMatchObject({ UseLatestRestorableTime: true });
  });

  test("in another region is restored there from the table of the first", async () => {
    const { place: home, document } = await kept({ key: "own" });
    const away = placeOf(ELSEWHERE);
    away.dynamodb.others.push(home.dynamodb);
    const key = JSON.stringify(document.settings.SSESpecification).match(/arn:[^"]+/)?.[0] ?? "";
    const map = {
      [key]: key.replace(SOURCE.region, ELSEWHERE.region),
      [CHANGES]: CHANGES.replace(SOURCE.region, ELSEWHERE.region),
    };
    const planned = await plan(away, document, {
      map,
      elsewhere: async (_region, question) => question(home.client),
    });
    expect(reasons(planned)).toEqual([]);
    const ids = await perform(planned);
    const made = away.dynamodb.table("orders");
    expect([made.items, made.settings.SSESpecification?.KMSMasterKeyId]).toEqual(["three items", map[key]]);
    expect(ids.get(document.stream?.arn ?? "")).toBe(`${made.arn}/stream/${made.label}`);
    expect(writes(home)).toEqual([]);
  });

  test("in another region is blocked while the first one is lost, and says where else the items are", async () => {
    const { document } = await kept({ replicas: ["ap-southeast-2"] });
    const planned = await plan(placeOf(ELSEWHERE), document, {
      map: { [CHANGES]: CHANGES.replace(SOURCE.region, ELSEWHERE.region) },
      elsewhere: async () => {
        throw awsError("TimeoutError", 0, "connect timed out");
      },
    });
    expect(reasons(planned)).toEqual([
      expect.stringMatching(
        /^incomplete: table orders of us-east-1 cannot be asked for its items \(TimeoutError: connect timed out\); it had replicas in ap-southeast-2, which hold its items; .*: run it again when us-east-1 answers; or, if AWS Backup/,
      ),
    ]);
  });

  test("in another account is blocked", async () => {
    const { document } = await kept({ destinations: [] });
    const other = placeOf({ ...SOURCE, account: "222233334444" });
    expect(reasons(await plan(other, document))).toContainEqual(
      expect.stringContaining("DynamoDB restores no table into another one"),
    );
  });
});

describe("a table that is there", () => {
  test("and tells a stream that the point does not know goes on, and it is said", async () => {
    const { document } = await kept({ destinations: [] });
    const { place } = await kept();
    const { warnings, blocked } = await plan(place, document, { replace: true });
    expect(blocked).toEqual([]);
    expect(warnings).toContainEqual(
      `what ${CHANGES} is told of the changes of table orders is not in the point; it stays`,
    );
  });

  test("is left as it is, and with --replace only what differs is written", async () => {
    const { place, document } = await kept({ scaled: false });
    expect(titles(await plan(place, document))).toEqual(["keep: table orders is as it was"]);
    const table = place.dynamodb.table("orders");
    table.recovery = 3;
    table.tags.team = "other";
    table.settings.ProvisionedThroughput = { ReadCapacityUnits: 50, WriteCapacityUnits: 6 };
    expect(reasons(await plan(place, document)).map((one) => one.slice(0, 44))).toEqual([
      "live: table orders is there and differs: set",
      "live: table orders is there and differs: swi",
      "live: table orders is there and differs: set",
    ]);
    place.dynamodb.wire.calls.length = 0;
    await perform(await plan(place, document, { replace: true }));
    expect(writes(place)).toEqual(["UpdateTable", "UpdateContinuousBackups", "TagResource"]);
    const differences = dynamodbTable.differences(document, await captured(place), {}, { armed: true });
    expect(differences).toEqual([]);
  });

  test("keeps the units that autoscaling gave it", async () => {
    const { place, document } = await kept();
    place.dynamodb.table("orders").settings.ProvisionedThroughput = {
      ReadCapacityUnits: 80,
      WriteCapacityUnits: 6,
    };
    expect(titles(await plan(place, document))).toEqual(["keep: table orders is as it was"]);
    expect(dynamodbTable.differences(document, await captured(place), {}, { armed: true })).toEqual([]);
  });

  test("is said to be another one than was captured, where somebody made it again", async () => {
    const { place, document } = await lost();
    put(place, ORDERS);
    const table = place.dynamodb.table("orders");
    place.dynamodb.tables.set("orders", { ...table, id: "11111111-0000-4000-8000-000000000009" });
    const planned = await plan(place, document);
    expect(planned.live).toBe("there");
    expect(planned.warnings).toContainEqual(expect.stringContaining("is another one than was captured"));
  });

  test("gets another stream for another view, and says what goes on reading the old one", async () => {
    const { place, document } = await kept();
    const { dynamodb } = place;
    const old = `${TABLE}/stream/${dynamodb.table("orders").label}`;
    const set = (StreamSpecification: object): void => {
      dynamodb.UpdateTable({ TableName: "orders", StreamSpecification } as never);
      dynamodb.table("orders").settling = 0;
    };
    set({ StreamEnabled: false });
    set({ StreamEnabled: true, StreamViewType: "KEYS_ONLY" });
    const planned = await plan(place, document, { replace: true });
    expect(titles(planned)).toEqual([
      "replace: switch the stream of table orders on anew, with NEW_AND_OLD_IMAGES",
      "replace: put the policy of the stream of table orders",
    ]);
    expect(planned.warnings).toContainEqual(expect.stringContaining("it gets another ARN"));
    const ids = await perform(planned);
    expect(ids.get(old)).toBe(`${TABLE}/stream/${dynamodb.table("orders").label}`);
  });

  test("whose items expire by another attribute is left to a person", async () => {
    const { place, document } = await kept();
    place.dynamodb.table("orders").ttl = "until";
    expect(reasons(await plan(place, document, { replace: true }))).toEqual([
      expect.stringContaining("DynamoDB takes one change of it an hour: switch it off"),
    ]);
  });

  test("that is being deleted, or made by somebody else, is waited for by a person", async () => {
    const { place, document } = await lost();
    put(place, ORDERS);
    place.dynamodb.table("orders").settling = 1000;
    expect(reasons(await plan(place, document))).toEqual([
      "live: table orders is being made by somebody else: wait until it is there, and run it again",
    ]);
  });

  test("is taken for one that a restore has begun only where DynamoDB restored it, whatever its tags say", async () => {
    const { place, document } = await kept();
    const point = `${SOURCE.account}/us-east-1/points/dynamodb-table/orders/20260115T030405Z-0badcafe.json`;
    const table = place.dynamodb.table("orders");
    table.tags[MARK] = markOf(point);
    table.recovery = 3;
    const planned = await plan(place, document, { point });
    expect([planned.live, planned.blocked.length > 0]).toEqual(["there", true]);
  });

  test("has the policy that it had, with its numbers to the letter", async () => {
    const { place } = await kept();
    const condition =
      '"Condition":{"NumericGreaterThan":{"aws:MultiFactorAuthAge":9007199254740993,"aws:TokenIssueTime":4.0}}';
    const text = `{"Version":"2012-10-17","Statement":[{"Sid":"late","Effect":"Deny","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"dynamodb:PutItem","Resource":"${TABLE}",${condition}}]}`;
    place.dynamodb.PutResourcePolicy({ ResourceArn: TABLE, Policy: text });
    const document = await captured(place);
    remove(place);
    await perform(await plan(place, document));
    expect(place.dynamodb.table("orders").policies.get(TABLE)).toContain(condition);
  });

  test("lets nobody in that it did not let in, unless that is said", async () => {
    const { place, document } = await lost();
    const open = {
      Statement: [{ Sid: "all", Effect: "Allow", Principal: "*", Action: "*", Resource: TABLE }],
    };
    const opened = { ...document, policy: open };
    expect(reasons(await plan(place, opened))).toEqual([
      "public: statement all of the policy of table orders lets anybody use it: say --allow-public if that is meant",
    ]);
    expect(reasons(await plan(place, opened, { allowPublic: true }))).toEqual([]);
  });
});

describe("a restore that takes long", () => {
  test("is waited for until the table is ACTIVE, and no longer than four hours: then it says that DynamoDB goes on", async () => {
    const { place, document } = await lost();
    place.dynamodb.settles = Number.POSITIVE_INFINITY;
    let slept = 0;
    const sleep = async (milliseconds: number): Promise<void> => {
      slept += milliseconds;
    };
    await expect(perform(await plan(place, document, { sleep }))).rejects.toThrow(
      /it is still CREATING after 240 minutes\n {2}help: DynamoDB goes on by itself; .* run the restore again/,
    );
    expect(slept).toBeGreaterThanOrEqual(240 * 60_000);
    expect(slept).toBeLessThan(241 * 60_000);
  });

  test("is gone on with by the next one, which asks for no second table", async () => {
    const { place, document } = await lost();
    const [first] = (await plan(place, document)).steps;
    place.dynamodb.wire.killAt = { call: place.dynamodb.wire.calls.length + 1, when: "after" };
    await expect(first?.perform?.(new Map())).rejects.toThrow("killed");
    delete place.dynamodb.wire.killAt;
    place.dynamodb.wire.dead = false;
    const again = await plan(place, document);
    expect([again.live, titles(again)[0]]).toEqual([
      "ours",
      "keep: wait for the items of table orders, which a restore has asked for",
    ]);
    await perform(again);
    expect(place.dynamodb.wire.named("RestoreTableFromBackup")).toHaveLength(1);
    expect(titles(await plan(place, document))).toEqual(["keep: table orders is as it was"]);
  });

  test("waits until DynamoDB takes a change of its backups", async () => {
    const { place, document } = await lost();
    const unavailable = (name: string) => [awsError(name, 400), awsError(name, 400)];
    place.dynamodb.wire.refusals.set(
      "UpdateContinuousBackups",
      unavailable("ContinuousBackupsUnavailableException"),
    );
    place.dynamodb.wire.refusals.set("RestoreTableFromBackup", unavailable("BackupInUseException"));
    await perform(await plan(place, document));
    expect(place.dynamodb.table("orders").recovery).toBe(21);
  });
});

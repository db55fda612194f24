import { beforeAll, describe, expect, test } from "vitest";
import {
  describeDifferences,
  describeHistory,
  type MomentRow,
  momentRow,
} from "../../modules/cli/describe/describe-history.ts";
import { readPoints } from "../../modules/cli/points/find-points.ts";
import type { Source } from "../../modules/cli/points/open-sources.ts";
import { pointsOfThing, twoPoints } from "../../modules/cli/points/points-of-thing.ts";
import { readHistory } from "../../modules/cli/points/read-history.ts";
import { render } from "../../modules/cli/terminal/text.ts";
import { loadProtector } from "../../modules/protectors/load.ts";
import { sourcePrefix } from "../../modules/recovery/layout.ts";
import { changesBetween } from "../../modules/restore/history/changes.ts";
import { readHeld } from "../../modules/restore/history/held.ts";
import { application, backUp, functionArn, HOME, NAME, type Region } from "../support/application.ts";
import { FakeKeys } from "../support/fake-keys.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { SIGNED } from "../support/run-witness.ts";

const NOON = new Date("2026-11-24T12:00:00Z");
const AT = ["2026-11-23T08", "2026-11-23T09", "2026-11-23T10", "2026-11-23T11"].map(
  (hour) => `${hour}:00:00.000Z`,
);
const QUEUE_URL = `https://sqs.${HOME}.amazonaws.com/${functionArn().split(":")[4]}/${NAME}`;
const NEW_SECRET = "canary-env-new";

let store: MemoryStore;
let source: Source;

/** Kept four times: as it was, with another value and another size, once more as it is, and with a statement and a tag. */
beforeAll(async () => {
  store = new MemoryStore();
  const there = application();
  await backUp(there, store, AT[0]);
  configure(there, { MemorySize: 999 }, { TOKEN: NEW_SECRET, LEVEL: "debug" });
  await backUp(there, store, AT[1]);
  await backUp(there, store, AT[2]);
  there.lambda.AddPermission({
    FunctionName: NAME,
    StatementId: "partner",
    Action: "lambda:InvokeFunction",
    Principal: "444455556666",
  });
  there.sqs.TagQueue({
    QueueUrl: there.sqs.GetQueueUrl({ QueueName: NAME }).QueueUrl,
    Tags: { team: "stock" },
  });
  await backUp(there, store, AT[3]);
  const [account = ""] = [...store.objects.keys()][0]?.split("/") ?? [];
  source = {
    ...{ site: HOME, region: HOME, opener: HOME, store, witness: SIGNED },
    prefix: sourcePrefix(account, HOME),
  };
});

function configure(there: Region, settings: object, variables: Record<string, string>): void {
  const Variables = { QUEUE: QUEUE_URL, ...variables };
  there.lambda.UpdateFunctionConfiguration({ FunctionName: NAME, ...settings, Environment: { Variables } });
  there.lambda.GetFunction({ FunctionName: NAME });
}

async function rowsOf(id: string, kind: "lambda" | "sqs-queue" = "lambda", keys = new FakeKeys()) {
  const points = await readPoints(await pointsOfThing([source], { kind, id }), {});
  const rows: MomentRow[] = [];
  for await (const one of readHistory({ protector: loadProtector, keys }, points, {}))
    rows.push(momentRow(one));
  return rows;
}

describe("the history of a thing", () => {
  test("says of each point what changed from the one before, and shows no value of a variable", async () => {
    const rows = await rowsOf(NAME);
    expect(rows.map(({ summary }) => summary)).toEqual([
      "permissions +partner",
      "",
      "MemorySize, environment +LEVEL, environment TOKEN changed",
      undefined,
    ]);
    expect(rows.map(({ signature }) => signature)).toEqual(["signed", "signed", "signed", "signed"]);
    expect(JSON.stringify(rows)).not.toMatch(/canary|debug/);
    const lines = describeHistory(rows, NOON).map((line) => render(line, false).trimEnd());
    expect(lines[0]).toMatch(/^AGE +SIGNED +RUN +CHANGED$/);
    expect(lines[1]).toMatch(/^25 h +yes +20261123T110000Z-\w+ +permissions \+partner$/);
    expect(lines.slice(2, 5).map((line) => line.replace(/^.*Z-\w+ +/, ""))).toEqual([
      "nothing",
      "MemorySize, environment +LEVEL, environment TOKEN changed",
      "the oldest that can be compared",
    ]);
    expect(lines[5]).toBe("4 recovery points");
  });

  test("of a queue is that of its attributes and tags", async () => {
    expect((await rowsOf(NAME, "sqs-queue")).map(({ summary }) => summary)).toEqual([
      "tags team changed",
      "",
      "",
      undefined,
    ]);
  });

  test("says where no key opens the secrets, and compares all else", async () => {
    const keys = new FakeKeys();
    keys.before = () => {
      throw new Error("the key is disabled");
    };
    const rows = await rowsOf(NAME, "lambda", keys);
    expect(rows[2]?.summary).toBe("MemorySize, environment +LEVEL");
    expect(rows[2]?.sealed).toContain("the key is disabled");
    expect(
      describeHistory(rows, NOON)
        .map((line) => render(line, false))
        .at(-1),
    ).toMatch(/^note: secrets could not be compared: /);
  });

  test("passes over a point that cannot be read, and compares with the next one that can", async () => {
    const points = await readPoints(await pointsOfThing([source], { kind: "lambda", id: NAME }), {});
    const broken = points.map((one, at) =>
      at === 1 || at === 2 ? { ref: one.ref, source, problem: "it is gone" } : one,
    );
    const rows: MomentRow[] = [];
    const ports = { protector: loadProtector, keys: new FakeKeys() };
    for await (const one of readHistory(ports, broken, {})) rows.push(momentRow(one));
    expect(rows.map(({ summary, problem }) => problem ?? summary)).toEqual([
      "MemorySize, environment +LEVEL, environment TOKEN changed, permissions +partner",
      "it is gone",
      "it is gone",
      undefined,
    ]);
  });
});

describe("two points", () => {
  const runs = async () =>
    (await pointsOfThing([source], { kind: "lambda", id: NAME })).map(({ ref }) => ref.run);

  test("are the newest two, or those of two runs, older first", async () => {
    const points = await pointsOfThing([source], { id: NAME });
    const [newest, second, , oldest] = await runs();
    const of = (...asked: string[]) => twoPoints(points, asked).map(({ ref }) => ref.run);
    expect(of()).toEqual([second, newest]);
    expect(of("20261123T08")).toEqual([oldest, newest]);
    expect(of("20261123T10", "20261123T08")).toEqual([oldest, second]);
    expect(() => of("20261123T1")).toThrow("more than one recovery point is of run 20261123T1");
    expect(() => of("2025")).toThrow("no recovery point is of run 2025");
    expect(() => of("20261123T11")).toThrow("both are one recovery point");
    expect(() => twoPoints(points.slice(0, 1), [])).toThrow(
      "there is one recovery point, and nothing to compare",
    );
  });

  test("are shown with each value that differs, and of a secret that it does", async () => {
    const points = await readPoints(await pointsOfThing([source], { id: NAME }), {});
    const held = [];
    for (const one of points.slice(1)) {
      if ("problem" in one) throw new Error(one.problem);
      held.push(await readHeld({ protector: loadProtector, keys: new FakeKeys(), source }, one.point));
    }
    const [is, , was] = held;
    if (was === undefined || is === undefined) throw new Error("there are no two");
    const changes = changesBetween(was, is);
    expect(changes).toEqual([
      { path: "environment.$LATEST.TOKEN", secret: true },
      { path: "versions.$LATEST.configuration.MemorySize", is: 999 },
      { path: "versions.$LATEST.environment", was: ["QUEUE", "TOKEN"], is: ["LEVEL", "QUEUE", "TOKEN"] },
    ]);
    const lines = describeDifferences(changes, undefined).map((line) => render(line, false).trimEnd());
    expect(lines[1]).toMatch(/^environment\.\$LATEST\.TOKEN +a secret +another one$/);
    expect(changesBetween(is, is)).toEqual([]);
    expect(describeDifferences([], undefined)).toEqual(["nothing differs"]);
  });
});

test("a name that is none of a thing, or of several, is refused with what to say", async () => {
  await expect(pointsOfThing([source], { id: "orderz" })).rejects.toThrow(
    `no recovery point of orderz in the store of ${HOME}`,
  );
  // A function comes first where it has that name.
  expect((await pointsOfThing([source], { id: NAME }))[0]?.ref.kind).toBe("lambda");
  await expect(pointsOfThing([source, { ...source, site: "us-west-2" }], { id: NAME })).rejects.toThrow(
    `${NAME} may be lambda/${NAME} of us-east-1, lambda/${NAME} of us-west-2`,
  );
});

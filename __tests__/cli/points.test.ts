import { describe, expect, test } from "vitest";
import { awsClients } from "../../modules/cli/aws/clients.ts";
import {
  describePoints,
  type PointRow,
  pointRow,
  strayRow,
} from "../../modules/cli/describe/describe-points.ts";
import {
  type FoundKeys,
  type FoundPoint,
  findPoints,
  newestOfEach,
  readPoints,
} from "../../modules/cli/points/find-points.ts";
import { findNotCopied, homesOfCopies } from "../../modules/cli/points/not-copied.ts";
import { type Opens, wherePointsOpen } from "../../modules/cli/points/where-points-open.ts";
import { parseThing, parseThings } from "../../modules/cli/terminal/parse-argument.ts";
import { render } from "../../modules/cli/terminal/text.ts";
import { KINDS } from "../../modules/contract/kinds.ts";
import { PLAN } from "./support/plan.ts";
import { code, keepPoint, memorySource } from "./support/points.ts";

const NOON = new Date("2026-11-23T12:00:00Z");
const [FIRST, SECOND, THIRD] = [
  "20261123T080000Z-0000000a",
  "20261123T090000Z-0000000b",
  "20261123T100000Z-0000000c",
] as const;

async function sources() {
  const east = memorySource("us-east-1");
  const west = memorySource("eu-west-1");
  await keepPoint(east, "orders-quote", SECOND);
  await keepPoint(east, "orders-intake", FIRST);
  await keepPoint(west, "orders-quote", THIRD);
  await keepPoint(east, "orders-quote", FIRST);
  return { east, west };
}

const named = ({ points }: FoundKeys): string[] => points.map(nameOf);
const nameOf = ({ ref, source }: FoundPoint): string => `${source.site} ${ref.kind}/${ref.id} ${ref.run}`;

describe("points", () => {
  test("are found at every place, newest first", async () => {
    const { east, west } = await sources();
    const found = await findPoints([east, west], undefined);
    expect(named(found)).toEqual([
      `eu-west-1 lambda/orders-quote ${THIRD}`,
      `us-east-1 lambda/orders-quote ${SECOND}`,
      `us-east-1 lambda/orders-intake ${FIRST}`,
      `us-east-1 lambda/orders-quote ${FIRST}`,
    ]);
    expect(newestOfEach(found.points).map(nameOf)).toEqual([
      `eu-west-1 lambda/orders-quote ${THIRD}`,
      `us-east-1 lambda/orders-quote ${SECOND}`,
      `us-east-1 lambda/orders-intake ${FIRST}`,
    ]);
    expect(found.strays).toEqual([]);
  });

  test("of one name are told apart by their kind, also one that only a newer version knows", async () => {
    const east = memorySource("us-east-1");
    await keepPoint(east, "orders", FIRST);
    await keepPoint(east, "orders", FIRST, "sqs-queue");
    await keepPoint(east, "orders", SECOND, "iot-rule");
    await keepPoint(east, "orders-2", SECOND);
    const find = async (...texts: string[]) =>
      named(await findPoints([east], texts[0] === undefined ? undefined : parseThing(texts[0])));
    const three = [
      `us-east-1 iot-rule/orders ${SECOND}`,
      `us-east-1 lambda/orders ${FIRST}`,
      `us-east-1 sqs-queue/orders ${FIRST}`,
    ];
    expect(await find("orders")).toEqual(three);
    expect(newestOfEach((await findPoints([east], parseThing("orders"))).points)).toHaveLength(3);
    expect(await find("sqs-queue/orders")).toEqual([`us-east-1 sqs-queue/orders ${FIRST}`]);
    expect(await find("iot-rule/orders")).toEqual([`us-east-1 iot-rule/orders ${SECOND}`]);
    expect(await find("s3-notifications/orders")).toEqual([]);
    expect(await find()).toHaveLength(4);
  });

  test("are shown with age, size, policy and run; one that cannot be read says why", async () => {
    const { east } = await sources();
    const [, intake] = (await findPoints([east], undefined)).points;
    const broken = east.store.objects.get(intake?.ref.key ?? "");
    if (broken !== undefined) broken.bytes = new TextEncoder().encode("{}");
    const listed = await readPoints((await findPoints([east], undefined)).points, {});
    const opens = await wherePointsOpen(listed, undefined);
    const rows = listed.map((one) => pointRow(one, opens(one)));
    const lines = describePoints(rows, [], NOON).map((line) => render(line, false));
    expect(lines.slice(0, 3)).toEqual([
      "KIND    NAME           SITE       FROM       AGE  SIZE   POLICY      SIGNED  OPENS IN   RUN",
      expect.stringMatching(
        /^lambda {2}orders-quote {3}us-east-1 {2}us-east-1 {2}2 h {2}\d+ B {2}orders {6}yes {5}us-east-1 {2}20261123T090000Z-0000000b$/,
      ),
      "lambda  orders-intake  us-east-1  us-east-1              unreadable                     20261123T080000Z-0000000a",
    ]);
    expect(lines.at(-2)).toBe("3 recovery points");
    expect(lines.at(-1)).toMatch(/^unreadable .*orders-intake.*is not a manifest/);
  });

  test("say which sites' keys open them: those that have a wrapped key, none, or any where nothing is secret", async () => {
    const east = memorySource("us-east-1");
    await keepPoint(east, "orders-intake", FIRST);
    await keepPoint(east, "orders-quote", SECOND);
    for await (const { key } of east.store.list(`${east.prefix}wraps/lambda/orders-quote/`)) {
      const wrap = await east.store.open(key);
      if (wrap === undefined) throw new Error("it is gone");
      east.store.objects.delete(key);
    }
    const [intake] = [...east.store.objects.keys()].filter((key) => key.includes("/wraps/"));
    const copied = intake?.replace("us-east-1.json", "eu-west-1.json") ?? "";
    east.store.objects.set(copied, { ...east.store.objects.get(intake ?? "") } as never);
    const of = async (named?: { kind: "lambda"; id: string }) => {
      const listed = await readPoints((await findPoints([east], named)).points, {});
      const opens = await wherePointsOpen(listed, named);
      return Object.fromEntries(listed.map((one) => [one.ref.id, opens(one)]));
    };
    expect(await of()).toEqual({ "orders-intake": ["eu-west-1", "us-east-1"], "orders-quote": [] });
    expect(await of({ kind: "lambda", id: "orders-quote" })).toEqual({ "orders-quote": [] });
    const row = { kind: "lambda", id: "f", site: "s", from: "s", run: "r", key: "k" };
    const shown = (opens: Opens) => render(describePoints([{ ...row, opens }], [], NOON)[1] ?? "", false);
    expect([shown([]), shown("anywhere"), shown(["a", "b"])]).toEqual([
      expect.stringMatching(/ nowhere +r$/),
      expect.stringMatching(/ anywhere +r$/),
      expect.stringMatching(/ a, b +r$/),
    ]);
  });

  test("of another format are shown, and refused by its name", async () => {
    const { east } = await sources();
    const { ref } = (await findPoints([east], undefined)).points[0] ?? {};
    east.store.tamper(ref?.key ?? "", (bytes) =>
      Buffer.from(Buffer.from(bytes).toString().replace("zonekeep/1", "zonekeep/2")),
    );
    const [row] = (await readPoints((await findPoints([east], undefined)).points, {})).map((one) =>
      pointRow(one),
    );
    expect(row).toEqual({
      kind: "lambda",
      id: "orders-quote",
      site: "us-east-1",
      from: "us-east-1",
      run: SECOND,
      key: ref?.key,
      problem: `${ref?.key}: is of format "zonekeep/2", and this version reads zonekeep/1: use a newer zonekeep`,
    });
  });

  test("as JSON are kind, id and name", async () => {
    const east = memorySource("us-east-1");
    const { key } = (await keepPoint(east, "orders.fifo", FIRST, "sqs-queue")).point;
    const [row] = (await readPoints((await findPoints([east], undefined)).points, {})).map((one) =>
      pointRow(one),
    );
    expect(row).toEqual({
      kind: "sqs-queue",
      id: "orders.fifo",
      name: "orders.fifo",
      site: "us-east-1",
      from: "us-east-1",
      run: FIRST,
      key,
      policy: "orders",
      capturedAt: "2026-11-23T10:00:00Z",
      expiresAt: "2026-12-28T10:00:00Z",
      signature: "signed",
      size: expect.any(Number),
    });
  });

  test("of a date that cannot be have no age", () => {
    const row = { kind: "lambda", id: "a", site: "us-east-1", from: "us-east-1", run: FIRST, key: "k" };
    const odd = { ...row, policy: "orders", capturedAt: "2026-13-45T25:61:00Z", size: 1 };
    expect(describePoints([odd], [], NOON).map((line) => render(line, false))[1]).toMatch(
      /^lambda {2}a {5}us-east-1 {2}us-east-1 {2}unknown {2}1 B /,
    );
  });

  test("that are none are said to be none", () => {
    expect(describePoints([], [], NOON)).toEqual(["no recovery points"]);
    expect(describePoints([], [], NOON, { partly: true })).toEqual([
      "no recovery point was read: the warning says where copies are",
    ]);
  });
});

describe("keys that are not those of points", () => {
  async function withStrays() {
    const { east } = await sources();
    const keys = ["lambda/orders-quote/notes.txt", "lambda/a b/x.json"].map(
      (key) => `${east.prefix}points/${key}`,
    );
    for (const key of keys) await east.store.create(key, code, {});
    return { east, keys };
  }

  test("are found with everything, and those of one thing with it", async () => {
    const { east, keys } = await withStrays();
    const strays = async (text?: string): Promise<string[]> =>
      (await findPoints([east], text === undefined ? undefined : parseThing(text))).strays.map(
        ({ key }) => key,
      );
    expect(await strays()).toEqual([keys[1], keys[0]]);
    expect(await strays("orders-quote")).toEqual([keys[0]]);
    expect(await strays("lambda/orders-quote")).toEqual([keys[0]]);
    expect(await strays("orders-intake")).toEqual([]);
  });

  test("are shown after the points, or alone", async () => {
    const { east, keys } = await withStrays();
    const found = await findPoints([east], undefined);
    const strays = found.strays.map(strayRow);
    const shown = (rows: readonly PointRow[]): string[] =>
      describePoints(rows, strays, NOON).map((line) => render(line, false));
    const foreign = [keys[1], keys[0]].map((key) => `unreadable ${key}: is not the key of a recovery point`);
    expect(shown([])).toEqual(["no recovery points", ...foreign]);
    expect(shown((await readPoints(found.points, {})).map((one) => pointRow(one))).slice(-3)).toEqual([
      "3 recovery points",
      ...foreign,
    ]);
  });
});

describe("a thing is named", () => {
  test.each<[string, object]>([
    ["orders", { id: "orders" }],
    ["orders.fifo", { id: "orders.fifo" }],
    ["sqs-queue/orders.fifo", { kind: "sqs-queue", id: "orders.fifo" }],
    ["lambda/orders", { kind: "lambda", id: "orders" }],
    ["lambda/a/b", { kind: "lambda", id: "a/b" }],
    ["iot-rule/orders", { id: "iot-rule/orders" }],
    ["lambda", { id: "lambda" }],
    // One letter more than a kind, and no slash.
    ["lambdas", { id: "lambdas" }],
  ])("by %s", (text, thing) => {
    expect(parseThing(text)).toEqual(thing);
  });

  test.each(["", "lambda/", "a\nb"])("not by %j", (text) => {
    expect(() => parseThing(text)).toThrow(/^Not a name: the id .* cannot be a key: it /);
  });

  test("for a restore as a function, each once; a kind that this version does not restore is refused", () => {
    const texts = ["orders", "sqs-queue/orders", "lambda/orders", "media"];
    expect(texts.reduce<ReturnType<typeof parseThings>>((all, text) => parseThings(text, all), [])).toEqual([
      { kind: "lambda", id: "orders" },
      { kind: "sqs-queue", id: "orders" },
      { kind: "lambda", id: "media" },
    ]);
    expect(() => parseThings("iot-rule/orders")).toThrow(
      `A function's name has no slash, and what stands before it is not a kind that this version restores: ${KINDS.join(", ")}.`,
    );
  });
});

describe("a copy that is behind", () => {
  test("is told by the newest points of each function that it lacks", async () => {
    const { east } = await sources();
    const copy = memorySource("us-east-1", "eu-west-1");
    await keepPoint(copy, "orders-quote", FIRST);
    await keepPoint(copy, "orders-intake", FIRST);
    const { points, unasked } = await findNotCopied(
      [east],
      (await findPoints([copy], undefined)).points,
      undefined,
    );
    expect(points.map(({ ref }) => `${ref.id} ${ref.run}`)).toEqual([`orders-quote ${SECOND}`]);
    expect(unasked).toEqual([]);
  });

  test("is not told where the source does not answer, which is said", async () => {
    const { east } = await sources();
    east.store.killAfter(0);
    const { points, unasked } = await findNotCopied([east], [], undefined);
    expect(points).toEqual([]);
    expect(unasked).toMatchObject([{ site: "us-east-1", error: expect.any(Error) }]);
  });

  test("is compared with the stores of those sites that the plan copies there", () => {
    const clients = awsClients({});
    const homes = (asked: object) =>
      homesOfCopies(PLAN, clients, asked).map(({ site, store }) => [site, store.name]);
    const store = "s3://zonekeep-123456789012-us-east-1";
    expect(homes({ from: "eu-west-1" })).toEqual([["us-east-1", store]]);
    expect(homes({ from: "us-east-1" })).toEqual([]);
    expect(homes({ from: "eu-west-1", site: "us-east-1-bos-1a" })).toEqual([]);
    expect(homes({})).toEqual([]);
  });
});

import { describe, expect, test } from "vitest";
import type { RunSummary } from "../../../modules/contract/events.ts";
import type { Manifest } from "../../../modules/recovery/manifest.ts";
import { loadAsked } from "../../../modules/restore/load-asked.ts";
import { loadThing, PointError } from "../../../modules/restore/load-thing.ts";
import type { RestorePorts } from "../../../modules/restore/ports.ts";
import { MOST_READ } from "../../../modules/restore/usable-point.ts";
import { FUNCTION } from "../../support/application.ts";
import { Attacker } from "../../support/forging/attacker.ts";
import { application, portsOf, TOLD } from "../../support/forging/loaded.ts";
import { captureRun, copyOf, signedEstate } from "../../support/forging/signed-estate.ts";

const GOOD = await signedEstate();
const [OLD = "", RUN = ""] = GOOD.runs.map(({ id }) => id);
const POINT = `123456789012/us-east-1/points/lambda/orders/${RUN}.json`;
const SUMMARY = `123456789012/us-east-1/runs/orders/${RUN}.json`;
const NEW = "20261123T213000Z-0000000f";

const attack = (): Attacker => new Attacker(copyOf(GOOD));
const load = (a: Attacker, run: string, accept?: RestorePorts["accept"]) =>
  loadThing(portsOf(a.estate, accept && { accept }), FUNCTION, run);

/** A planted point, with whatever in its document, that a person takes with --unsigned. */
async function taken(change: (a: Attacker) => Partial<Manifest>): Promise<unknown> {
  const a = attack();
  a.plant(POINT, NEW, change(a));
  return load(a, NEW, { unsigned: true }).then(
    () => undefined,
    (error: unknown) => error,
  );
}

const document = (a: Attacker): Record<string, unknown> => {
  const { sha256 } = a.read<Manifest>(POINT).document;
  return a.read(`123456789012/us-east-1/blobs/sha256/${sha256.slice(0, 2)}/${sha256}`);
};
const format = (a: Attacker): number => a.read<Manifest>(POINT).document.format;
const named = (a: Attacker, value: unknown): Partial<Manifest> => ({
  document: { ...a.keep(value), format: format(a) },
});

test.each<[string, string, (a: Attacker) => Partial<Manifest>]>([
  ["is not JSON", "it is not JSON", (a) => named(a, Buffer.from("poison"))],
  ["is not UTF-8", "it is not JSON", (a) => named(a, Buffer.from([0xff, 0xfe, 0x22]))],
  ["has no form", "versions", (a) => named(a, { ...document(a), versions: "all" })],
  ["is null", "document", (a) => named(a, null)],
  [
    "is that of another function",
    "and its document describes arn:aws:lambda:us-east-1:123456789012:function:payments (payments)",
    (a) => {
      const arn = "arn:aws:lambda:us-east-1:123456789012:function:payments";
      return named(a, { ...document(a), name: "payments", arn });
    },
  ],
  [
    "is of another account",
    "and its document describes",
    (a) => named(a, { ...document(a), account: "999999999999" }),
  ],
  [
    "is of another region",
    "and its document describes",
    (a) => named(a, { ...document(a), region: "eu-west-1" }),
  ],
  [
    "is of a format that nobody knows",
    "has a document of format 999",
    (a) => ({ document: { ...a.read<Manifest>(POINT).document, format: 999 } }),
  ],
])(
  "an unsigned point that a person takes is refused all the same where its document %s",
  async (_, says, change) => {
    const error = await taken(change);
    expect(error).toBeInstanceOf(PointError);
    expect((error as Error).message).toContain(says);
  },
);

test("what was tampered with is refused, whatever a person accepts", async () => {
  const a = attack();
  a.put(POINT, { ...a.read<Manifest>(POINT), warnings: ["all is well"] });
  await expect(load(a, RUN, { unsigned: true, unlocked: true })).rejects.toThrow(
    "is replaced, so nothing was restored",
  );
});

test("a point that nobody signed is taken with --unsigned as its runner wrote it, whatever lies on top", async () => {
  const estate = copyOf(GOOD);
  const { id, points } = await captureRun(
    { store: estate.store, home: estate.home },
    "2026-11-23T21:30:00.000Z",
  );
  const a = new Attacker(estate);
  const key = points.find((one) => one.includes("/lambda/")) ?? "";
  const honest = await load(a, id, { unsigned: true });
  a.cover(key, { ...a.read<Manifest>(key), warnings: ["all is well"] });
  const now = await load(a, id, { unsigned: true });
  expect(now.point.sha256).toBe(honest.point.sha256);
  await expect(load(a, id)).rejects.toThrow("is unsigned, so nothing was restored");
});

test("a point of before runs were signed is unsigned, no forgery, and taken with --unsigned", async () => {
  const a = attack();
  const { signature: _, ...summary } = a.read<RunSummary>(SUMMARY);
  a.put(SUMMARY, { ...summary, points: summary.points.map(({ key }) => key) });
  const { seal: __, ...manifest } = a.read<Manifest>(POINT);
  a.put(POINT, manifest);
  await expect(load(a, RUN)).rejects.toMatchObject({
    message: expect.stringContaining("is unsigned, so nothing was restored: its run was kept by a zonekeep"),
    hint: expect.stringMatching(/^--unsigned takes it all the same/),
  });
  const { point } = await load(a, RUN, { unsigned: true });
  expect(point.manifest).toEqual(manifest);
});

test("a point without its locks is taken with --unlocked, and says so", async () => {
  const a = attack();
  const { lockedUntil: _, ...entry } = a.estate.store.objects.get(POINT) ?? {};
  a.estate.store.objects.set(POINT, entry as never);
  const { warnings } = await load(a, RUN, { unlocked: true });
  expect(warnings).toContainEqual(expect.stringMatching(/^unlocked manifest: its lock ends nowhere/));
});

test.each<[string, string, (a: Attacker) => void]>([
  [
    "is of the year 9999",
    "; find out who wrote that of run 99991231T235959Z-0000000f",
    (a) => void a.plant(POINT, "99991231T235959Z-0000000f"),
  ],
  [
    "is unsigned",
    "; or: --unsigned takes it all the same, and runs whatever code it holds",
    (a) => void a.plant(POINT, NEW),
  ],
  ["is no manifest at all", "", (a) => a.put(POINT.replace(RUN, NEW), "poison")],
])("where the latest point %s, the newest that is proven is offered", async (_, beside, plant) => {
  const a = attack();
  plant(a);
  await expect(loadAsked(portsOf(a.estate), FUNCTION, { point: "latest" })).rejects.toMatchObject({
    instead: RUN,
    hint: `point ${RUN} is signed and can be opened: take it with --point ${RUN}${beside}`,
  });
});

test("whoever takes unsigned points is offered a signed one, and no unsigned one, in place of one that was tampered with", async () => {
  const a = attack();
  a.plant(POINT, "99991231T235959Z-0000000f");
  a.plant(POINT, NEW, { secrets: undefined } as unknown as Partial<Manifest>);
  await expect(
    loadAsked(portsOf(a.estate, { accept: { unsigned: true, unlocked: true } }), FUNCTION, {
      point: "latest",
    }),
  ).rejects.toMatchObject({
    instead: RUN,
    hint: expect.stringContaining(`point ${RUN} is signed and can be opened: `),
  });
});

describe("where points that nobody signed lie before the last that is", () => {
  /** As many, one a second, and one more that is asked for. */
  const planted = (count: number): Attacker => {
    const a = attack();
    for (let n = 0; n <= count; n++) {
      const time = new Date(Date.UTC(2026, 10, 23, 21, 30, n)).toISOString();
      a.plant(POINT, `${time.replace(/[-:]|\.\d+/g, "")}-0000000f`);
    }
    return a;
  };

  test.each([31, MOST_READ - 1])("%i of them, the signed one is offered", async (count) => {
    const { estate } = planted(count);
    await expect(loadAsked(portsOf(estate), FUNCTION, { point: "latest" })).rejects.toMatchObject({
      instead: RUN,
    });
  });

  test("as many as are read, the hint says how to find it", async () => {
    const { estate } = planted(MOST_READ);
    const error = await loadAsked(portsOf(estate), FUNCTION, { point: "latest" }).catch(
      (one: unknown) => one,
    );
    expect(error).toMatchObject({
      message: expect.stringContaining("is unsigned, so nothing was restored"),
      hint: expect.stringMatching(
        /^none of the 1000 points before it is proven: npx zonekeep list lambda\/orders tells which are signed, --point RUN takes one; --unsigned /,
      ),
    });
    expect(error).not.toHaveProperty("instead", RUN);
  });
});

test.each(["ZZZZZZZZZZZZZZZZ-0000000f", "TTTTTTTTTTTTTTTT-0000000f", `${RUN.slice(0, -1)}F`])(
  "a key of run %s is that of no point: the latest stays what it was",
  async (run) => {
    const a = attack();
    a.put(POINT.replace(RUN, run), a.bytes(POINT));
    expect((await loadThing(portsOf(a.estate), FUNCTION, "latest")).point.key).toBe(POINT);
  },
);

test("what would come along and was tampered with is left out by name, and the rest is as it was", async () => {
  const whole = await application(GOOD, RUN);
  const a = attack();
  const queue = `123456789012/us-east-1/points/sqs-queue/orders/${RUN}.json`;
  a.put(queue, { ...a.read<Manifest>(queue), warnings: ["all is well"] });
  const { "sqs-queue/orders-dead": _, ...rest } = whole;
  expect(await application(a.estate, RUN)).toEqual({ ...rest, "sqs-queue/orders": TOLD });
  a.put(SUMMARY, a.bytes(SUMMARY.replace(RUN, OLD)));
  await expect(application(a.estate, RUN)).rejects.toThrow("is replayed, so nothing was restored");
});

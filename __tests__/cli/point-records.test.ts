import { beforeEach, expect, test } from "vitest";
import { chooseRecords } from "../../modules/cli/drain/point-records.ts";
import type { ListedPoint } from "../../modules/cli/points/find-points.ts";
import { bytesContent } from "../../modules/recovery/bytes.ts";
import { drainedFolder } from "../../modules/recovery/layout.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { PREFIX } from "../support/sample-point.ts";

const OLD = "20261128T100000Z-0badcafe";
const NEW = "20261129T100000Z-0badcafe";
const clicks = { kind: "kinesis-stream", id: "clicks" } as const;
const LATEST = { thing: clicks, point: "latest" };

let store: MemoryStore;

beforeEach(() => {
  store = new MemoryStore();
});

/** As far as choosing looks at it. */
const pointOf = (run: string, records: number | undefined, state = "signed"): ListedPoint =>
  ({
    ref: { run },
    source: { store, prefix: PREFIX },
    point: {
      name: { kind: "kinesis-stream", id: "clicks", run },
      manifest: { ...(records !== undefined && { records: { records } }) },
      authenticity: { state },
    },
  }) as unknown as ListedPoint;

const chosen = async (
  points: readonly ListedPoint[],
  asked = LATEST,
  own: readonly string[] = [],
): Promise<[string, readonly string[]]> => {
  const { found, passedOver } = await chooseRecords(points, asked, async ({ ref }) => own.includes(ref.run));
  return [found.ref.run, passedOver];
};

test("latest is the newest signed point that has any records, and what is passed over is named", async () => {
  expect(await chosen([pointOf(NEW, 5), pointOf(OLD, 7)])).toEqual([NEW, []]);
  expect(await chosen([pointOf(NEW, 0), pointOf(OLD, 7)])).toEqual([OLD, [`point ${NEW} holds 0 records`]]);
  expect(await chosen([pointOf(NEW, 5, "unsigned"), pointOf(OLD, 7)])).toEqual([
    OLD,
    [`point ${NEW} is unsigned`],
  ]);
  expect(await chosen([pointOf(NEW, undefined), pointOf(OLD, 7)])).toEqual([OLD, []]);
});

test("latest is refused where records of an older point were put into a stream, with the way to go on", async () => {
  const folder = drainedFolder(PREFIX, "kinesis-stream/clicks", OLD);
  const until = "2027-12-13T10:15:00Z";
  await store.create(`${folder}sent/1`, bytesContent(Buffer.from("sealed")), { lockUntil: until });
  await expect(chosen([pointOf(NEW, 5), pointOf(OLD, 7)])).rejects.toMatchObject({
    message: expect.stringContaining(`out of point ${OLD}, and ${NEW} is newer now`),
    hint: `--point ${OLD} goes on where that was; --point ${NEW} sends all of the newer one`,
  });
  expect(await chosen([pointOf(NEW, 5), pointOf(OLD, 7)], { ...LATEST, point: NEW })).toEqual([NEW, []]);
  expect(await chosen([pointOf(OLD, 7)])).toEqual([OLD, []]);
});

test("a run that is asked for and holds none, or is not signed, is refused with the reason", async () => {
  const asked = { thing: clicks, point: NEW };
  await expect(chosen([pointOf(NEW, 5, "unsigned")], asked)).rejects.toThrow(`point ${NEW} is unsigned`);
  await expect(chosen([pointOf(NEW, undefined)], asked)).rejects.toThrow(
    `no point of kinesis-stream/clicks of run ${NEW} holds records`,
  );
});

test("latest is none that holds what is there already: of a stream that came back, the newest of the one that was lost", async () => {
  const points = [pointOf(NEW, 5), pointOf(OLD, 7)];
  expect(await chosen(points, LATEST, [NEW])).toEqual([
    OLD,
    [`point ${NEW} holds records that the stream which is there has itself`],
  ]);
  expect(await chosen(points, { ...LATEST, point: NEW }, [NEW])).toEqual([NEW, []]);
  await expect(chosen(points, LATEST, [NEW, OLD])).rejects.toMatchObject({
    message: expect.stringContaining("no records are put into a stream: point"),
    hint: expect.stringContaining("--point RUN takes one all the same"),
  });
});

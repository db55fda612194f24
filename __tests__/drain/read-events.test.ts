import { randomBytes } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { beginEvents, readableUntil } from "../../modules/drain/records/begin-events.ts";
import type { RecordsIndex } from "../../modules/drain/records/index-form.ts";
import { amountOf, isIndex } from "../../modules/drain/records/index-form.ts";
import { type EventPorts, readEvents } from "../../modules/drain/records/read-events.ts";
import { MemoryArchive } from "../support/memory-archive.ts";

const ARN = "arn:aws:events:us-east-1:123456789012:archive/orders";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let archive: MemoryArchive;
let kept: number;

beforeEach(() => {
  archive = new MemoryArchive(ARN);
  kept = 0;
});

const ports = (more: Partial<EventPorts> = {}): EventPorts => ({
  archive,
  madeNow: async () => archive.made,
  random: randomBytes,
  wrap: async () => [],
  keep: async () => void ++kept,
  sleep: async (milliseconds) => {
    archive.now += milliseconds;
  },
  now: () => archive.now,
  ...more,
});

const begin = (windowMs: number, earlier?: RecordsIndex) =>
  beginEvents(archive, earlier, windowMs, archive.now);

/** As a run reads: call after call, until nothing is left; each has some minutes. */
async function readAll(index: RecordsIndex, more: Partial<EventPorts> = {}, minutes = 12) {
  const target = readableUntil(archive.now);
  let [records, calls] = [0, 0];
  for (let at = index; ; calls++) {
    const read = await readEvents(
      ports(more),
      at,
      { target, end: archive.now + minutes * MINUTE },
      async () => true,
    );
    if (read.finished || calls === 200) return { index: read.index, records, calls };
    at = read.index;
    records += read.records;
  }
}

/** One every so many seconds, up to ten minutes ago. */
function fill(count: number, seconds: number): void {
  for (let n = 0; n < count; n++)
    archive.add(`event-${n}`, archive.now - 10 * MINUTE - (n + 1) * seconds * 1000);
}

test("all events of a window are read, each once, up to ten minutes ago", async () => {
  fill(500, 60);
  archive.add("young", archive.now - 5 * MINUTE);
  const since = new Date(archive.now - 24 * HOUR - 10 * MINUTE).toISOString();
  const { index, records } = await readAll(begin(24 * HOUR).index);
  expect(records).toBe(500);
  expect(isIndex(JSON.parse(JSON.stringify(index)))).toBe(true);
  expect(index).toMatchObject({ since, shards: [] });
  expect(amountOf(index).records).toBe(500);
  expect(archive.open.size).toBe(0);
});

test("the next run reads on to the second where this one ended, and nothing comes twice or is left out", async () => {
  // Several events at each second of the boundary.
  const first = readableUntil(archive.now);
  for (const at of [-2000, -1000, 0, 0, 1000, 2000]) archive.add(`at-${archive.events}`, first + at);
  const one = await readAll(begin(HOUR).index);
  expect(one.records).toBe(2);
  archive.now += HOUR;
  const two = await readAll(begin(HOUR * 2, one.index).index);
  expect(two.records).toBe(4);
  expect(amountOf(two.index).records).toBe(6);
  expect(Date.parse(two.index.until)).toBeGreaterThan(Date.parse(one.index.until));
});

test("a replay that takes too long is given up whole, and half of its minutes are tried, until what is left fits", async () => {
  fill(20_000, 1);
  archive.pace = 60;
  const { index, records, calls } = await readAll({ ...begin(6 * HOUR).index, slice: 1440 }, {}, 10);
  expect(records).toBe(20_000);
  expect(calls).toBeGreaterThan(3);
  expect(amountOf(index).records).toBe(20_000);
  expect(index.slice).toBeLessThan(200);
  const spans = archive.replays.map(({ since, until }) => Date.parse(until) - Date.parse(since));
  expect(spans[1]).toBeLessThan((spans[0] ?? 0) * 0.6);
});

test("more events than fit into memory are never held: the minutes are halved", async () => {
  fill(3000, 1);
  const { records } = await readAll(begin(2 * HOUR).index, { mostEvents: 1000 });
  expect(records).toBe(3000);
});

test("an index of a reading that was given up is where it was, and names no more", async () => {
  fill(3000, 1);
  const { index } = begin(2 * HOUR);
  const read = await readEvents(
    ports({ mostEvents: 100 }),
    { ...index, slice: 120 },
    { target: readableUntil(archive.now), end: archive.now + 12 * MINUTE },
    async () => true,
  );
  expect(read).toMatchObject({ finished: false, records: 0 });
  expect(read.index).toEqual({ ...index, slice: 60 });
  expect(archive.open.size).toBe(0);
});

/** So many within one second, an hour ago, and one each before and after it. */
function crowd(count: number): number {
  const at = archive.now - HOUR;
  archive.add("before", at - 1000);
  for (let n = 0; n < count; n++) archive.add(`crowd-${n}`, at);
  archive.add("after", at + 1000);
  return at;
}
const textOf = (at: number): string => new Date(at).toISOString();

test("a minute with more events than fit into memory is read second by second, and all of it is kept", async () => {
  crowd(90);
  fill(600, 1);
  const { index, records } = await readAll(begin(2 * HOUR).index, { mostEvents: 100 });
  expect(records).toBe(692);
  expect(index.gaps).toBeUndefined();
  const spans = archive.replays.map(({ since, until }) => Date.parse(until) - Date.parse(since) - 1000);
  expect(Math.min(...spans)).toBeLessThan(MINUTE);
  expect(isIndex(JSON.parse(JSON.stringify(index)))).toBe(true);
});

test.each([
  [99, 101, undefined],
  [100, 2, 1],
])(
  "a second with %i of at most 99 events leaves %i of all, and the next run reads on",
  async (count, held, gaps) => {
    const at = crowd(count);
    const target = readableUntil(archive.now);
    const { index, records } = await readAll(begin(2 * HOUR).index, { mostEvents: 100 });
    expect(records).toBe(held);
    expect(index.gaps).toEqual(gaps && [{ since: textOf(at), until: textOf(at + 1000) }]);
    expect(isIndex(JSON.parse(JSON.stringify(index)))).toBe(true);
    expect(Date.parse(index.until)).toBe(target);
  },
);

test("a minute that takes longer to hand out than a call has is left out whole, in one gap", async () => {
  const at = crowd(1000);
  // Eight minutes and more for the events of that second, of whatever window they are a part.
  archive.pace = 700;
  const { index, records } = await readAll(begin(2 * HOUR).index);
  expect(records).toBe(1);
  expect(index.gaps).toEqual([{ since: textOf(at), until: textOf(at + MINUTE) }]);
});

test("a reading that somebody else ends is no reason to leave anything out", async () => {
  crowd(1000);
  archive.pace = 700;
  const index = { ...begin(2 * HOUR).index, slice: 1 / 60 };
  const since = textOf(archive.now - HOUR);
  let asked = 0;
  const read = await readEvents(
    ports(),
    { ...index, since, until: since },
    { target: readableUntil(archive.now), end: archive.now + 60 * MINUTE },
    async () => ++asked < 120,
  );
  expect(read.index).toEqual({ ...index, since, until: since });
});

test("what a runner that died has left is deleted first, and a reading has a name of its own that says when it began", async () => {
  fill(10, 60);
  const began = archive.now;
  await readAll(begin(HOUR).index);
  expect(archive.swept[0]).toEqual(new Date(began - 30 * MINUTE));
  expect(archive.names[0]).toMatch(/^replay-for-zonekeep-20261129T120000Z-[0-9a-f]{8}$/);
  expect(new Set(archive.names).size).toBe(archive.names.length);
});

test("where others have all replays that an account may have, it waits for one, and after ten minutes says so", async () => {
  fill(10, 60);
  archive.others = 12;
  expect((await readAll(begin(HOUR).index)).records).toBe(10);
  archive.others = 1000;
  await expect(readAll(begin(2 * HOUR).index, {}, 20)).rejects.toThrow(
    `${ARN} is not replayed: as many replays run as AWS lets an account have in a region`,
  );
  expect(archive.open.size).toBe(0);
});

test("whatever a call throws is thrown, and nothing is left open", async () => {
  fill(10, 60);
  for (const broken of ["open", "start", "receive", "hasEnded", "remove"]) {
    archive.fault = (call) => {
      if (call === broken) throw new Error(`no ${broken}`);
    };
    await expect(readAll(begin(HOUR).index)).rejects.toThrow(`no ${broken}`);
    expect(archive.open.size).toBe(0);
  }
});

test("an archive that was made again while it was read is no part of the point", async () => {
  fill(10, 60);
  await expect(
    readAll(begin(HOUR).index, { madeNow: async () => "2026-11-29T12:01:00.000Z" }),
  ).rejects.toThrow(/was made again at .* while its records were read/);
});

test("where to begin: after the last point, or anew with a reason where events may be missing in between", async () => {
  fill(10, 60);
  const { index } = await readAll(begin(HOUR).index);
  archive.now += 31 * 86_400_000;
  const late = begin(40 * 24 * HOUR, index);
  expect(late.warnings).toEqual([
    expect.stringMatching(
      /^events from \S+Z on may have expired before they were read: this point holds events from \S+Z on alone$/,
    ),
  ]);
  expect(late.index.chunks).toEqual([]);
  expect(Date.parse(late.index.since)).toBeGreaterThan(archive.now - archive.retentionMs);
  const before = begin(HOUR, index);
  expect([before.warnings, before.index.chunks]).toEqual([[], []]);
  archive.made = "2026-12-30T10:00:00.000Z";
  const again = begin(40 * 24 * HOUR, index);
  expect(again.warnings[0]).toMatch(/^it was made again at 2026-12-30T10:00:00.000Z/);
  expect(again.index.since).toBe("2026-12-30T10:00:00.000Z");
});

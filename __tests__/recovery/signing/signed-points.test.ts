import { beforeEach, describe, expect, test } from "vitest";
import type { KeptPoint } from "../../../modules/contract/events.ts";
import { bytesContent, jsonContent } from "../../../modules/recovery/bytes.ts";
import { describeFinding } from "../../../modules/recovery/finding.ts";
import { runKey } from "../../../modules/recovery/layout.ts";
import type { Manifest } from "../../../modules/recovery/manifest.ts";
import { MOST_VERSIONS } from "../../../modules/recovery/oldest-versions.ts";
import { readTrusted } from "../../../modules/recovery/read-trusted.ts";
import { repairable, repairKey } from "../../../modules/recovery/repair.ts";
import { verifyPoint } from "../../../modules/recovery/verify.ts";
import { type TestSigner, testSigner } from "../../support/run-witness.ts";
import { head, key, PREFIX, ports, type TestPorts } from "../../support/sample-point.ts";
import { capturePoint, readerOf, signRun } from "../../support/signed-points.ts";

const SUMMARY = runKey(PREFIX, "orders", head.run);
const LOCK = { lockUntil: head.expiresAt };

let deps: TestPorts;
let signer: TestSigner;
let point: KeptPoint;

beforeEach(async () => {
  deps = ports();
  signer = testSigner();
  point = await capturePoint(deps);
});

/** What verify says of the point, each finding in a line. */
async function findings(keys = [signer]): Promise<readonly string[]> {
  const witness = readerOf(deps, keys);
  return (await verifyPoint(deps.store, key, { sites: ["us-east-1"], witness })).map(describeFinding);
}

async function manifest(change: Partial<Manifest>): Promise<Manifest> {
  const { bytes = new Uint8Array() } = deps.store.objects.get(key) ?? {};
  return { ...(JSON.parse(Buffer.from(bytes).toString()) as Manifest), ...change };
}

test("a point of a signed run is whole", async () => {
  await signRun(deps, [point], signer);
  expect(await findings()).toEqual([]);
  expect(await readTrusted(deps.store, key, readerOf(deps, [signer]))).toMatchObject({
    authenticity: { state: "signed" },
  });
});

test.each<[string, () => Promise<unknown>]>([
  [
    `unsigned manifest: its run left no summary: it goes on, or was ended before (${key})`,
    async () => undefined,
  ],
  [
    `unsigned manifest: its run does not name it: its capture was ended, or somebody put it there (${key})`,
    () => signRun(deps, [], signer),
  ],
  [
    `truncated manifest: the summary of its run is not one, or not whole (${key})`,
    async () => {
      await signRun(deps, [point], signer);
      deps.store.tamper(SUMMARY, (bytes) => bytes.subarray(0, bytes.length - 20));
    },
  ],
  [
    `replaced manifest: its manifest is not the one that its run signed (${key})`,
    () => signRun(deps, [{ ...point, sha256: "00".repeat(32) }], signer),
  ],
  [
    `forged manifest: the signature of its run is not that of SIGNER (${key})`,
    () => signRun(deps, [point], testSigner()),
  ],
])("%s", async (line, prepare) => {
  await prepare();
  expect(await findings()).toEqual([line.replace("SIGNER", signer.pin.key)]);
});

test("one whose signing key is not pinned says how to pin it", async () => {
  await signRun(deps, [point], signer);
  const [found] = await verifyPoint(deps.store, key, { sites: [], witness: readerOf(deps, []) });
  expect(found).toMatchObject({ problem: "unpinned", hint: expect.stringContaining("npx zonekeep pin") });
});

describe("what somebody put on top", () => {
  test("of a signed manifest is passed over: the version that the run signed is read, and verify says what covers it", async () => {
    await signRun(deps, [point], signer);
    const other = await manifest({ warnings: ["all is well"] });
    await deps.store.rewrite(key, jsonContent(other), LOCK);
    const read = await readTrusted(deps.store, key, readerOf(deps, [signer]));
    expect(read.sha256).toBe(point.sha256);
    expect(await findings()).toEqual([
      `covered manifest: another version lies on top of the good one (${key})`,
    ]);
  });

  test("of an unsigned manifest is passed over for the oldest that is locked", async () => {
    await deps.store.rewrite(key, jsonContent(await manifest({ warnings: ["all is well"] })), LOCK);
    const read = await readTrusted(deps.store, key, readerOf(deps, [signer]));
    expect(read).toMatchObject({
      sha256: point.sha256,
      authenticity: { state: "unsigned" },
      below: expect.any(String),
    });
  });

  test("of a manifest is passed over though it is no manifest at all", async () => {
    await signRun(deps, [point], signer);
    await deps.store.rewrite(key, jsonContent("poison"), LOCK);
    expect((await readTrusted(deps.store, key, readerOf(deps, [signer]))).sha256).toBe(point.sha256);
  });

  test("of a summary is passed over for the one that is signed", async () => {
    await signRun(deps, [point], signer);
    await deps.store.rewrite(SUMMARY, jsonContent({ nothing: true }), LOCK);
    const { version } = deps.store.objects.get(SUMMARY)?.below ?? {};
    expect(await findings()).toEqual([
      `covered run: another version lies on top of ${version}, the summary that counts (${SUMMARY})`,
    ]);
  });

  test("of a summary is told by nobody where it is the same one again, as a repair writes it", async () => {
    const signed = await signRun(deps, [point], signer);
    deps.store.clock = "2036-01-01T00:00:00.000Z";
    await deps.store.rewrite(SUMMARY, jsonContent(signed), LOCK);
    expect(await findings()).toEqual([]);
  });
});

test("a summary below others or a delete marker is put on top again by a repair, under its lock, and counts as before", async () => {
  const repair = async () => {
    const all = repairable([await readTrusted(deps.store, key, readerOf(deps, [signer]))]);
    const found = await Promise.all(all.map((one) => repairKey(deps.store, one, false)));
    return found.filter((one) => one !== undefined);
  };
  await signRun(deps, [point], signer);
  const { version, sha256, lockedUntil } = deps.store.objects.get(SUMMARY) ?? {};
  expect(await repair()).toEqual([]);
  await deps.store.rewrite(SUMMARY, jsonContent({ nothing: true }), LOCK);
  deps.store.clock = "2036-01-01T00:00:00.000Z";
  expect(await repair()).toEqual([{ key: SUMMARY, found: "other bytes", state: "repaired", version }]);
  expect(deps.store.objects.get(SUMMARY)).toMatchObject({ sha256, lockedUntil });
  expect(await findings()).toEqual([]);
  deps.store.hidden.add(SUMMARY);
  expect(await findings()).toEqual([
    `covered run: a delete marker lies on top of the summary that counts (${SUMMARY})`,
  ]);
  expect(await repair()).toMatchObject([{ key: SUMMARY, found: "a delete marker", state: "repaired" }]);
  expect(await findings()).toEqual([]);
});

test("a summary whose lock is lifted is told, as its points are unsigned without it, until a repair locks it again", async () => {
  const keptFrom = Date.parse("2026-11-23T21:08:00Z");
  const ends = new Date(keptFrom + Date.parse(head.expiresAt) - Date.parse(head.capturedAt)).toISOString();
  const signed = await signRun(deps, [point], signer);
  const entry = deps.store.objects.get(SUMMARY);
  Object.assign(entry ?? {}, { lockedUntil: ends });
  expect(await findings()).toEqual([]);
  const early = new Date(Date.parse(ends) - 1000).toISOString();
  Object.assign(entry ?? {}, { lockedUntil: early });
  expect(await findings()).toEqual([
    `unlocked run: the lock of the summary that signs it ends ${early}, before what it signs expires (${SUMMARY})`,
  ]);
  delete entry?.lockedUntil;
  expect(await findings()).toEqual([expect.stringContaining("unlocked run: ")]);
  await deps.store.rewrite(SUMMARY, jsonContent(signed), LOCK);
  expect(await findings()).toEqual([]);
});

describe("with stolen power to sign", () => {
  const ENDED = "2026-11-24T12:00:00.000Z";
  const ended = (): TestSigner => ({ ...signer, pin: { ...signer.pin, until: ENDED } });

  test("a run is not replaced afterwards: the oldest signed summary counts, and the other one is told", async () => {
    await signRun(deps, [point], signer);
    const first = { ...deps.store.objects.get(SUMMARY) };
    await deps.store.rewrite(key, jsonContent(await manifest({ warnings: ["all is well"] })), LOCK);
    deps.store.hidden.add(SUMMARY);
    deps.store.clock = "2026-11-23T21:20:00.000Z";
    await signRun(deps, [{ key, sha256: deps.store.objects.get(key)?.sha256 ?? "" }], signer);
    const second = deps.store.objects.get(SUMMARY);
    expect(await findings()).toEqual([
      `covered run: another version lies on top of ${first.version}, the summary that counts (${SUMMARY})`,
      `replaced run: version ${second?.version}, written 2026-11-23T21:20:00.000Z, is signed too and names other points: the oldest counts, ${first.version} of ${first.written} (${SUMMARY})`,
      `covered manifest: another version lies on top of the good one (${key})`,
    ]);
    expect((await readTrusted(deps.store, key, readerOf(deps, [signer]))).sha256).toBe(point.sha256);
  });

  test("a run of before its key was ended is not written after it, and one that lay there before stays good", async () => {
    deps.store.clock = "2026-11-24T12:15:00.001Z";
    await signRun(deps, [point], signer);
    expect(await findings([ended()])).toEqual([
      `back-dated manifest: the key that signed its run was replaced ${ENDED}, and its summary was written ${deps.store.clock} (${key})`,
    ]);
    Object.assign(deps.store.objects.get(SUMMARY) ?? {}, { written: "2026-11-24T12:15:00.000Z" });
    expect(await findings([ended()])).toEqual([]);
  });

  test("a run that was signed long after it began is told, whoever signed it", async () => {
    deps.store.clock = "2026-11-24T21:08:00.000Z";
    await signRun(deps, [point], signer);
    expect(await findings()).toEqual([]);
    Object.assign(deps.store.objects.get(SUMMARY) ?? {}, { written: "2026-11-26T21:08:00.001Z" });
    expect(await findings()).toEqual([
      `late run: it was written 2026-11-26T21:08:00.001Z, 3 d after its run began, and a run that nobody redrives ends within 8 hours (${SUMMARY})`,
    ]);
    Object.assign(deps.store.objects.get(SUMMARY) ?? {}, { written: "2026-11-24T21:08:00.001Z" });
    expect(await findings()).toEqual([expect.stringMatching(/^late run: .*, 1 d after its run began/)]);
  });
});

describe("among many versions", () => {
  const pile = async (at: string, count: number): Promise<void> => {
    const own = deps.store.objects.get(at)?.bytes ?? new Uint8Array();
    deps.store.objects.delete(at);
    for (let n = 1; n < count; n++) await deps.store.rewrite(at, jsonContent({ n }), LOCK);
    await deps.store.rewrite(at, bytesContent(own), LOCK);
    await deps.store.rewrite(at, jsonContent({ top: true }), LOCK);
  };

  test.each([
    ["a summary", SUMMARY, "covered run"],
    ["a manifest", key, "covered manifest"],
  ])("%s that is the hundredth is read", async (_, at, found) => {
    await signRun(deps, [point], signer);
    await pile(at, MOST_VERSIONS);
    expect(await findings()).toEqual([expect.stringContaining(found)]);
  });

  test.each([
    [
      "a summary",
      SUMMARY,
      "buried manifest: of its run's summary 102 versions lie there, and none of the oldest 100",
    ],
    ["a manifest", key, `unreadable manifest: ${key}: 102 versions lie there, and none of the oldest 100`],
  ])("%s above as many is refused by name, and no more are read", async (_, at, found) => {
    await signRun(deps, [point], signer);
    await pile(at, MOST_VERSIONS + 1);
    const from = deps.store.calls.length;
    expect(await findings()).toEqual([expect.stringContaining(found)]);
    expect(deps.store.calls.slice(from).filter((call) => call === `open ${at}`).length).toBeLessThan(
      MOST_VERSIONS + 2,
    );
  });
});

test("where summaries lie is asked once for all runs of a day", async () => {
  const others = ["20261123T200800Z-1f2e3d4c", "20261122T235959Z-1f2e3d4c"];
  const keys = [
    key,
    ...(await Promise.all(others.map((run) => capturePoint(deps, { run })))).map((one) => one.key),
  ];
  const witness = readerOf(deps, [signer]);
  for (const one of keys) await readTrusted(deps.store, one, witness);
  expect(deps.store.calls.filter((call) => call.startsWith("versionsBelow"))).toEqual(
    ["20261123", "20261122"].map((day) => `versionsBelow ${PREFIX}runs/orders/${day}`),
  );
});

test.each([
  [
    "future",
    { run: "99990101T000000Z-1f2e3d4c", capturedAt: "2026-11-23T21:08:30Z" },
    "its run begins 9999-01-01T00:00:00.000Z",
  ],
  ["future", { capturedAt: "2027-11-23T21:08:30Z" }, "it was captured 2027-11-23T21:08:30Z"],
  [
    "back-dated",
    { capturedAt: "2026-11-23T20:08:30Z" },
    "it was captured 2026-11-23T20:08:30Z, before its run began",
  ],
  [
    "back-dated",
    { run: "20261131T210800Z-1f2e3d4c" },
    "20261131T210800Z-1f2e3d4c is no time at which a run can begin",
  ],
] as const)("a point of another time is refused: %s, %o", async (problem, of, why) => {
  deps = ports();
  const made = await capturePoint(deps, of);
  await signRun(deps, [made], signer, "run" in of ? { run: of.run } : {});
  const read = await readTrusted(deps.store, made.key, readerOf(deps, [signer]));
  expect(read.authenticity).toEqual({ state: "refused", problem, why });
});

test("the summary of a run is read once, however many of its points are asked for", async () => {
  await signRun(deps, [point], signer);
  const witness = readerOf(deps, [signer]);
  const before = deps.store.calls.length;
  for (let n = 0; n < 3; n++) await readTrusted(deps.store, key, witness);
  expect(deps.store.calls.slice(before).filter((call) => call === `open ${SUMMARY}`)).toHaveLength(1);
});

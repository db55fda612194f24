import { beforeEach, describe, expect, test } from "vitest";
import type { KeptPoint } from "../../../modules/contract/events.ts";
import { jsonContent } from "../../../modules/recovery/bytes.ts";
import { runKey } from "../../../modules/recovery/layout.ts";
import type { Manifest } from "../../../modules/recovery/manifest.ts";
import { readTrusted } from "../../../modules/recovery/read-trusted.ts";
import { describeFinding, verifyPoint } from "../../../modules/recovery/verify.ts";
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
    expect(await findings()).toEqual([]);
  });
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

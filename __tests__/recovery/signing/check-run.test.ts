import fc from "fast-check";
import { expect, test } from "vitest";
import type { RunSummary } from "../../../modules/contract/events.ts";
import { jsonBytes } from "../../../modules/recovery/bytes.ts";
import { checkRun } from "../../../modules/recovery/signing/check-run.ts";
import { runStatement } from "../../../modules/recovery/signing/run-statement.ts";
import { testSigner } from "../../support/run-witness.ts";

const RUN = "20261123T210800Z-1f2e3d4c";
const NAME = { account: "123456789012", site: "us-east-1", policy: "orders", run: RUN };
const NOW = new Date("2026-11-23T22:00:00Z");
const KEY = testSigner();
const HASH = "ab".repeat(32);

const summary: RunSummary = {
  run: RUN,
  policy: "orders",
  site: "us-east-1",
  status: "complete",
  startedAt: "2026-11-23T21:08:00.123Z",
  endedAt: "2026-11-23T21:10:00.000Z",
  captured: 1,
  gone: 0,
  failed: [{ kind: "sqs-queue", id: "q", error: "no" }],
  warnings: ["one"],
  points: [{ key: `123456789012/us-east-1/points/lambda/orders/${RUN}.json`, sha256: HASH }],
};

async function signed(of = summary, name = NAME, key = KEY): Promise<RunSummary> {
  return { ...of, signature: await key.sign(runStatement(name, of)) };
}

const check = (bytes: Uint8Array, name = NAME, keys = [KEY.pin], now = NOW) =>
  checkRun(bytes, name, keys, now);

test("a run that a pinned key of its region signed tells the hash of each manifest", async () => {
  expect(check(jsonBytes(await signed()))).toEqual({
    state: "signed",
    points: new Map([[summary.points[0]?.key, HASH]]),
    began: Date.parse(summary.startedAt),
    endedAt: summary.endedAt,
    status: "complete",
    failed: [{ kind: "sqs-queue", id: "q" }],
  });
});

test("whatever single byte of a summary is changed, it is refused or says the same", async () => {
  const bytes = jsonBytes(await signed());
  const whole = check(bytes);
  const states = new Set<string>();
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ by;
      const found = check(changed);
      states.add(found.state);
      if (found.state === "signed") expect(found).toEqual(whole);
    }),
    { numRuns: 3000 },
  );
  expect(states).toContain("refused");
});

test("whatever member of a summary is changed, left out or added, it is refused or unsigned", async () => {
  const good = (await signed()) as unknown as Record<string, unknown>;
  for (const member of Object.keys(good)) {
    const { [member]: _, ...without } = good;
    expect(check(jsonBytes(without)).state, `without ${member}`).toBe(
      member === "signature" ? "unsigned" : "refused",
    );
  }
  const others: Record<string, unknown> = {
    status: "partial",
    startedAt: "2026-11-23T21:08:00.124Z",
    endedAt: "2026-11-23T21:11:00.000Z",
    captured: 2,
    gone: 1,
    failed: [],
    warnings: [],
    points: [],
    extra: 1,
  };
  for (const [member, value] of Object.entries(others))
    expect(check(jsonBytes({ ...good, [member]: value })), member).toMatchObject({ state: "refused" });
});

test.each([
  [
    "truncated",
    "the summary of its run is not one, or not whole",
    async () => jsonBytes(await signed()).subarray(0, 200),
  ],
  [
    "replayed",
    'the summary at its run is that of run "20261122T210800Z-1f2e3d4c"',
    async () => {
      const run = "20261122T210800Z-1f2e3d4c";
      return jsonBytes(
        await signed({ ...summary, run, startedAt: "2026-11-22T21:08:00.000Z" }, { ...NAME, run }),
      );
    },
  ],
  [
    "swapped",
    'the summary at its run is of policy "other" at "us-east-1"',
    async () => jsonBytes(await signed({ ...summary, policy: "other" }, { ...NAME, policy: "other" })),
  ],
  [
    "swapped",
    'the summary at its run is of policy "orders" at "eu-west-1"',
    async () => jsonBytes(await signed({ ...summary, site: "eu-west-1" }, { ...NAME, site: "eu-west-1" })),
  ],
  [
    "forged",
    `the signature of its run is not that of ${KEY.pin.key}`,
    async () => jsonBytes(await signed(summary, NAME, testSigner())),
  ],
  [
    "forged",
    `the signature of its run is not that of ${KEY.pin.key}`,
    async () => jsonBytes(await signed(summary, { ...NAME, account: "999999999999" })),
  ],
  [
    "forged",
    `the signature of its run is not that of ${KEY.pin.key}`,
    async () => {
      const { signature } = await signed();
      return jsonBytes({
        ...summary,
        signature: signature && { ...signature, value: Buffer.from("no signature").toString("base64") },
      });
    },
  ],
  [
    "back-dated",
    `its run began 2026-11-23T20:08:00.000Z, and is named ${RUN}`,
    async () => jsonBytes(await signed({ ...summary, startedAt: "2026-11-23T20:08:00.000Z" })),
  ],
])("%s: %s", async (problem, why, bytes) => {
  expect(check(await bytes())).toEqual({ state: "refused", problem, why });
});

test("a key proves runs from when it was made until it was replaced, with clocks that differ a quarter of an hour", async () => {
  const bytes = jsonBytes(await signed());
  const at = (from: string, until?: string) =>
    check(bytes, NAME, [{ ...KEY.pin, from, ...(until !== undefined && { until }) }]);
  expect(at("2026-11-23T21:23:00.000Z").state).toBe("signed");
  expect(at("2026-11-23T21:23:01.000Z")).toMatchObject({ problem: "back-dated" });
  expect(at("2026-01-01T00:00:00Z", "2026-11-23T21:08:00.123Z").state).toBe("signed");
  expect(at("2026-01-01T00:00:00Z", "2026-11-23T21:08:00.122Z")).toMatchObject({ problem: "forged" });
});

test("a replaced key proves no summary that was written later, with clocks that differ a quarter of an hour", async () => {
  const bytes = jsonBytes(await signed());
  const keys = [{ ...KEY.pin, until: "2026-11-23T22:00:00.000Z" }];
  const at = (written: string) => checkRun(bytes, NAME, keys, NOW, written);
  expect(at("2026-11-23T22:15:00.000Z").state).toBe("signed");
  expect(at("2026-11-23T22:15:00.001Z")).toEqual({
    state: "refused",
    problem: "back-dated",
    why: "the key that signed its run was replaced 2026-11-23T22:00:00.000Z, and its summary was written 2026-11-23T22:15:00.001Z",
  });
  expect(checkRun(bytes, NAME, [KEY.pin], NOW, "2036-11-23T22:15:00.001Z").state).toBe("signed");
});

test("a summary of before runs were signed, which names its points by their keys, is unsigned and no forgery", () => {
  const points = summary.points.map(({ key }) => key);
  const why = "its run was kept by a zonekeep that did not sign yet";
  expect(check(jsonBytes({ ...summary, points }))).toEqual({ state: "unsigned", why });
  expect(check(jsonBytes({ ...summary, points: [...points, 1] }))).toMatchObject({ problem: "truncated" });
});

test("a run of the future is refused beyond what clocks may differ", async () => {
  const bytes = jsonBytes(await signed());
  expect(check(bytes, NAME, [KEY.pin], new Date("2026-11-23T20:53:00.123Z")).state).toBe("signed");
  expect(check(bytes, NAME, [KEY.pin], new Date("2026-11-23T20:53:00.122Z"))).toMatchObject({
    problem: "future",
  });
});

test("a key that is not pinned proves nothing, nor does a pinned one whose fingerprint is another", async () => {
  const bytes = jsonBytes(await signed());
  expect(check(bytes, NAME, [])).toEqual({
    state: "unpinned",
    why: `${KEY.pin.key} signed its run, and is not pinned`,
  });
  expect(check(bytes, NAME, [{ ...KEY.pin, fingerprint: HASH }])).toMatchObject({ problem: "forged" });
  expect(check(jsonBytes(summary))).toEqual({ state: "unsigned", why: "nobody signed its run" });
});

import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PinnedKey } from "../../../modules/contract/signing.ts";
import { pinKeys, type SeenKey } from "../../../modules/policy/signing/pin-key.ts";
import { formatSigningLock, readSigningLock } from "../../../modules/policy/signing/read-signing-lock.ts";

const [EAST, WEST] = ["us-east-1", "eu-west-1"] as const;
const NOW = "2026-11-29T12:00:00.000Z";

/** The nth key that KMS made for a region, on the nth day of 2026. */
function seen(n: number, region: string = EAST): SeenKey {
  const der = Buffer.alloc(91, `${region} ${n}`);
  return {
    region,
    key: `arn:aws:kms:${region}:123456789012:key/${n}`,
    fingerprint: createHash("sha256").update(der).digest("hex"),
    publicKey: der.toString("base64"),
    from: new Date(Date.UTC(2026, 0, n)).toISOString(),
  };
}

const pinned = (before: readonly PinnedKey[], ...keys: SeenKey[]) => pinKeys(before, keys, NOW);

describe("a region's key", () => {
  test("that is the first is pinned, and the regions stand in order", () => {
    expect(pinned([], seen(1), seen(1, WEST))).toEqual({
      keys: [seen(1, WEST), seen(1)],
      changes: [
        { region: EAST, change: "pinned", fingerprint: seen(1).fingerprint },
        { region: WEST, change: "pinned", fingerprint: seen(1, WEST).fingerprint },
      ],
      contradicted: [],
    });
  });

  test("that is pinned already changes nothing", () => {
    const { keys } = pinned([], seen(1));
    expect(pinned(keys, seen(1))).toEqual({ keys, changes: [], contradicted: [] });
  });

  test("that was replaced ends now and stays, and a region that was not asked stays as it is", () => {
    const { keys } = pinned([], seen(1), seen(1, WEST));
    expect(pinned(keys, seen(2))).toEqual({
      keys: [seen(1, WEST), { ...seen(1), until: NOW }, seen(2)],
      changes: [
        {
          ...{ region: EAST, change: "replaced" },
          ...{ fingerprint: seen(2).fingerprint, before: seen(1).fingerprint },
        },
      ],
      contradicted: [],
    });
  });

  test("that was replaced twice leaves two, each with the day it ended", () => {
    const first = pinKeys([], [seen(1)], "2026-01-10T00:00:00.000Z").keys;
    const second = pinKeys(first, [seen(20)], "2026-02-10T00:00:00.000Z").keys;
    const { keys } = pinned(second, seen(60));
    expect(keys.map(({ key, until }) => [key.split("/")[1], until])).toEqual([
      ["1", "2026-02-10T00:00:00.000Z"],
      ["20", NOW],
      ["60", undefined],
    ]);
  });

  test("that comes back is in use again, and the one between ends", () => {
    const { keys } = pinned(pinned(pinned([], seen(1)).keys, seen(2)).keys, seen(1));
    expect(keys).toEqual([seen(1), { ...seen(2), until: NOW }]);
  });

  test("ends no earlier than the next one was made, where this clock is behind", () => {
    const { keys } = pinKeys(pinned([], seen(1)).keys, [seen(300)], "2026-03-01T00:00:00.000Z");
    expect(keys[0]?.until).toBe(seen(300).from);
  });

  test("never gets another public half: the one that is pinned stays, and it is told", () => {
    const { keys } = pinned([], seen(1));
    const other = { ...seen(2), key: seen(1).key };
    expect(pinned(keys, other)).toEqual({
      keys,
      changes: [],
      contradicted: [
        {
          ...{ region: EAST, change: "replaced" },
          ...{ fingerprint: other.fingerprint, before: seen(1).fingerprint },
        },
      ],
    });
  });
});

test("whatever keys come, go and come back: what is written can be read, says the same, and loses no key", () => {
  const glimpse = fc.record({ region: fc.constantFrom(EAST, WEST), n: fc.integer({ min: 1, max: 4 }) });
  fc.assert(
    fc.property(fc.array(glimpse, { maxLength: 12 }), (glimpses) => {
      let keys: readonly PinnedKey[] = [];
      const known = new Set<string>();
      for (const [minute, { region, n }] of glimpses.entries()) {
        const now = new Date(Date.UTC(2026, 0, 5, 0, minute)).toISOString();
        ({ keys } = pinKeys(keys, [seen(n, region)], now));
        known.add(seen(n, region).key);
        expect(readSigningLock("signing.lock.json", formatSigningLock(keys))).toEqual({
          keys,
          rotating: {},
          diagnostics: [],
        });
        expect(new Set(keys.map(({ key }) => key))).toEqual(known);
        expect(keys.find((one) => one.region === region && one.until === undefined)?.key).toBe(
          seen(n, region).key,
        );
        expect(pinKeys(keys, [seen(n, region)], now).changes).toEqual([]);
      }
    }),
  );
});

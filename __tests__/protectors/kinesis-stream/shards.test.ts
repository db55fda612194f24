import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  countToCreate,
  evenStarts,
  openShard,
  resharding,
  sameShards,
} from "../../../modules/protectors/kinesis-stream/shards.ts";
import { evenly, shardsAt } from "../../support/arbitrary-stream.ts";

const KEYS = 2n ** 128n;

describe("shards of one size", () => {
  test("begin where AWS lets them begin", () => {
    // As AWS answers for a stream of three shards.
    expect(evenStarts(3).map(String)).toEqual([
      "0",
      "113427455640312821154458202477256070485",
      "226854911280625642308916404954512140970",
    ]);
  });

  test("are the same wherever AWS rounds, and no others are", () => {
    const rounded = shardsAt([KEYS / 3n + 1n, (2n * KEYS) / 3n - 1n]);
    expect(sameShards(evenly(3), rounded)).toBe(true);
    const hot = (key: bigint) => shardsAt([key - 2n, key + 2n]);
    expect(sameShards(hot(1_000_000n), hot(1_000_001n))).toBe(false);
  });
});

describe("a stream's shards become those of a point", () => {
  test("by splits at the keys that are missing, and merges at those that are too many", () => {
    expect(resharding([0n, 10n, 20n], [0n, 20n, 30n])).toEqual({ splits: [30n], merges: [10n] });
  });

  test("from as many of one size as need the fewest changes", () => {
    const halves = evenStarts(2);
    expect(countToCreate([0n, 4711n, ...halves.slice(1)])).toBe(2);
    expect(countToCreate([0n, 4711n])).toBe(1);
    expect(countToCreate(evenStarts(7))).toBe(7);
  });

  test("whatever they are", () => {
    const starts = fc
      .uniqueArray(fc.bigInt({ min: 2n, max: KEYS - 2n }), { maxLength: 12 })
      .map((keys) => [0n, ...keys.toSorted((a, b) => (a < b ? -1 : 1))]);
    fc.assert(
      fc.property(starts, (wanted) => {
        const now = evenStarts(countToCreate(wanted));
        const { splits, merges } = resharding(now, wanted);
        const all = new Set([...now, ...splits].filter((key) => !merges.includes(key)));
        expect([...all].sort((a, b) => (a < b ? -1 : 1))).toEqual(wanted);
        expect(splits.length + merges.length).toBeLessThan(wanted.length);
      }),
    );
  });
});

test("a closed shard is none that takes records", () => {
  const HashKeyRange = { StartingHashKey: "0", EndingHashKey: "9" };
  const closed = { StartingSequenceNumber: "1", EndingSequenceNumber: "2" };
  expect(openShard({ ShardId: "one", HashKeyRange, SequenceNumberRange: closed })).toBeUndefined();
});

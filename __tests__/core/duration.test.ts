import fc from "fast-check";
import { expect, test } from "vitest";
import { formatDuration, parseDuration, sayDuration } from "../../modules/core/duration.ts";

test.each([
  ["1m", 1],
  ["30m", 30],
  ["1h", 60],
  ["1d", 1440],
  ["8w", 80_640],
  ["999999d", 1_439_998_560],
])("%s is %d minutes", (written, minutes) => {
  expect(parseDuration(written)).toBe(minutes);
});

test.each(["", "0m", "01h", "1.5h", "1 h", "1H", "h", "1y", "-1d", "1000000m", "1h30m", "1e3m", "1h\n"])(
  "%j is no duration",
  (written) => {
    expect(parseDuration(written)).toBeUndefined();
  },
);

test("a duration is written in the largest of days, hours and minutes that fits", () => {
  expect([1, 59, 60, 90, 120, 1440, 2160, 10_080].map(formatDuration)).toEqual([
    "1m",
    "59m",
    "1h",
    "90m",
    "2h",
    "1d",
    "36h",
    "7d",
  ]);
});

test("what is written is read as the same", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 900_000 }), (minutes) => {
      expect(parseDuration(formatDuration(minutes))).toBe(minutes);
    }),
  );
});

test("a duration that is read and not written again is told in days, hours and minutes", () => {
  expect([0, 90, 120, 121, 315, 1440, 1500, 506_940].map(sayDuration)).toEqual([
    ...["0m", "90m", "2h", "2h 1m", "5h 15m", "1d", "1d 1h", "352d 1h"],
  ]);
});

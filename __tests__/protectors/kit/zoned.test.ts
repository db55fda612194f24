import fc from "fast-check";
import { expect, test } from "vitest";
import { pastOnce } from "../../../modules/protectors/kit/past.ts";
import { momentIn } from "../../../modules/protectors/kit/zoned.ts";

test.each([
  ["UTC", "2026-01-02T00:00:00", "2026-01-02T00:00:00Z"],
  ["Europe/Berlin", "2026-01-02T00:00:00", "2026-01-01T23:00:00Z"],
  ["Europe/Berlin", "2026-07-02T00:00:00", "2026-07-01T22:00:00Z"],
  ["America/New_York", "2026-01-02T00:00:00", "2026-01-02T05:00:00Z"],
  ["Pacific/Kiritimati", "2026-01-02T00:00:00", "2026-01-01T10:00:00Z"],
  ["Asia/Kathmandu", "2026-01-02T00:00:00", "2026-01-01T18:15:00Z"],
  // An hour after the clock was put forward, and before.
  ["Europe/Berlin", "2026-03-29T03:30:00", "2026-03-29T01:30:00Z"],
  ["Europe/Berlin", "2026-03-29T01:30:00", "2026-03-29T00:30:00Z"],
  // A half hour that is skipped, one that comes twice.
  ["Europe/Berlin", "2026-03-29T02:30:00", "2026-03-29T01:30:00Z"],
  ["Europe/Berlin", "2026-10-25T02:30:00", "2026-10-25T01:30:00Z"],
])("a clock of %s shows %s at %s", (zone, local, moment) => {
  expect(new Date(momentIn(zone, local) ?? 0)).toEqual(new Date(moment));
});

test("what a clock shows is found at that moment, or an hour later where it shows it again", () => {
  const zones = ["Europe/Berlin", "America/New_York", "Australia/Sydney", "America/Sao_Paulo", "Asia/Tokyo"];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: 0, max: 10 * 365 * 24 * 60 }).map((minutes) => Date.UTC(2020, 0) + minutes * 60_000),
      (zone, moment) => {
        const shown = new Date(moment).toLocaleString("sv-SE", { timeZone: zone }).replace(" ", "T");
        expect([0, 3_600_000]).toContain((momentIn(zone, shown) ?? 0) - moment);
      },
    ),
  );
});

test("in a zone that nobody knows a time is past when it is so in every zone", () => {
  const once = "at(2026-01-02T00:00:00)";
  const everywhere = Date.parse("2026-01-03T00:00:00Z");
  expect(pastOnce(once, "Mars/Olympus", everywhere - 1)).toBeUndefined();
  expect(pastOnce(once, "Mars/Olympus", everywhere)).toBe("2026-01-02T00:00:00");
  expect(pastOnce("at(some day)", "UTC", everywhere)).toBeUndefined();
});

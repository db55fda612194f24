import { describe, expect, test } from "vitest";
import { requireOwnTime } from "../../handlers/shared/own-time.ts";

const NOW = Date.parse("2026-11-29T12:00:00Z");
const [MINUTE, DAY] = [60_000, 86_400_000];
const at = (difference: number): string => new Date(NOW + difference).toISOString();

describe("a runner takes a run", () => {
  test.each([
    ["that begins now", 0],
    ["by a clock that is five minutes ahead", 5 * MINUTE],
    ["that is redriven on the last day of fourteen, after eight hours", -14 * DAY - 480 * MINUTE],
    ["that began fifteen days ago", -15 * DAY],
  ])("%s", (_what, difference) => {
    expect(() => requireOwnTime(at(difference), NOW)).not.toThrow();
  });
});

describe("a runner takes no run", () => {
  test.each([
    ["of the future, whose points would be locked from then on", at(5 * MINUTE + 1)],
    ["of the year 9999, whose points would be the newest", "9999-12-31T00:00:00Z"],
    ["of long ago, such as within a pause that is over", at(-15 * DAY - 1)],
    ["that began at no time", "yesterday"],
  ])("%s", (_what, startedAt) => {
    expect(() => requireOwnTime(startedAt, NOW)).toThrow(
      `the run says that it began at "${startedAt}", and here it is 2026-11-29T12:00:00.000Z: a run goes on for 15 days at most, when it is redriven; start another one`,
    );
  });
});

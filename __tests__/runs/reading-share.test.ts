import { expect, test } from "vitest";
import { CAPTURES_AT_ONCE } from "../../modules/contract/events.ts";
import { readingShare } from "../../modules/runs/reading-share.ts";

const START = "2026-11-29T10:00:00.000Z";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How long a run reads so many things of which some need all that they are given, in the order of the run: milliseconds. */
function readAll(things: number, isBusy: (at: number) => boolean): { ends: number; given: number[] } {
  const lanes = Array.from({ length: CAPTURES_AT_ONCE }, () => Date.parse(START));
  const given: number[] = [];
  for (let at = 0; at < things; at++) {
    lanes.sort((a, b) => a - b);
    const now = lanes[0] ?? 0;
    const share = readingShare(START, things - at - 1, now);
    given.push(share);
    lanes[0] = now + (isBusy(at) ? share : Math.min(share, MINUTE));
  }
  return { ends: Math.max(...lanes) - Date.parse(START), given };
}

test("however many there are and however busy, a run reads for six hours at most, and each has its part", () => {
  for (const things of [1, 2, 24, 33, 100, 1000, 10_000]) {
    const { ends, given } = readAll(things, () => true);
    expect(ends).toBeLessThanOrEqual(6 * HOUR);
    expect(Math.min(...given)).toBeGreaterThan(0.4 * Math.min(30 * MINUTE, (12 * HOUR) / things));
  }
});

test("who needs less leaves it to the others: of a hundred of which ten are busy, each of those has its half hour", () => {
  const { given } = readAll(100, (at) => at >= 90);
  for (const share of given.slice(90)) expect(share).toBe(30 * MINUTE);
});

test("one alone has half an hour, and where nobody says how many there are each has", () => {
  expect(readingShare(START, 0, Date.parse(START))).toBe(30 * MINUTE);
  expect(readingShare(START, undefined, Date.parse(START) + 7 * HOUR)).toBe(30 * MINUTE);
  expect(readingShare(START, 3, Date.parse(START) + 7 * HOUR)).toBe(0);
});

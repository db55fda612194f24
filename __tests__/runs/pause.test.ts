import { expect, test } from "vitest";
import { pauseAt } from "../../modules/runs/pause.ts";

const freeze = { from: "2026-12-20", to: "2027-01-03", reason: "freeze" };
const at = (timeZone: string, instant: string, pauses = [freeze]) =>
  pauseAt({ pauses, timeZone }, new Date(instant))?.reason;

test.each([
  ["UTC", "2026-12-19T23:59:59.999Z", undefined],
  ["UTC", "2026-12-20T00:00:00Z", "freeze"],
  ["UTC", "2027-01-02T23:59:59.999Z", "freeze"],
  ["UTC", "2027-01-03T00:00:00Z", undefined],
  // An hour ahead of UTC in winter, and five behind.
  ["Europe/Berlin", "2026-12-19T22:59:59.999Z", undefined],
  ["Europe/Berlin", "2026-12-19T23:00:00Z", "freeze"],
  ["Europe/Berlin", "2027-01-02T22:59:59.999Z", "freeze"],
  ["Europe/Berlin", "2027-01-02T23:00:00Z", undefined],
  ["America/New_York", "2026-12-20T04:59:59.999Z", undefined],
  ["America/New_York", "2026-12-20T05:00:00Z", "freeze"],
  // Fourteen hours ahead.
  ["Pacific/Kiritimati", "2026-12-19T09:59:59.999Z", undefined],
  ["Pacific/Kiritimati", "2026-12-19T10:00:00Z", "freeze"],
])("a pause of whole days in %s holds at %s: %s", (timeZone, instant, reason) => {
  expect(at(timeZone, instant)).toBe(reason);
});

test("a pause begins with its day also where that day has no midnight", () => {
  // In Cairo clocks go from 24:00 of 23 April 2026 to 1:00 of the 24th.
  const spring = [{ from: "2026-04-24", to: "2026-04-25", reason: "spring" }];
  expect(at("Africa/Cairo", "2026-04-23T21:59:59.999Z", spring)).toBeUndefined();
  expect(at("Africa/Cairo", "2026-04-23T22:00:00Z", spring)).toBe("spring");
  expect(at("Africa/Cairo", "2026-04-24T20:59:59.999Z", spring)).toBe("spring");
  expect(at("Africa/Cairo", "2026-04-24T21:00:00Z", spring)).toBeUndefined();
});

test("of several pauses the one of the day is told, and none between them", () => {
  const pauses = [freeze, { from: "2027-01-10", to: "2027-01-11", reason: "audit" }];
  expect(at("UTC", "2027-01-10T12:00:00Z", pauses)).toBe("audit");
  expect(at("UTC", "2027-01-05T12:00:00Z", pauses)).toBeUndefined();
  expect(at("UTC", "2027-01-05T12:00:00Z", [])).toBeUndefined();
});

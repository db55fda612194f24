import tzdata from "tzdata" with { type: "json" };
import { expect, test } from "vitest";
import names from "../../../modules/planner/times/time-zones.json" with { type: "json" };

test("the time zones are all those of the IANA database, sorted, but for Factory, which is a place nowhere", () => {
  const known = Object.keys(tzdata.zones).filter((name) => name !== "Factory");
  expect(names).toEqual(known.sort());
  expect(names).toContain("Europe/Berlin");
});

test("whatever this Node knows is among them", () => {
  expect(Intl.supportedValuesOf("timeZone").filter((name) => !names.includes(name))).toEqual([]);
});

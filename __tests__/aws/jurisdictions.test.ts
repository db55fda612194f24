import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { awsCapabilities } from "../../modules/aws/capabilities.ts";
import { jurisdictions, KNOWN_JURISDICTIONS } from "../../modules/aws/jurisdictions.ts";
import type { ZoneLock } from "../../modules/policy/estate.ts";

const zoneLock: ZoneLock = JSON.parse(
  readFileSync(new URL("../../policies/zones.lock.json", import.meta.url), "utf8"),
);

test("of every region that can be used it is known where it lies", () => {
  const { refuseRegion } = awsCapabilities(zoneLock);
  const unknown = zoneLock.regions.filter(({ id }) => jurisdictions(id) === undefined).map(({ id }) => id);
  expect(unknown).toEqual(["eu-isoe-west-1"]);
  expect(unknown.map(refuseRegion)).not.toContain(undefined);
});

test("countries are those of ISO 3166, and each is known, as its unions are", () => {
  const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
  const codes = zoneLock.regions.map(({ id }) => jurisdictions(id) ?? []);
  for (const [country = ""] of codes.filter((all) => all.length > 0)) expect(names.of(country)).toBeDefined();
  expect([...new Set(codes.flat())].sort()).toEqual(KNOWN_JURISDICTIONS);
});

test.each([
  ["eu-central-1", ["DE", "EEA", "EU"]],
  ["eusc-de-east-1", ["DE", "EEA", "EU"]],
  ["eu-central-2", ["CH"]],
  ["eu-west-2", ["GB"]],
  ["us-gov-west-1", ["US"]],
  ["mars-1", undefined],
])("%s lies in %j", (region, where) => {
  expect(jurisdictions(region)).toEqual(where);
});

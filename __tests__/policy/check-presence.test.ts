import { expect, test } from "vitest";
import { formatDiagnostic } from "../../modules/core/diagnostic.ts";
import { checkPresence } from "../../modules/policy/check-presence.ts";

const told = (...paths: string[]) => checkPresence("p", paths).map(formatDiagnostic);

test("says what is missing when there is no estate, no lock or no policy", () => {
  expect(told("p/orders.yaml")).toEqual([
    "p/estate.yaml:1:1: error[FILE] there is no estate\n" +
      '  help: write the account and its sites: version: 1, account: "123456789012", regions: [us-east-1]',
    "p/zones.lock.json:1:1: error[FILE] there is no zone lock\n  help: take zones.lock.json of zonekeep's own policies folder",
  ]);
  expect(told("p/estate.yaml", "p/zones.lock.json")).toEqual([
    "p/estate.yaml:1:1: error[FILE] there is no policy beside the estate\n" +
      "  help: write a policy: version, name, owner, select, sites",
  ]);
});

test("says nothing when all three are there, wherever they lie", () => {
  expect(told("estate.yml", "a/zones.lock.json", "b/c/orders.yaml")).toEqual([]);
});

test("a file in the working folder itself is named without a folder", () => {
  expect(checkPresence("", ["zones.lock.json", "a.yaml"]).map(({ at }) => at.file)).toEqual(["estate.yaml"]);
});

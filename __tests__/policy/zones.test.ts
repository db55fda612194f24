import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { scheduleName } from "../../modules/aws/names.ts";
import { formatDiagnostic } from "../../modules/core/diagnostic.ts";
import { readZoneLock } from "../../modules/policy/estate/read-zones.ts";

const TEXT = readFileSync(new URL("../../policies/zones.lock.json", import.meta.url), "utf8");
const read = (text: string) => readZoneLock("zones.lock.json", text);
const told = (text: string) => read(text).diagnostics.map(formatDiagnostic);
const small = (regions: string, zones: string) =>
  `{ "source": "s", "date": "2026-01-31",\n"regions": [${regions}],\n"zones": [${zones}] }`;
const REGION = '{ "id": "b-1", "partition": "aws", "optIn": false }';

test("the committed lock has every region and zone, sorted, each zone with a parent among the regions", () => {
  const { zoneLock, diagnostics } = read(TEXT);
  expect(diagnostics).toEqual([]);
  expect([zoneLock?.regions.length, zoneLock?.zones.length]).toEqual([46, 73]);
  expect(zoneLock?.regions.find(({ id }) => id === "ap-east-2")).toEqual({
    id: "ap-east-2",
    partition: "aws",
    optIn: true,
  });
  expect(zoneLock?.zones.find(({ id }) => id === "us-east-1-bos-1a")).toEqual({
    id: "us-east-1-bos-1a",
    type: "local-zone",
    parent: "us-east-1",
    group: "us-east-1-bos-1",
  });
});

test("the longest policy name at the longest site makes a schedule name of the 64 characters AWS allows", () => {
  const { zoneLock } = read(TEXT);
  const longest = [...(zoneLock?.regions ?? []), ...(zoneLock?.zones ?? [])].reduce(
    (max, { id }) => Math.max(max, id.length),
    0,
  );
  expect(longest).toBe(28);
  expect(scheduleName("z".repeat(longest), "p".repeat(26))).toHaveLength(64);
});

test("fails on a site name so long that the name of a schedule would be too long", () => {
  const site = (length: number) => `{ "id": "${"z".repeat(length)}", "partition": "aws", "optIn": false }`;
  expect(told(small(site(28), ""))).toEqual([]);
  expect(told(small(site(29), ""))).toEqual([
    'zones.lock.json:2:21: error[VALUE] regions.id "zzzzzzzzzzzzzzzzzzzzzzzzzzzzz" is not understood\n' +
      "  help: a region or zone has 2 to 28 lower-case letters, digits and hyphens",
  ]);
});

test("fails on sites out of order or written twice, and on a zone whose parent is not a region", () => {
  const zone = (id: string, parent: string) =>
    `{ "id": "${id}", "type": "local-zone", "parent": "${parent}" }`;
  const hint =
    "\n  help: each site once, sorted by id; take the file as it was committed rather than edit it";
  expect(told(small(`${REGION}, ${REGION}`, `${zone("zb", "b-1")},\n${zone("za", "c-1")}`))).toEqual([
    `zones.lock.json:2:66: error[ESTATE] "b-1" comes after "b-1"${hint}`,
    `zones.lock.json:4:1: error[ESTATE] "za" comes after "zb"${hint}`,
    `zones.lock.json:4:47: error[ESTATE] the parent of za is "c-1", no region here${hint}`,
  ]);
});

test("fails on what is no JSON, on what JSON but no lock, and on unknown keys", () => {
  expect(told("{")[0]).toMatch(/^zones\.lock\.json:1:2: error\[YAML\] /);
  expect(told(`${small(REGION, "")} # comment`)).toEqual([
    "zones.lock.json:1:1: error[YAML] the zone lock is not valid JSON\n  help: take it as it was committed",
  ]);
  expect(told("[]")).toEqual(["zones.lock.json:1:1: error[TYPE] the file is a list, not a mapping"]);
  expect(told(small(REGION.replace("optIn", "opt_in"), ""))).toEqual([
    'zones.lock.json:2:48: error[UNKNOWN_KEY] unknown key "opt_in"\n  help: did you mean optIn?',
  ]);
});

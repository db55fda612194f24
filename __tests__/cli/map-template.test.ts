import { expect, test } from "vitest";
import { mapTemplate } from "../../modules/cli/points/map-template.ts";
import { parseMap } from "../../modules/restore/id-map.ts";

const TOPIC = "arn:aws:sns:us-east-1:123456789012:alerts";
const missing = [
  { path: "versions[0].configuration.Role", value: "arn:a", reason: "another region" },
  { path: "versions[1].configuration.Role", value: "arn:a", reason: "another region" },
  { path: "asyncConfigs[0]", value: TOPIC, reason: "a topic\nversion: 2" },
];

test("a map to fill in names each value once, with every place that needs it", () => {
  expect(mapTemplate("Fill in.", { "sg-1": "sg-2" }, missing)).toBe(`# Fill in.
version: 1
map:
  "sg-1": "sg-2"
  # versions[0].configuration.Role, versions[1].configuration.Role: another region
  "arn:a": ""
  # asyncConfigs[0]: a topic version: 2
  "${TOPIC}": ""
`);
});

test("it is refused as it is, and read once it is filled in", () => {
  const template = mapTemplate("Fill in.", {}, missing);
  expect(parseMap(template, "map.yaml").diagnostics.map(({ at }) => at.line)).toEqual([5, 7]);
  expect(parseMap(template.replaceAll('""', '"arn:b"'), "map.yaml")).toEqual({
    map: { "arn:a": "arn:b", [TOPIC]: "arn:b" },
    diagnostics: [],
  });
});

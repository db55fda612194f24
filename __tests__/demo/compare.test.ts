import { describe, expect, test } from "vitest";
import { compareObservations } from "../../sandbox/demo/compare.ts";

const expected = {
  map: { "arn:aws:sqs:us-east-1:1:orders": "arn:aws:sqs:eu-west-1:1:orders" },
  from: "us-east-1",
  to: "eu-west-1",
};
const before = {
  "code hash": ["a", "b"],
  layers: ["arn:aws:lambda:us-east-1:1:layer:rates:1"],
  mappings: [{ EventSourceArn: "arn:aws:sqs:us-east-1:1:orders" }],
};
const after = {
  "code hash": ["a", "b"],
  layers: ["arn:aws:lambda:eu-west-1:1:layer:rates:1"],
  mappings: [{ EventSourceArn: "arn:aws:sqs:eu-west-1:1:orders" }],
};

const different = (restored: typeof after): string[] =>
  compareObservations(before, restored, expected)
    .filter(({ same }) => !same)
    .map(({ aspect }) => aspect);

describe("what came back", () => {
  test("is the same when only what the map and the region change has changed", () => {
    expect(different(after)).toEqual([]);
  });

  test("differs when a version's code is another", () => {
    expect(different({ ...after, "code hash": ["a", "c"] })).toEqual(["code hash"]);
  });

  test("differs when something of the lost region is still named", () => {
    expect(different({ ...after, mappings: before.mappings })).toEqual(["mappings"]);
  });

  test("differs when a version is missing", () => {
    expect(different({ ...after, "code hash": ["a"] })).toEqual(["code hash"]);
  });
});

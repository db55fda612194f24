import { expect, test } from "vitest";
import { closest } from "../../modules/core/closest.ts";

const SITES = ["us-east-1", "us-east-2", "eu-west-1", "ap-south-1"];

test.each([
  ["us-esat-1", "us-east-1"],
  ["us-east1", "us-east-1"],
  ["US-EAST-2", "us-east-2"],
  ["eu-west-3", "eu-west-1"],
])("%s is taken for %s", (written, meant) => {
  expect(closest(written, SITES)).toBe(meant);
});

test("a word that is near to nothing is taken for nothing", () => {
  expect(closest("mars", SITES)).toBeUndefined();
  expect(closest("description", ["encryption"])).toBeUndefined();
  expect(closest("", SITES)).toBeUndefined();
  expect(closest("us-east-1", [])).toBeUndefined();
});

test("of two that are equally near the first is taken", () => {
  expect(closest("us-east-3", SITES)).toBe("us-east-1");
});

test("a text longer than any name is not compared", () => {
  expect(closest("x".repeat(65), ["x".repeat(64)])).toBeUndefined();
  expect(closest("x".repeat(64), ["x".repeat(63)])).toBe("x".repeat(63));
});

import { expect, test } from "vitest";
import { demoOptions, UsageError } from "../../sandbox/demo/options.ts";

test("nothing given means: end at the end, and tamper with nothing", () => {
  expect(demoOptions([])).toEqual({ keep: false, tamper: undefined });
});

test("a function that the sample does not have cannot be tampered with", () => {
  expect(() => demoOptions(["--tamper", "orders"])).toThrow(
    new UsageError(
      "--tamper orders: write one of media-thumbnails, orders-intake, orders-quote, edge-nearest",
    ),
  );
});

test("an unknown option is named, with those there are", () => {
  expect(() => demoOptions(["--kepe"])).toThrow(
    new UsageError("Unknown option '--kepe': npm start takes -- --keep and --tamper FUNCTION"),
  );
});

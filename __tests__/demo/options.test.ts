import { expect, test } from "vitest";
import { demoOptions, UsageError } from "../../sandbox/demo/options.ts";

test("nothing given means: lose a region, end at the end, and tamper with nothing", () => {
  expect(demoOptions([])).toEqual({ scene: "region", keep: false, tamper: undefined });
});

test("another scene is asked for by its name", () => {
  expect(demoOptions(["--scene", "application", "--keep"])).toEqual({
    scene: "application",
    keep: true,
    tamper: undefined,
  });
});

test("a scene that there is not is refused, with those there are", () => {
  expect(() => demoOptions(["--scene", "toString"])).toThrow(
    new UsageError("--scene toString: write one of region, application"),
  );
});

test("a function that the sample does not have cannot be tampered with, nor one of another scene", () => {
  expect(() => demoOptions(["--tamper", "orders"])).toThrow(
    new UsageError(
      "--tamper orders: write one of media-thumbnails, orders-intake, orders-quote, edge-nearest",
    ),
  );
  expect(() => demoOptions(["--scene", "application", "--tamper", "shop-orders"])).toThrow(
    new UsageError("--tamper shop-orders: only --scene region takes it"),
  );
});

test("an unknown option is named, with those there are", () => {
  expect(() => demoOptions(["--kepe"])).toThrow(
    new UsageError(
      "Unknown option '--kepe': npm start takes -- --scene region|application, --keep and --tamper FUNCTION",
    ),
  );
});

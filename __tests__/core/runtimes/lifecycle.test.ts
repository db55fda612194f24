import { expect, test } from "vitest";
import {
  refusedSince,
  runtimeNotice,
  successorOf,
  whyNotRuntime,
} from "../../../modules/core/runtimes/lifecycle.ts";

test("AWS refuses from the day on", () => {
  const create = (day: string) => refusedSince("nodejs20.x", "create", day);
  expect([create("2027-01-31"), create("2027-02-01"), create("2031-01-01")]).toEqual([
    undefined,
    "2027-02-01",
    "2027-02-01",
  ]);
  expect(refusedSince("nodejs20.x", "update", "2027-03-02")).toBeUndefined();
  expect(refusedSince("nodejs20.x", "update", "2027-03-03")).toBe("2027-03-03");
});

test("what has no date, no row or no runtime at all is refused never", () => {
  for (const runtime of ["nodejs26.x", "nodejs99.x", "constructor", undefined])
    expect(refusedSince(runtime, "create", "2099-01-01")).toBeUndefined();
});

test("a person is told half a year before, and in the words of the day", () => {
  expect(runtimeNotice("$LATEST of f", "python3.8", "2026-08-04")).toBeUndefined();
  expect(runtimeNotice("$LATEST of f", "python3.8", "2026-08-05")).toBe(
    "$LATEST of f: AWS creates functions of runtime python3.8 until 2027-02-01 and updates them until 2027-03-03; " +
      "deploy with python3.14: from then on a restore takes --runtime python3.8=python3.14",
  );
  expect(runtimeNotice("version 7 of f", "nodejs14.x", "2027-03-03")).toBe(
    "version 7 of f: AWS stopped creating functions of runtime nodejs14.x on 2024-01-09 and stopped updating them " +
      "on 2027-03-03; deploy with nodejs24.x: from then on a restore takes --runtime nodejs14.x=nodejs24.x",
  );
  expect(runtimeNotice("f", "nodejs26.x", "2099-01-01")).toBeUndefined();
});

test("a successor that is refused itself is proposed to nobody", () => {
  expect(successorOf("nodejs14.x", "2026-11-29")).toBe("nodejs24.x");
  expect(successorOf("nodejs14.x", "2028-06-01")).toBe("NEW");
});

test.each([
  ["nodejs14.x", "python3.13", "python3.13 is not of the language of nodejs14.x"],
  ["nodejs12.x", "nodejs14.x", "AWS stopped creating functions of runtime nodejs14.x on 2024-01-09"],
])("%s does not become %s", (from, to, message) => {
  expect(whyNotRuntime(from, to, "2026-11-29")).toEqual({
    message,
    hint: `write --runtime ${from}=nodejs24.x`,
  });
});

test.each([
  ["nodejs14.x", "nodejs22.x"],
  ["go1.x", "provided.al2023"],
  ["dotnetcore3.1", "dotnet10"],
  ["java8", "java25"],
  ["nodejs14.x", "nodejs14.x"],
])("%s becomes %s", (from, to) => {
  expect(whyNotRuntime(from, to, "2026-11-29")).toBeUndefined();
});

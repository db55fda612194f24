import { Runtime } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { isDay } from "../../../modules/core/day.ts";
import { RUNTIMES } from "../../../modules/core/runtimes/table.ts";

test("every runtime that the installed SDK knows has its dates, and no other", () => {
  expect(Object.keys(RUNTIMES).sort()).toEqual(Object.values(Runtime).sort());
});

test("dates are days, updates end after creations, and a successor lasts longer", () => {
  for (const [runtime, dates] of Object.entries(RUNTIMES)) {
    if (dates === null) continue;
    const { deprecated, noCreate, noUpdate, successor } = dates;
    expect(
      [deprecated, noCreate, noUpdate].filter((day) => !isDay(day)),
      runtime,
    ).toEqual([]);
    expect(noCreate <= noUpdate, runtime).toBe(true);
    const after = successor === undefined ? undefined : RUNTIMES[successor];
    expect(successor === undefined || (after?.noCreate ?? "") > noCreate, runtime).toBe(true);
  }
});

test("what AWS creates no more on 29 November 2026, and what it stops to create and update by spring", () => {
  const on = (day: string, key: "noCreate" | "noUpdate"): string[] =>
    Object.keys(RUNTIMES).filter((runtime) => (RUNTIMES[runtime]?.[key] ?? "9999") <= day);
  const gone = on("2026-11-29", "noCreate");
  expect(gone).toEqual(
    expect.arrayContaining([
      "nodejs14.x",
      "python3.7",
      "ruby2.7",
      "java8",
      "go1.x",
      "provided",
      "nodejs12.x",
    ]),
  );
  const next = on("2027-02-01", "noCreate").filter((runtime) => !gone.includes(runtime));
  expect(next.sort()).toEqual(
    [
      "dotnet6",
      "dotnet8",
      "nodejs16.x",
      "nodejs18.x",
      "nodejs20.x",
      "provided.al2",
      "python3.10",
      "python3.8",
      "python3.9",
      "ruby3.2",
    ].sort(),
  );
  expect(on("2027-01-31", "noCreate")).toEqual(gone);
  expect(on("2027-03-02", "noUpdate")).not.toContain("nodejs14.x");
  expect(on("2027-03-03", "noUpdate")).toEqual(
    expect.arrayContaining([...next, "nodejs14.x", "java8", "go1.x"]),
  );
});

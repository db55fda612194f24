import { expect, test } from "vitest";
import { summaryOf } from "../../modules/restore/history/summary.ts";

test.each([
  [
    "code and a version of it",
    [
      { path: "versions.$LATEST.codeSha256", was: "a", is: "b" },
      { path: "versions.$LATEST.codeSize", was: 1, is: 2 },
      { path: "versions.8", is: { codeSha256: "b" } },
    ],
    "code, versions +8",
  ],
  [
    "variables by name, the value of one among the secrets",
    [
      { path: "versions.$LATEST.environment", was: ["A", "B"], is: ["B", "C"] },
      { path: "environment.$LATEST.B", secret: true as const },
    ],
    "environment +C, -A, environment B changed",
  ],
  [
    "what is within something that is there",
    [
      { path: "aliases.live.version", was: "7", is: "8" },
      { path: "settings.ScheduleExpression", was: "rate(1 hour)", is: "rate(2 hours)" },
      { path: "tags.team", was: "a" },
    ],
    "ScheduleExpression, aliases live version changed, tags -team",
  ],
  [
    "many names by how many they are",
    Array.from({ length: 8 }, (_, at) => ({ path: `versions.${at}`, is: {} })),
    "versions +0, +1, +2, +3, +4 and 3 more",
  ],
  ["nothing", [], ""],
])("a summary tells %s", (_what, changes, expected) => {
  expect(summaryOf(changes)).toBe(expected);
});

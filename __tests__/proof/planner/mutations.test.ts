import { describe, test } from "vitest";
import { EVERYTHING } from "../../support/everything.ts";
import { expectNothingTorn, expectPlanOrErrors, MANY, TIME } from "../../support/mutations.ts";

test(
  "any mutation of all that the language has gives a plan or errors with a place in it, and never throws or hangs",
  () => expectPlanOrErrors(EVERYTHING, MANY),
  TIME,
);

describe("a word of the files that holds", () => {
  test.each([
    ["a tab", "\t"],
    ["a line separator", "\u2028"],
  ])(
    "%s is shown escaped in whatever is said of it",
    (_, control) => expectNothingTorn(EVERYTHING, control),
    TIME,
  );
});

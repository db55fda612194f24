import { expect, test } from "vitest";
import { anySingleChange } from "../../support/forging/any-single-change.ts";
import { signedEstate } from "../../support/forging/signed-estate.ts";

test("whatever single thing somebody changes in a store, what is loaded is as it was, or is refused by name and found", async () => {
  expect(await anySingleChange(await signedEstate(), 300)).toBeGreaterThan(50);
});

import { expect, test } from "vitest";
import { anySingleChange } from "../../support/forging/any-single-change.ts";
import { signedEstate } from "../../support/forging/signed-estate.ts";

test("of 6,000 single changes of a store each leaves what is loaded as it was, or is refused by name and found", async () => {
  expect(await anySingleChange(await signedEstate(), 6000)).toBeGreaterThan(1000);
});

import { expect, test } from "vitest";
import { logFilter } from "../../../modules/protectors/log-filter/protector.ts";
import { changesBetween } from "../../../modules/restore/history/changes.ts";
import type { Held } from "../../../modules/restore/history/held.ts";
import { perform, reasons, titles } from "../../support/made-plan.ts";
import { groupOf, PATTERN, placeOf, plan } from "../log-filter/place.ts";

const SEALED = {
  "metricFilters[errors].filterPattern": PATTERN,
  "subscriptionFilters[to-orders].filterPattern": PATTERN,
};

/** A log group as a point holds it. */
function held(sealed: Readonly<Record<string, string>> | undefined): Held {
  const document = JSON.parse(
    JSON.stringify(groupOf(), (key, value) => (key === "filterPattern" ? undefined : value)),
  );
  return { protector: logFilter, document, secrets: sealed && { sealed } };
}

test("of a sealed field only its place tells that it is another, that it came or that it went", () => {
  const paths = (was: Readonly<Record<string, string>>, is: Readonly<Record<string, string>>) =>
    changesBetween(held(was), held(is));
  expect(paths(SEALED, SEALED)).toEqual([]);
  const [metric = "", subscription = ""] = Object.keys(SEALED);
  expect(paths(SEALED, { ...SEALED, [metric]: "canary-other" })).toEqual([{ path: metric, secret: true }]);
  expect(paths(SEALED, { [metric]: PATTERN })).toEqual([{ path: subscription, secret: true }]);
  expect(paths({ [metric]: PATTERN }, SEALED)).toEqual([{ path: subscription, secret: true }]);
});

test("a document of before, which holds it in clear, is restored as it was, and a comparison shows nothing of it", async () => {
  const old = logFilter.parse(groupOf());
  expect(logFilter.parseSecrets(undefined)).toBeUndefined();
  const place = placeOf();
  const planned = await plan(place, old);
  expect([reasons(planned), titles(planned).length]).toEqual([[], 4]);
  await perform(planned);
  const metric = place.logs.groups.get(old.name)?.metricFilters.get("errors");
  expect(metric?.filterPattern).toBe(PATTERN);
  const now = held(SEALED).document as never;
  expect(logFilter.differences(old, now, {}, { armed: true })).toEqual([]);
});

test("what is sealed has to be an object of places, and a kind's own secrets are checked as ever", () => {
  expect(logFilter.parseSecrets({ sealed: SEALED })).toEqual({ sealed: SEALED });
  expect(() => logFilter.parseSecrets({ sealed: "canary" })).toThrow("is not an object");
  expect(() => logFilter.parseSecrets({ sealed: SEALED, more: 1 })).toThrow("it has none of its own");
});

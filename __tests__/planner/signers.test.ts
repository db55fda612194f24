import { expect, test } from "vitest";
import type { PinnedKey } from "../../modules/contract/signing.ts";
import { planPolicies } from "../../modules/planner/expand/plan-policies.ts";
import { pinnedKeysOf } from "../../modules/planner/pinned-keys.ts";
import type { Estate } from "../../modules/policy/estate.ts";
import type { Policy } from "../../modules/policy/policy.ts";
import { at, capabilities, estate, policy, zoneLock } from "../support/policies.ts";

const key = (region: string, id = 1, until?: string): PinnedKey => ({
  ...{ region, key: `arn:aws:kms:${region}:123456789012:key/${id}`, fingerprint: `${region}${id}` },
  ...{ publicKey: "der", from: `2026-01-0${id}T00:00:00.000Z`, ...(until !== undefined && { until }) },
});
const ALL = ["a", "b", "c", "far"].map((region) => key(region));

function planned(given: Partial<Estate>, ...policies: Policy[]) {
  const { plan } = planPolicies({ policies, estate: estate(given), zoneLock, capabilities });
  const signersOf = Object.fromEntries(
    plan.stacks.flatMap(({ id, units }) =>
      units.flatMap((unit) =>
        unit.kind === "standby" ? [[id, (unit.signers ?? []).map(({ region }) => region)]] : [],
      ),
    ),
  );
  return { plan, signersOf };
}

test("a site knows the keys of its own region and of those that copy to it, an edge zone's being its parent's", () => {
  const { signersOf } = planned(
    { signers: ALL },
    policy({ sites: ["a-1"], copies: ["b"] }),
    policy({ name: "q", sites: ["c"] }),
  );
  expect(signersOf).toEqual({ "site-a": ["a"], "site-b": ["a", "b"], "site-c": ["c"] });
});

test("a site that is retired knows every key: nobody says any more who copied to it", () => {
  const far = { id: "far", until: "2027-01-31", at: at(9, 1, "estate.yaml") };
  const { signersOf, plan } = planned({ signers: ALL, retired: [far] }, policy({ sites: ["a"] }));
  expect(signersOf).toEqual({ "site-a": ["a"], "site-far": ["a", "b", "c", "far"] });
  expect(pinnedKeysOf(plan)).toEqual(ALL);
});

test("a key that was replaced goes on with the one in its place, and each is known once", () => {
  const signers = [key("a", 1, "2026-02-01T00:00:00.000Z"), key("a", 2)];
  const { plan } = planned({ signers }, policy({ sites: ["a", "b"], copies: ["b", "a"] }));
  expect(pinnedKeysOf(plan)).toEqual(signers);
});

test("where no key is pinned, a plan says nothing of keys, as before there were any", () => {
  const { plan } = planned({}, policy({ sites: ["a"], copies: ["b"] }));
  expect(JSON.stringify(plan)).not.toContain("signers");
  expect(JSON.stringify(planned({ signers: [] }, policy({ sites: ["a"], copies: ["b"] })).plan)).toBe(
    JSON.stringify(plan),
  );
});

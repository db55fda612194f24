import { expect, test } from "vitest";
import { formatDiagnostic } from "../../modules/core/diagnostic.ts";
import { checkScopes } from "../../modules/planner/check/check-scopes.ts";
import { placePolicies } from "../../modules/planner/expand/resolve-sites.ts";
import type { Policy, Protect, Selection } from "../../modules/policy/policy.ts";
import { at, estate, policy } from "../support/policies.ts";

const ALL: Partial<Protect> = { code: "all" };
const LATEST: Partial<Protect> = { code: "latest" };

function named(
  name: string,
  protect: Partial<Protect>,
  select: Partial<Selection> = {},
  sites = ["a"],
): Policy {
  const plain = policy({ name, sites });
  return {
    ...plain,
    protect: { ...plain.protect, value: { ...plain.protect.value, ...protect } },
    select: { ...plain.select, at: at(3, 1, `${name}.yaml`), value: { ...plain.select.value, ...select } },
  };
}

const told = (...policies: Policy[]): string[] =>
  checkScopes(placePolicies(policies, estate()), "123456789012").map(formatDiagnostic);

test("of two policies of one selection, the one that keeps less is told at its protect", () => {
  const tags = { service: ["orders"] };
  expect(told(named("full", ALL, { tags }), named("quick", LATEST, { tags }))).toEqual([
    "quick.yaml:4:1: warning[SCOPE] every function of quick is one of full too, and quick keeps less of it " +
      "(code: latest, triggers: all) than full (code: all, triggers: all): its newest point may lack what an older one has\n" +
      "  help: say the same protect in both, or exclude the functions of full here; a restore tells what the point it takes lacks",
  ]);
});

test("so is one that takes every function of another, and more", () => {
  const [first = ""] = told(named("full", ALL, { tags: { service: ["orders"] } }), named("quick", LATEST));
  expect(first).toContain(
    "quick.yaml:4:1: warning[SCOPE] every function of full is one of quick too, and quick keeps less",
  );
  const [second = ""] = told(
    named("full", ALL, { names: ["*"] }),
    named("quick", LATEST, { names: ["orders-*"] }),
  );
  expect(second).toContain("every function of quick is one of full too");
});

test("fewer triggers are less, and of two that each keep what the other does not, both are told", () => {
  const one = named("one", { code: "all", triggers: ["sqs"] });
  const two = named("two", { code: "latest", triggers: "all" });
  expect(told(one, two).map((text) => text.split(":")[0])).toEqual(["one.yaml", "two.yaml"]);
});

test.each<[string, Policy, Policy]>([
  ["keep the same", named("a", ALL), named("b", ALL)],
  ["run at different sites", named("a", ALL, {}, ["a"]), named("b", LATEST, {}, ["b"])],
  [
    "may share functions and need not",
    named("a", ALL, { tags: { service: ["orders"] } }),
    named("b", LATEST, { names: ["orders-*"] }),
  ],
  [
    "exclude what the other takes",
    named("a", ALL, { names: ["orders-*"] }),
    named("b", LATEST, { exclude: [{ name: "orders-*" }] }),
  ],
])("nothing is told of policies that %s", (_how, a, b) => {
  expect(told(a, b)).toEqual([]);
});

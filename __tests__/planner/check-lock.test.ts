import { describe, expect, test } from "vitest";
import { formatDiagnostic } from "../../modules/core/diagnostic.ts";
import { planPolicies } from "../../modules/planner/expand/plan-policies.ts";
import type { Lock, Policy } from "../../modules/policy/policy.ts";
import { at, capabilities, estate, type PolicyWords, policy, zoneLock } from "../support/policies.ts";

const TODAY = "2026-11-29";
const offered = { ...capabilities, refuse: () => undefined };

function planned(policies: readonly Policy[], today: string | undefined) {
  return planPolicies({
    ...{ policies, estate: estate(), zoneLock, capabilities: offered },
    ...(today !== undefined && { today }),
  });
}

function told(policies: readonly Policy[], today: string | undefined = TODAY): string[] {
  return planned(policies, today)
    .diagnostics.filter(({ message, code }) => code !== "WATCH" && !message.startsWith("no policy uses"))
    .map(formatDiagnostic);
}

const confirmed = { on: TODAY, by: "ana", days: 35 };

function locked(lock: Partial<Lock> = { confirmed }, words: PolicyWords = {}): Policy {
  const value = { mode: "compliance", ...lock } as const;
  const { name = "p" } = words;
  const place = at(9, 1, `${name}.yaml`);
  const places = lock.confirmed === undefined ? {} : { confirmed: at(9, 20, `${name}.yaml`) };
  return policy({ sites: ["a"], ...words, more: { lock: { value, from: "policy", at: place, places } } });
}

describe("a compliance lock", () => {
  test("is set by a person who says when and for how long at most, and by no single word", () => {
    expect(told([locked({})])).toEqual([
      "p.yaml:9:1: error[MISSING] lock compliance without confirmed: nobody can delete a point before it is 35d old, root included\n" +
        "  help: write lock: { mode: compliance, confirmed: 2026-11-29 by NAME for 35d }, or lock: governance",
    ]);
    expect(told([locked()])).toEqual([]);
  });

  test.each([
    ["2026-11-28", true],
    ["2026-11-30", true],
    ["2026-12-01", false],
  ])("confirmed on %s, where it is the 29th in UTC, counts: %s", (on, counts) => {
    const errors = told([locked({ confirmed: { ...confirmed, on } })]);
    expect(errors).toEqual(
      counts
        ? []
        : [
            "p.yaml:9:20: error[VALUE] lock compliance is confirmed on 2026-12-01, a day to come\n" +
              "  help: write confirmed: 2026-11-29 by ana for 35d",
          ],
    );
  });

  test("does not lengthen with a retention beyond what was confirmed, be it a slip", () => {
    expect(told([locked({ confirmed }, { retention: 36 })])).toEqual([
      "p.yaml:7:1: error[RETENTION] retention 36d under lock compliance, which is confirmed for 35d\n" +
        "  help: write 35d or less, or confirm it in lock, confirmed: 2026-11-29 by NAME for 36d",
    ]);
    const own = locked({ confirmed }, { retention: 36 });
    const theirs = { ...own, retention: { ...own.retention, from: "estate" as const } };
    expect(told([theirs])).toEqual([
      "p.yaml:9:20: error[RETENTION] retention 36d under lock compliance, which is confirmed for 35d\n" +
        "  help: write confirmed: 2026-11-29 by NAME for 36d",
    ]);
  });

  test("of bytes that a policy without it shares at the site is lengthened by that one, which is warned of", () => {
    const plain = policy({ name: "q", sites: ["a"], retention: 90 });
    expect(told([locked(), plain])).toContain(
      "q.yaml:7:1: warning[MEANING] code that q shares with p, which has lock compliance, is locked like that for 90d as well\n" +
        "  help: keep it 35d or less, or let the two select other functions",
    );
    const meaning = (one: Policy) => told([locked(), one]).filter((line) => line.includes("MEANING"));
    expect(meaning(policy({ name: "q", sites: ["b"], retention: 90 }))).toEqual([]);
    expect(meaning(policy({ name: "q", sites: ["a"], retention: 35 }))).toEqual([]);
  });

  test("is of points; that of the vault, where none lie, can be taken back, so that its range can change", () => {
    const { plan } = planned([locked({ confirmed }, { copies: ["b"] })], TODAY);
    expect(plan.policies[0]?.lock).toEqual({ mode: "compliance", confirmed });
    const vaults = plan.stacks.flatMap(({ units }) => units).filter(({ kind }) => kind === "vault");
    expect(vaults).toMatchObject([{ lock: "governance" }, { lock: "governance" }]);
  });
});

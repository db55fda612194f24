import fc from "fast-check";
import type { Plan, PolicyPlan } from "../../modules/planner/plan.ts";
import { planOf } from "./plan-of.ts";
import { policyPlan } from "./sample-plan.ts";

/** Text that a person might write, and text that means harm to what shows it. */
export const hostileText = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        ..."`|\\<>&\"'@#[]()!*_~:/.-+={}$% \n\r\t\u2028\u202e",
        "</script>",
        "<script>alert(1)</script>",
        "<!--",
        "-->",
        "]]>",
        "</code>",
        "</details>",
        "</td>",
        "\n\n# h",
        "|x|",
        "\\|",
        "``",
        "```",
        "$&",
        "@octocat",
        "#1",
        "www.example.com",
        "https://example.com/",
        "a@example.com",
        "![x](y)",
        "&lt;",
        "&#124;",
        "onload=x",
        "javascript:",
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join("")),
);

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,25}$/);
const day = fc.constantFrom("2026-12-20", "2027-01-15", "2031-06-30");

/** What a policy may promise, with texts from `text` wherever a person may write what they want. */
function arbitraryPolicy(text: fc.Arbitrary<string>): fc.Arbitrary<Partial<PolicyPlan>> {
  const minutes = fc.integer({ min: 5, max: 100_000 });
  const days = fc.integer({ min: 1, max: 36_500 });
  const place = fc.record({ file: text, line: fc.nat(), col: fc.nat() }).map(({ file, line, col }) => ({
    file,
    line: line + 1,
    col: col + 1,
  }));
  return fc.record(
    {
      owner: text,
      because: place,
      schedule: fc.record({
        timing: fc.oneof(
          minutes.map((every) => ({ every })),
          minutes.map((rate) => ({ rate })),
          fc.constant({ cron: "0 5 * * 1-5" }),
        ),
        timeZone: fc.constantFrom("UTC", "Europe/Berlin"),
        startWindow: fc.nat(600),
        pauses: fc.array(fc.record({ from: day, to: day, reason: text }), { maxLength: 2 }),
        on: fc.subarray(["change", "deployment"] as const),
        overlap: fc.constantFrom("allow", "skip"),
      }),
      retention: fc.record({
        keep: days,
        generations: fc.record({ hourly: days, daily: days, yearly: days }, { requiredKeys: [] }),
      }),
      lock: fc.record(
        {
          mode: fc.constantFrom("governance", "compliance"),
          confirmed: fc.record({ on: day, by: text, days }),
        },
        { requiredKeys: ["mode"] },
      ),
      hold: fc.record({ reason: text, until: day }, { requiredKeys: ["reason"] }),
      objectives: fc.record({ rpo: minutes, rto: minutes, survive: fc.nat(3) }, { requiredKeys: [] }),
      alerts: fc.record({
        notify: fc.array(text, { maxLength: 3 }),
        on: fc.subarray(["failed", "late"] as const),
      }),
      exposure: fc.constantFrom(
        { interval: 60, window: 15, replication: 0, local: 75 },
        { interval: 1440, window: 60, replication: 15, local: 1500, remote: 1515 },
      ),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Partial<PolicyPlan>>;
}

/** Plans of up to eight regions with five zones each, or of fewer. Their texts are arbitrary too, unless told otherwise. */
export function arbitraryPlan(text: fc.Arbitrary<string> = hostileText, max = 8): fc.Arbitrary<Plan> {
  return fc
    .record({
      regions: fc.integer({ min: 1, max: max }),
      zones: fc.array(fc.nat(Math.min(max, 5)), { minLength: max, maxLength: max }),
      copies: fc.nat(Math.min(max, 5)),
      policies: fc.uniqueArray(fc.record({ name, promises: arbitraryPolicy(text) }), {
        selector: (policy) => policy.name,
        minLength: 1,
        maxLength: Math.min(max, 5),
      }),
    })
    .map(({ regions, zones, copies, policies }) =>
      planOf({
        regions,
        zones: (region) => zones[region] ?? 0,
        copies,
        policies: policies.map((policy) => policyPlan({ ...policy.promises, name: policy.name })),
      }),
    );
}

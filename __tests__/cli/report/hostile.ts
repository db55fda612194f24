import fc from "fast-check";
import type { PlanReport } from "../../../modules/cli/report/report.ts";
import type { JudgedChange } from "../../../modules/planner/diff/judge-changes.ts";
import { arbitraryPlan, hostileText } from "../../support/arbitrary-plan.ts";

/** A harmless report, and the same one with other texts in it. */
export interface Twins {
  readonly harmless: PlanReport;
  readonly hostile: PlanReport;
  /** What the hostile report says where the harmless one says this. */
  readonly said: (harmless: string) => string;
}

const TEXTS = 12;
/** Stands where a person may write what they want; occurs nowhere else. */
const mark = fc.nat(TEXTS - 1).map((index) => `T${String.fromCharCode(97 + index)}T`);
const MARK = /T([a-z])T/g;

const place = fc.record({ file: mark, line: fc.integer({ min: 1 }), col: fc.integer({ min: 1 }) });
const change: fc.Arbitrary<JudgedChange> = fc.record(
  {
    subject: fc.record({ kind: fc.constantFrom("policy", "unit"), id: mark }),
    class: fc.constantFrom("irreversible", "destroys", "widens", "weakens", "changes", "adds"),
    path: mark,
    what: mark,
    hint: mark,
    because: place,
    gone: fc.boolean(),
    stacks: fc.constant([]),
    refused: fc.boolean(),
    accepted: mark,
    pending: mark,
    standing: mark,
  },
  { requiredKeys: ["subject", "class", "path", "what", "gone", "stacks", "refused"] },
);
const report: fc.Arbitrary<PlanReport> = fc.record({
  plan: arbitraryPlan(mark, 2),
  warnings: fc.array(
    fc.record({
      severity: fc.constant("warning"),
      code: fc.constant("VALUE"),
      message: mark,
      hint: mark,
      at: place,
    }),
    { maxLength: 3 },
  ),
  difference: fc.record({
    changes: fc.array(change, { maxLength: 5 }),
    affected: fc.array(fc.record({ id: mark }), { maxLength: 3 }),
    leaving: fc.array(fc.record({ id: mark, command: mark }), { maxLength: 3 }),
  }),
});

export const twins: fc.Arbitrary<Twins> = fc
  .tuple(
    report,
    fc.array(
      hostileText.filter((text) => text !== ""),
      { minLength: TEXTS, maxLength: TEXTS },
    ),
  )
  .map(([harmless, texts]) => {
    const said = (text: string): string =>
      text.replace(MARK, (_, letter: string) => texts[letter.charCodeAt(0) - 97] ?? "");
    return { harmless, hostile: mapTexts(harmless, said) as PlanReport, said };
  });

export function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, change));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapTexts(each, change)]));
}

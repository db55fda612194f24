import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect } from "vitest";
import { awsCapabilities } from "../../modules/aws/capabilities.ts";
import { planPolicies } from "../../modules/planner/expand/plan-policies.ts";
import { parsePolicies, type SourceFile } from "../../modules/policy/parse.ts";

/** For every run of the tests: each snippet and each cut once, and some at random. */
export const FEW = 500;
/** For the proof. ZONEKEEP_MUTATIONS=500000 is what a change of the parser wants, once. */
export const MANY = Number(process.env.ZONEKEEP_MUTATIONS ?? 10_000);
/** Milliseconds for all of these, on a slow machine. */
export const TIME = MANY * 60;

const read = (name: string) => readFileSync(new URL(`../../policies/${name}`, import.meta.url), "utf8");
/** The sample policies. */
export const SAMPLES = ["estate.yaml", "orders.yaml"].map((path) => ({ path, text: read(path) }));
const NEAR = /^(us-(east|west)-[12]|eu-(west|central)-1|af-south-1)(-(bos|lax|los)-1a)?$/;
/** A few regions and zones: most of the time would go into looking for what a mutated name is near to. */
const LOCK = {
  path: "zones.lock.json",
  text: JSON.stringify(
    JSON.parse(read("zones.lock.json"), (_, value: unknown) =>
      Array.isArray(value) ? value.filter(({ id }: { id: string }) => NEAR.test(id)) : value,
    ),
  ),
};

const SNIPPETS = [
  "[",
  "]",
  "{",
  "}",
  ":",
  ": ",
  "-",
  "\n",
  "\t",
  " ",
  '"',
  "'",
  "#",
  "&a ",
  "*a",
  "!!",
  "!x ",
  "|",
  ">",
  "%",
  "@",
  "`",
  "?",
  "---\n",
  "...\n",
  "<<: ",
  "~",
  "null",
  "0x",
  "1e9",
  "true",
  "__proto__: ",
  "constructor",
  "\u0000",
  "\u001b[2J",
  "\ufeff",
  "\u2028",
  "\ud800",
  "é",
  "🙂",
  "$\u007bx}",
  "%{if}",
  "us-east-1",
  "35d",
  "\r\n",
  "*",
  "-1",
  ".inf",
  ".nan",
  "0o7",
  "version: ",
  "all",
  "2027-02-30",
  "0 5 * * *",
  "every: 1h",
  "extends: a",
  "99999d",
  "{ to: eu-west-1, keep: 1d }",
  "-",
  "%",
  "?",
]; // prettier than a generator: each has broken some parser
const NOT_SHOWN = /\p{Cc}|\u2028|\[object|NaN/u;
const DROPS = [0, 0, 1, 2, 8, 40];
const mutation = fc.record({
  file: fc.nat(1),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  drop: fc.constantFrom(...DROPS),
  insert: fc.oneof(fc.constantFrom("", ...SNIPPETS), fc.string({ unit: "binary", maxLength: 6 })),
});

/** Each snippet and each cut by itself, spread over both files: what no run leaves to chance. */
const EACH = [
  ...SNIPPETS.map((insert) => ({ drop: 0, insert })),
  ...DROPS.map((drop) => ({ drop, insert: "" })),
].map((one, n, all): [{ file: number; at: number; drop: number; insert: string }[]] => [
  [{ file: n % 2, at: n / all.length, ...one }],
]);

export function outcome(files: readonly SourceFile[]) {
  const { estate, zoneLock, policies, diagnostics } = parsePolicies([...files, LOCK]);
  if (estate === undefined || zoneLock === undefined) return { plan: undefined, diagnostics };
  const capabilities = { ...awsCapabilities(zoneLock), refuse: () => undefined };
  const planned = planPolicies({ policies, estate, zoneLock, capabilities });
  return { plan: planned.plan, diagnostics: [...diagnostics, ...planned.diagnostics] };
}

/** Each word of the files torn by a control, one after the other: what is echoed is echoed as it can be shown. */
export function expectNothingTorn(files: readonly SourceFile[], control: string): void {
  for (const [n, { path, text }] of files.entries())
    for (const { index } of text.matchAll(/(?<=[\w-])(?=[\w-])/g)) {
      const torn = { path, text: text.slice(0, index) + control + text.slice(index) };
      for (const { at, message, hint } of outcome(files.with(n, torn)).diagnostics)
        expect(`${message}${hint}`, `${path}:${at.line}:${at.col}`).not.toMatch(NOT_SHOWN);
    }
}

/** Any mutation of valid files gives a plan or errors with a place in them, and never throws or hangs. */
export function expectPlanOrErrors(files: readonly SourceFile[], runs: number): void {
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
      const texts = files.map(({ text }) => text);
      for (const { file: i, at, drop, insert } of mutations) {
        const text = texts[i] ?? "";
        const start = Math.floor(at * text.length);
        texts[i] = text.slice(0, start) + insert + text.slice(start + drop);
      }
      const mutated = files.map(({ path }, i) => ({ path, text: texts[i] ?? "" }));
      const { plan, diagnostics } = outcome(mutated);
      const errors = diagnostics.filter(({ severity }) => severity === "error");
      if (errors.length === 0 && (plan?.stacks.length ?? 0) === 0) expect.fail("neither a plan nor an error");
      for (const { at, message, hint } of diagnostics) {
        const lines = (mutated.find(({ path }) => path === at.file)?.text ?? "").split("\n");
        const length = lines[at.line - 1]?.length ?? 0;
        const placed = at.line >= 1 && at.line <= lines.length && at.col >= 1 && at.col <= length + 1;
        if (!placed) expect.fail(`${message} is said of ${JSON.stringify(at)}`);
        expect(`${message}${hint}`).not.toMatch(NOT_SHOWN);
      }
    }),
    { numRuns: runs, examples: EACH },
  );
}

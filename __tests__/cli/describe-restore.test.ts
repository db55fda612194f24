import { expect, test } from "vitest";
import { describeActivation } from "../../modules/cli/describe/describe-activation.ts";
import { describeFailed, describeNumbers } from "../../modules/cli/describe/describe-restore.ts";
import { render } from "../../modules/cli/terminal/text.ts";

const FUNCTION = "arn:aws:lambda:us-east-1:111122223333:function";
const failed = {
  kind: "lambda",
  id: "orders",
  title: "create mapping from arn:q, disabled",
  part: "mapping/arn:q",
  message: "orders: lambda:CreateEventSourceMapping: InvalidParameterValueException: gone",
  hint: "run the restore again: it continues where it stopped",
} as const;
const text = (lines: Parameters<typeof render>[0][]): string[] => lines.map((line) => render(line, false));

test("versions that have another number now are told, for APIs and distributions name the old one", () => {
  const idMap = {
    [`${FUNCTION}:orders:3`]: `${FUNCTION}:orders:64`,
    [`${FUNCTION}:orders:4`]: `${FUNCTION}:orders:65`,
    [`${FUNCTION}:media:1`]: `${FUNCTION}:media:1`,
    [`${FUNCTION}:orders`]: `${FUNCTION}:orders`,
    "subnet-1": "subnet-2",
  };
  expect(text(describeNumbers({ idMap }))).toEqual([
    "versions of orders have other numbers: 3 is 64, 4 is 65; correct what names them",
  ]);
  expect(describeNumbers({ idMap: {} })).toEqual([]);
});

test("what failed is told with its ways out, each on a line of its own", () => {
  expect(text(describeFailed([failed]))).toEqual([
    `failed create mapping from arn:q, disabled: ${failed.message}`,
    "  help: run the restore again: it continues where it stopped",
    "  help: --skip mapping/arn:q restores without it",
  ]);
});

test("an activation tells what a person has to know of it, and a check whether all is active", () => {
  const step = {
    title: "enable mapping m1",
    call: "lambda:UpdateEventSourceMapping",
    effect: "create",
  } as const;
  const report = { steps: [step], failed: [], notes: ["the URL of orders is https://x"] };
  const said = (asked: { dryRun: boolean; check: boolean }) =>
    text(describeActivation("lambda/orders", report, asked));
  expect(said({ dryRun: true, check: true }).slice(-2)).toEqual([
    "note: the URL of orders is https://x",
    "not armed: 1 trigger",
  ]);
  expect(said({ dryRun: true, check: false }).at(-1)).toBe("dry run: nothing was changed");
  const kept = { ...report, steps: [{ ...step, effect: "keep" as const }], notes: [] };
  expect(text(describeActivation("lambda/orders", kept, { dryRun: true, check: true })).at(-1)).toBe("armed");
});

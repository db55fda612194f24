import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planJson } from "../../modules/cli/formats/plan-json.ts";
import type { Io } from "../../modules/cli/terminal/io.ts";
import { createOutput } from "../../modules/cli/terminal/output.ts";
import type { Plan } from "../../modules/planner/plan.ts";
import { arbitraryPlan } from "../support/arbitrary-plan.ts";
import { samplePlan } from "../support/sample-plan.ts";

const textOf = (plan: Plan): string => [...planJson(plan)].join("");
const NOTHING: Plan = { ...samplePlan(), policies: [], stacks: [], budgets: [] };

describe("the JSON of a plan", () => {
  test("is the plan, whatever it holds", () => {
    fc.assert(
      fc.property(arbitraryPlan(), (plan) => {
        expect(JSON.parse(textOf(plan))).toEqual(JSON.parse(JSON.stringify(plan)));
      }),
      { numRuns: 30 },
    );
    expect(JSON.parse(textOf(NOTHING))).toEqual(NOTHING);
  });

  test("has a line for each policy, stack, unit and budget", () => {
    const plan = samplePlan();
    const units = plan.stacks.flatMap((stack) => stack.units);
    const items = [...plan.policies, ...plan.stacks, ...units, ...plan.budgets];
    expect(textOf(plan).trimEnd().split("\n")).toHaveLength(1 + items.length);
  });
});

describe("a result in pieces", () => {
  const told: string[] = [];
  let waits = 0;
  const io: Io = {
    stdout: (text) => told.push(text),
    stderr: () => {},
    drained: async () => {
      waits += 1;
    },
    env: {},
    cwd: "/",
    now: () => new Date(0),
    isTTY: { stdout: false, stderr: false },
  };
  const PIECE = `${JSON.stringify("x".repeat(9_998))}\n`;

  test("is written in order, many pieces at once, and waits after each until they are taken", async () => {
    const pieces = Array.from({ length: 20 }, (_, i) => `${i}${PIECE}`);
    await createOutput(io, { json: true }).resultInPieces(
      () => pieces,
      () => [],
    );
    expect(told.join("")).toBe(pieces.join(""));
    expect([told.length, waits]).toEqual([3, 3]);
  });

  test("holds nothing that a terminal or a pipeline obeys, and keeps its lines", async () => {
    told.length = 0;
    const value = "a\u009b\u202e\u2028##[error]\u007f";
    await createOutput(io, { json: true }).resultInPieces(
      () => ["[\n", JSON.stringify(value), "\n]\n"],
      () => [],
    );
    expect(told.join("")).toBe('[\n"a\\u009b\\u202e\\u2028\\u0023#[error]\\u007f"\n]\n');
    expect(JSON.parse(told.join(""))).toEqual([value]);
  });

  test("is lines for a person who did not ask for JSON", async () => {
    told.length = 0;
    await createOutput(io, { json: false }).resultInPieces(
      () => ["never"],
      () => ["one", "two"],
    );
    expect(told).toEqual(["one\n", "two\n"]);
  });
});

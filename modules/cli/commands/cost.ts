import { awsPrices } from "../../aws/prices.ts";
import { refuseFeature } from "../../aws/refuse-feature.ts";
import { uncountedCosts } from "../../aws/uncounted-costs.ts";
import { loadPlan } from "../../load/load-plan.ts";
import { compareCosts, costRows } from "../../planner/cost/compare-costs.ts";
import { countCovered } from "../../planner/cost/count-covered.ts";
import { type Count, estimateCost } from "../../planner/cost/estimate.ts";
import { lockedCosts } from "../../planner/cost/locked-costs.ts";
import { sumOf, totalsOf } from "../../planner/cost/policy-costs.ts";
import { coverageOf } from "../../planner/cover/coverage.ts";
import type { Inventory } from "../../planner/cover/inventory.ts";
import type { Plan } from "../../planner/plan.ts";
import { namedAt } from "../../protectors/named-resource.ts";
import { describeCost } from "../describe/describe-cost.ts";
import { describeDiagnostics } from "../describe/describe-diagnostics.ts";
import { assumptionsOf } from "../plans/assumptions.ts";
import { planBefore } from "../plans/plan-before.ts";
import { readInventory } from "../plans/read-inventory.ts";
import { ruleOfRuns } from "../plans/rule-of-runs.ts";
import { type CommandFile, type EstateOptions, example, withEstate } from "../terminal/command-file.ts";
import { EXIT } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { createOutput } from "../terminal/output.ts";
import { parsePath } from "../terminal/parse-argument.ts";

interface Options extends EstateOptions {
  readonly inventory?: string;
  readonly against?: string;
}

/** Estimates a month from the price book that comes with zonekeep. */
export const cost: CommandFile = {
  define(command, io, done) {
    command
      .description("Estimates what a month costs, from a price book that comes with it. Needs no AWS.")
      .option(
        "--inventory <file>",
        "functions as coverage --write-inventory keeps them, instead of assumed ones",
        parsePath,
      )
      .option(
        "--against <rev|file>",
        "show also what differs from a git revision, or from a file of plan --json",
        parsePath,
      )
      .action(async (options: Options) => {
        await run(options, io);
        done(EXIT.done);
      });
    withEstate(command);
    example(
      command,
      "npx zonekeep cost",
      "npx zonekeep cost --inventory inventory.json --against origin/main",
    );
  },
};

async function run({ policies, inventory: file, against, json }: Options, io: Io): Promise<void> {
  const output = createOutput(io, { json: json === true });
  const { plan, estate, warnings } = await loadPlan({ cwd: io.cwd, paths: [policies] });
  const inventory = file === undefined ? undefined : readInventory(io.cwd, file, plan.account);
  const regions = estate.regions.map(({ id }) => id);
  const count = countOf(plan, inventory, regions);
  const items = estimateCost(plan, awsPrices, count);
  const before = against === undefined ? undefined : await planBefore(plan, [policies], against, io);
  const then = before && estimateCost(before, awsPrices, countOf(before, inventory, regions));

  const costly = warnings.filter(({ code }) => code === "BUDGET");
  for (const line of describeDiagnostics(costly, io.cwd)) output.note(line);
  const report = {
    date: awsPrices.date,
    totals: totalsOf(items),
    assumptions: assumptionsOf(plan, count),
    locked: lockedCosts(plan, items),
    uncounted: uncountedCosts(plan),
    ...(then !== undefined && { against: { totals: totalsOf(then), changes: compareCosts(then, items) } }),
  };
  const { totals, ...rest } = report;
  output.result(
    { unit: "millionths of a US dollar a month", ...rest, totals: { ...totals, all: sumOf(totals) }, items },
    () => describeCost({ ...report, rows: costRows(items) }),
  );
}

function countOf(plan: Plan, inventory: Inventory | undefined, regions: readonly string[]): Count {
  if (inventory === undefined) return () => undefined;
  return countCovered(
    coverageOf({
      plan,
      inventory,
      regions,
      refusal: ruleOfRuns(plan),
      refuse: refuseFeature,
      named: namedAt,
    }),
    plan,
  );
}

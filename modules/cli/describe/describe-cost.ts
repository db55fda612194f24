import type { UncountedCost } from "../../aws/uncounted-costs.ts";
import type { CostChange, CostRow } from "../../planner/cost/compare-costs.ts";
import { COST_GROUPS, type CostGroup } from "../../planner/cost/estimate.ts";
import type { LockedCost } from "../../planner/cost/locked-costs.ts";
import { dollars } from "../../planner/cost/money.ts";
import { sumOf, type Totals } from "../../planner/cost/policy-costs.ts";
import type { Assumption } from "../plans/assumptions.ts";
import { table } from "../terminal/table.ts";
import type { Line } from "../terminal/text.ts";
import { bytes, count } from "../terminal/words.ts";

export interface CostReport {
  readonly date: string;
  readonly totals: Totals;
  readonly rows: readonly CostRow[];
  readonly assumptions: readonly Assumption[];
  readonly locked: readonly LockedCost[];
  readonly uncounted: readonly UncountedCost[];
  /** With `--against`: what the other plan costs, and what differs. */
  readonly against?: { readonly totals: Totals; readonly changes: readonly CostChange[] };
}

const TITLES: Readonly<Record<CostGroup, readonly [string, string]>> = {
  idle: ["WHAT ZONEKEEP ITSELF COSTS", "STACK"],
  storage: ["STORAGE", "POLICY"],
  copies: ["COPIES", "POLICY"],
  requests: ["RUNS", "POLICY"],
};

/** An estimate for a person: totals, what they are made of, and what was assumed. */
export function describeCost(report: CostReport): Line[] {
  const { date, totals, rows, assumptions, locked, uncounted, against } = report;
  return [
    `US dollars a month at list prices of ${date}; no free tier, no discounts, no taxes`,
    "",
    ...summary(totals, against?.totals),
    ...(against === undefined ? [] : differences(against.changes)),
    ...COST_GROUPS.flatMap((group) =>
      groupTable(
        group,
        rows.filter((row) => row.group === group),
      ),
    ),
    ...locked.flatMap(({ policy, days, micros }) => [
      "",
      `${policy} has lock compliance: nobody can delete what it keeps, so ending it leaves up to ${dollars(micros)} to pay over ${days} d`,
    ]),
    ...uncounted.flatMap(({ policy, what, charged }) => [
      "",
      `not in the sum: ${what} of ${policy}, of which nobody says how much comes: ${charged}`,
    ]),
    "",
    ...table(
      ["ASSUMED FOR", "FUNCTIONS", "SAID BY", "PACKAGES OF", "CHANGES A MONTH", "SAID BY"],
      assumptions.map(({ policy, functions, sites, functionsFrom, packageSize, changes, from }) => [
        policy,
        `${functions} at ${count(sites, "site")}`,
        functionsFrom,
        bytes(packageSize),
        String(changes),
        from,
      ]),
    ),
    ...(rows.some(({ price }) => price.assumed)
      ? ["", "~ no figure for this region in the price book: that of us-east-1 is taken"]
      : []),
  ];
}

function summary(totals: Totals, before: Totals | undefined): Line[] {
  const line = (name: string, now: number, then: number | undefined): Line[] => [
    name,
    dollars(now),
    ...(then === undefined ? [] : [dollars(then), signed(now - then)]),
  ];
  return table(
    ["", "USD", ...(before === undefined ? [] : ["BEFORE", "DIFFERENCE"])],
    [
      ...COST_GROUPS.map((group) => line(WORDS[group], totals[group], before?.[group])),
      line("total", sumOf(totals), before && sumOf(before)),
    ],
  );
}

const WORDS: Readonly<Record<CostGroup, string>> = {
  idle: "idle",
  storage: "storage",
  copies: "copies",
  requests: "runs",
};

function differences(changes: readonly CostChange[]): Line[] {
  if (changes.length === 0) return ["", "nothing costs more or less than before"];
  return [
    "",
    ...table(
      ["DIFFERENCE", "BEFORE", "USD", "OF", "FOR", "WHAT"],
      changes.map(({ group, of, what, before, now }) => [
        signed(now - before),
        dollars(before),
        dollars(now),
        of,
        WORDS[group],
        what,
      ]),
    ),
  ];
}

function groupTable(group: CostGroup, rows: readonly CostRow[]): Line[] {
  if (rows.length === 0) return [];
  const [title, of] = TITLES[group];
  return [
    "",
    { text: title, style: "bold" },
    ...table(
      [of, "WHAT", "AMOUNT", "UNIT", "USD EACH", "USD"],
      rows.map(({ of: name, what, quantity, price, micros }) => [
        name,
        what,
        amount(quantity / price.per),
        price.unit,
        `${price.assumed ? "~" : ""}${each(price.micros)}`,
        dollars(micros),
      ]),
    ),
  ];
}

/** Three digits that count: `0.00412`, `5.21`, `1940`. */
function amount(value: number): string {
  if (value < 0.001) return "<0.001";
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

/** A unit price in full: `0.023`, `1`. */
function each(micros: number): string {
  return String(micros / 1_000_000);
}

function signed(micros: number): string {
  return micros > 0 ? `+${dollars(micros)}` : dollars(micros);
}

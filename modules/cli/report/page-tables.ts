import type { Plan, PolicyPlan } from "../../planner/plan.ts";
import { joined, listOf, say } from "./phrase.ts";
import { copiesWords, exposureWords, keptWords, runsWords } from "./promise-words.ts";
import { STACK_KINDS } from "./stack-kinds.ts";
import type { Table } from "./tables.ts";
import { runsLabel as runsAt, vaultLabel } from "./topology/labels.ts";
import type { Place, Region } from "./topology/topology.ts";
import { becauseWords, holdsWords, unitWords } from "./unit-words.ts";

/** Values in one cell of a long table. */
const MAX_LISTED = 10;
const PLACES = 3;
/** Units in the table: beyond, a browser takes seconds to show the page. */
const MAX_UNITS = 5000;

/** The drawing in words. */
export function placesTable(regions: readonly Region[]): Table {
  const places = regions.flatMap((region) => [region, ...region.zones].map((place) => ({ place, region })));
  return {
    name: "The drawing as a table",
    head: ["Site", "Kind", "Vault", "What happens there", "Copies"],
    rows: places.map(({ place, region }) => [
      say`${place.id}`,
      place.kind === "zone" ? say`edge zone of ${region.id}` : [place.kind],
      [vaultLabel(place)],
      say`${runsAt(place, Number.MAX_SAFE_INTEGER)}`,
      copiesOf(place, region),
    ]),
  };
}

function copiesOf(place: Place, region: Region) {
  const flows = region.flows.flatMap(({ to, loads }) => {
    const own = loads.filter(({ sites }) => sites.includes(place.id));
    const words = own.map(({ policy, days }) => say`${policy} ${days} d`);
    return own.length === 0 ? [] : [say`${to}: ${joined(words)}`];
  });
  return flows.length === 0 ? ["none"] : joined(flows, "; ");
}

export function policiesTable(policies: readonly PolicyPlan[]): Table {
  return {
    name: "Table of policies",
    head: ["Policy", "Owner", "Runs", "Kept", "At", "Copies", "Lost at worst", "Because"],
    rows: policies.map((policy) => [
      say`${policy.name}`,
      say`${policy.owner}`,
      runsWords(policy.schedule),
      keptWords(policy),
      listOf(policy.sites, MAX_LISTED, "nowhere"),
      copiesWords(policy.copies, MAX_LISTED),
      exposureWords(policy.exposure),
      becauseWords([policy.because], PLACES),
    ]),
  };
}

export function stacksTable({ stacks }: Plan): Table {
  const titles = new Map(STACK_KINDS.map(({ kind, one }) => [kind, one]));
  return {
    name: "Table of stacks",
    head: ["Stack", "Of", "Region", "Wave", "Units", "Holds", "After"],
    rows: stacks.map((stack) => [
      say`${stack.id}`,
      [titles.get(stack.kind) ?? stack.kind],
      say`${stack.region}`,
      say`${stack.wave}`,
      say`${stack.units.length}`,
      holdsWords(stack),
      listOf(stack.dependsOn, MAX_LISTED, "-"),
    ]),
  };
}

export function unitsTable({ stacks, policies }: Plan): Table {
  const byName = new Map(policies.map((policy) => [policy.name, policy]));
  const units = stacks.flatMap(({ id, units: own }) => own.map((unit) => ({ stack: id, unit })));
  return {
    name: "Table of units",
    head: ["Unit", "Stack", "What", "Because"],
    rows: units
      .slice(0, MAX_UNITS)
      .map(({ stack, unit }) => [
        say`${unit.id}`,
        say`${stack}`,
        unitWords(unit, byName, MAX_LISTED),
        becauseWords(unit.because, PLACES, unit.moreLines),
      ]),
    beyond: Math.max(0, units.length - MAX_UNITS),
  };
}

export function budgetsTable({ budgets }: Plan): Table {
  return {
    name: "Table of reads",
    head: [
      "Region",
      "Reads a minute allowed",
      "On average",
      "In the busiest minute",
      "Done within",
      "Assumed size of",
    ],
    rows: budgets.map((budget) => [
      say`${budget.region}`,
      say`${budget.allowed}`,
      say`${budget.average}`,
      say`${budget.peak}`,
      say`${budget.peakMinutes} min`,
      listOf(budget.assumed, MAX_LISTED, "-"),
    ]),
  };
}

import type { Diagnostic } from "../../core/diagnostic.ts";
import { loseSites } from "../../planner/lose/lose-sites.ts";
import type { Plan } from "../../planner/plan.ts";
import { count, lasting } from "../terminal/words.ts";
import { embedJson, Html, html } from "./html.ts";
import { lossHtml, worstFirst } from "./loss-section.ts";
import { lossesOf, marksOf } from "./losses.ts";
import type { PageFile } from "./page-files.ts";
import { budgetsTable, placesTable, policiesTable, stacksTable, unitsTable } from "./page-tables.ts";
import { listOf, say } from "./phrase.ts";
import {
  CHANGE_HEAD,
  changeRows,
  changeTotals,
  type PlanDifference,
  type PlanReport,
  toDeploy,
  toRemove,
} from "./report.ts";
import { phraseHtml, type Table, tableHtml } from "./tables.ts";
import { draw } from "./topology/draw.ts";
import { groupPlaces } from "./topology/group-places.ts";
import { lostWords } from "./topology/labels.ts";
import { layoutOf, layoutWithin } from "./topology/layout.ts";
import { orderRegions } from "./topology/order-regions.ts";
import { topologyOf } from "./topology/topology.ts";
import { becauseWords } from "./unit-words.ts";

/**
 * The plan as one page that needs nothing else: no request, no date, no randomness, so the same plan gives the same
 * bytes. It is readable without its script, which only selects sites and filters rows.
 */
export function planPage(
  { plan, warnings, difference }: PlanReport,
  { style, script }: { readonly style: PageFile; readonly script: PageFile },
): string {
  const regions = topologyOf(plan);
  const drawn = orderRegions(groupPlaces(regions));
  const [wide, narrow] = [layoutWithin(drawn, WIDE), layoutOf(drawn, 1)];
  const lossOf = lossesOf(plan);
  // One after the other: all at once they would take a hundred times the memory of the plan.
  const losses = wide.boxes.map(({ place }, index) => {
    const lost = lossOf(place.id);
    const title = lostWords(place);
    return { title, site: place.id, lost, marks: marksOf(lost), told: lossHtml(lost, title, idOf(index)) };
  });
  const told = worstFirst(losses).map((loss) => loss.told);
  const policy = `default-src 'none'; style-src '${style.hash}'; script-src '${script.hash}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Plan of account ${plan.account}</title>
<style>${new Html(style.text)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the plan</a>
<header>
<p class="brand">zonekeep</p>
<h1>What must exist in account <code>${plan.account}</code>${headline(plan)}</h1>
<dl class="tiles">${tiles(plan)}</dl>
${noticed(warnings, difference)}</header>
<main id="main">
${difference === undefined || isLong(difference) ? undefined : changed(difference)}
<section aria-labelledby="topology-title">
<h2 id="topology-title">Topology</h2>
<p class="hint">Every region with its edge zones, those of which the same is true in one box; an arrow is a copy of what a region keeps. Lines to one region meet on the way. <span class="scripted" hidden>Select a site to see what its loss costs: click it, or use the arrow keys and Enter.</span></p>
<div class="stage">
<div class="scroll drawing wide" role="region" aria-label="Drawing" tabindex="0">${draw(wide, "topology", (index) => `#${idOf(index)}`)}</div>
<div class="scroll drawing narrow" role="region" aria-label="Drawing in one column" tabindex="0">${draw(narrow, "topology-narrow", (index) => `#${idOf(index)}`)}</div>
<div id="panel" role="region" aria-label="What the loss costs" aria-live="polite" hidden></div>
</div>
${folded("The drawing as a table", placesTable(regions))}
</section>
${difference !== undefined && isLong(difference) ? changed(difference) : undefined}
${warnings.length === 0 ? undefined : section("warnings", count(warnings.length, "warning"), tableHtml(warningsTable(warnings)))}
<section aria-labelledby="loss-title">
<h2 id="loss-title">If a site is lost</h2>
${told.slice(0, MAX_LOSSES)}${
  told.length > MAX_LOSSES
    ? html`<details><summary>${told.length - MAX_LOSSES} more, none of which is worse</summary>
${told.slice(MAX_LOSSES)}</details>`
    : undefined
}</section>
<div class="filter scripted" hidden><label for="filter">Filter the tables below</label><input id="filter" type="search" autocomplete="off" spellcheck="false"><output id="matches" for="filter"></output></div>
${section("policies", "Policies", tableHtml(policiesTable(plan.policies)))}
${section("stacks", "Stacks", tableHtml(stacksTable(plan)))}
${section("units", "Units", tableHtml(unitsTable(plan)))}
${plan.budgets.length === 0 ? undefined : section("reads", "Reads of the provider's API", tableHtml(budgetsTable(plan)))}
</main>
<script type="application/json" id="losses">${embedJson(losses.map(({ site, title, marks }) => ({ site, title, marks })))}</script>
<script>${new Html(script.text)}</script>
</body>
</html>
`.toString();
}

/** Pixels that a drawing has on a laptop, between the edges of the page. */
const WIDE = 1344;
/** Losses that stand in the page unfolded, and changes above the drawing: what is longer comes below it. */
const MAX_LOSSES = 12;
const MAX_CHANGES = 10;
/** Policies that the headline names. */
const MAX_NAMED = 4;

function headline({ policies }: Plan): Html | undefined {
  if (policies.length === 0) return undefined;
  const names = policies.map(({ name }) => name);
  return html` for ${phraseHtml(listOf(names, MAX_NAMED, ""))}`;
}

function isLong({ changes }: PlanDifference): boolean {
  return changes.length > MAX_CHANGES;
}

/** What stands further down, with a way there. */
function noticed(warnings: readonly Diagnostic[], difference: PlanDifference | undefined): Html | undefined {
  const links = [
    ...(difference !== undefined && isLong(difference)
      ? [html`<a href="#changes-title">${changeTotals(difference)}</a>`]
      : []),
    ...(warnings.length === 0
      ? []
      : [html`<a href="#warnings-title">${count(warnings.length, "warning")}</a>`]),
  ];
  return links.length === 0
    ? undefined
    : html`<p class="noticed">${links}</p>
`;
}

/** Numbered, since a site's name may be anything. */
function idOf(index: number): string {
  return `loss-${index}`;
}

function section(id: string, title: string, content: Html): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${content}</section>
`;
}

function changed(difference: PlanDifference): Html {
  const removed = toRemove(difference).map((phrase) => html`<p>${phraseHtml(phrase)}</p>`);
  if (difference.changes.length === 0)
    return section("changes", "No changes", html`<p>Nothing differs.</p>${removed}`);
  const table = { name: "Table of changes", head: CHANGE_HEAD, rows: changeRows(difference, ["; "]) };
  const stacks = toDeploy(difference, Number.POSITIVE_INFINITY);
  return section(
    "changes",
    changeTotals(difference),
    html`${tableHtml(table)}<p>${phraseHtml(stacks)}</p>${removed}`,
  );
}

function folded(title: string, table: Table): Html {
  return html`<details><summary>${title}</summary>${tableHtml(table)}</details>`;
}

function tiles(plan: Plan): Html[] {
  const { policies, stacks } = plan;
  const kinds = (kind: string): number => stacks.filter((stack) => stack.kind === kind).length;
  const remote = policies.map(({ exposure }) => exposure.remote);
  const worst = remote.includes(undefined) ? "everything" : lasting(Math.max(0, ...remote.map(Number)));
  const { survives } = loseSites(plan, []);
  return [
    tile(policies.length, policies.length === 1 ? "policy" : "policies"),
    tile(kinds("site"), kinds("site") === 1 ? "region" : "regions"),
    tile(kinds("zone"), kinds("zone") === 1 ? "edge zone" : "edge zones"),
    tile(
      stacks.reduce((sum, { units }) => sum + units.length, 0),
      "units",
    ),
    tile(survives, survives === 1 ? "region may be lost at once" : "regions may be lost at once"),
    ...(policies.length === 0 ? [] : [tile(worst, "lost at worst with a region")]),
  ];
}

function tile(value: string | number, what: string): Html {
  return html`<div><dt>${what}</dt><dd>${value}</dd></div>`;
}

function warningsTable(warnings: readonly Diagnostic[]): Table {
  return {
    name: "Table of warnings",
    head: ["Where", "What", "Instead"],
    rows: warnings.map(({ at, message, hint }) => [
      becauseWords([at], 1),
      say`${message}`,
      hint === undefined ? ["-"] : say`${hint}`,
    ]),
  };
}

import type { Diagnostic } from "../../core/diagnostic.ts";
import { loseSites } from "../../planner/lose/lose-sites.ts";
import type { Plan } from "../../planner/plan.ts";
import { count, lasting } from "../terminal/words.ts";
import { embedJson, Html, html } from "./html.ts";
import { lossHtml } from "./loss-section.ts";
import { lossesOf, marksOf } from "./losses.ts";
import type { PageFile } from "./page-files.ts";
import { budgetsTable, placesTable, policiesTable, stacksTable, unitsTable } from "./page-tables.ts";
import { say } from "./phrase.ts";
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
import { layoutOf } from "./topology/layout.ts";
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
  const layout = layoutOf(regions);
  const lossOf = lossesOf(plan);
  // One after the other: all at once they would take a hundred times the memory of the plan.
  const losses = layout.boxes.map(({ place }, index) => {
    const lost = lossOf(place.id);
    return { site: place.id, marks: marksOf(lost), told: lossHtml(lost, idOf(index)) };
  });
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
<h1>What must exist in account <code>${plan.account}</code></h1>
<dl class="tiles">${tiles(plan)}</dl>
</header>
<main id="main">
${difference === undefined ? undefined : changed(difference)}
${warnings.length === 0 ? undefined : section("warnings", count(warnings.length, "warning"), tableHtml(warningsTable(warnings)))}
<section aria-labelledby="topology-title">
<h2 id="topology-title">Topology</h2>
<p class="hint">Every region with its edge zones; an arrow is a copy of what a region keeps. Lines to one region meet on the way. <span class="scripted" hidden>Select a site to see what its loss costs: click it, or use the arrow keys and Enter.</span></p>
<div class="stage">
<div class="scroll drawing" role="region" aria-label="Drawing" tabindex="0">${draw(layout, (index) => `#${idOf(index)}`)}</div>
<div id="panel" role="region" aria-label="What the loss costs" aria-live="polite" hidden></div>
</div>
${folded("The drawing as a table", placesTable(regions))}
</section>
<section aria-labelledby="loss-title">
<h2 id="loss-title">If a site is lost</h2>
${losses.map(({ told }) => told)}</section>
<div class="filter scripted" hidden><label for="filter">Filter the tables below</label><input id="filter" type="search" autocomplete="off" spellcheck="false"><output id="matches" for="filter"></output></div>
${section("policies", "Policies", tableHtml(policiesTable(plan.policies)))}
${section("stacks", "Stacks", tableHtml(stacksTable(plan)))}
${section("units", "Units", tableHtml(unitsTable(plan)))}
${plan.budgets.length === 0 ? undefined : section("reads", "Reads of the provider's API", tableHtml(budgetsTable(plan)))}
</main>
<script type="application/json" id="losses">${embedJson(losses.map(({ site, marks }) => ({ site, marks })))}</script>
<script>${new Html(script.text)}</script>
</body>
</html>
`.toString();
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

import { Html, html } from "../report/html.ts";
import type { PageFile } from "../report/page-files.ts";
import { count } from "../terminal/words.ts";
import { type SiteGraph, saidOfRuns } from "./graph.ts";
import { type GraphBox, type GraphLayout, type GraphLine, graphLayout } from "./layout.ts";

/**
 * The graphs as one page that needs nothing else: no request, no script, no date, so the same points give the same bytes.
 * Events go from left to right; what is only needed hangs on a dashed line.
 */
export function graphPage(graphs: readonly SiteGraph[], style: PageFile): string {
  const policy = `default-src 'none'; style-src '${style.hash}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>What brings events to ${named(graphs)}</title>
<style>${new Html(style.text)}</style>
</head>
<body>
<header>
<p class="brand">zonekeep</p>
<h1>What brings events to ${named(graphs)}</h1>
</header>
<main id="main">
${graphs.map(section)}
</main>
</body>
</html>
`.toString();
}

/** Names that the title has. */
const MAX_NAMED = 3;

function named(graphs: readonly SiteGraph[]): string {
  const names = [...new Set(graphs.flatMap(({ of }) => of))];
  return names.length <= MAX_NAMED ? names.join(", ") : count(names.length, "thing");
}

function section(graph: SiteGraph, index: number): Html {
  const { site, policy, run, things, depth } = graph;
  const unknown = things.filter(({ problem }) => problem !== undefined);
  return html`<section aria-labelledby="site-${index}">
<h2 id="site-${index}">${site}</h2>
<p class="hint">As run ${run} of policy ${policy} kept it: ${count(things.length, "thing")}, events come through ${count(depth, "step")} at most.</p>
${saidOfRuns(graph).map(
  (said) => html`<p>${said}</p>
`,
)}<div class="scroll graph" role="region" aria-label="Drawing of ${site}" tabindex="0">${draw(graphLayout(graph))}</div>
${unknown.map(
  ({ name, problem }) => html`<p>Not known: <code>${name}</code>: ${problem}</p>
`,
)}</section>
`;
}

function draw({ boxes, lines, width, height }: GraphLayout): Html {
  return html`<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${boxes.map(({ text }) => text).join(", ")}">
${lines.map(line)}${boxes.map(box)}</svg>`;
}

function line({ from, to, needed }: GraphLine): Html {
  const middle = (from.x + to.x) / 2;
  return html`<path class="${needed ? "edge needed" : "edge"}" d="M${from.x} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}"/>
${
  needed
    ? undefined
    : html`<circle class="arrival" cx="${to.x}" cy="${to.y}" r="4"/>
`
}`;
}

/** Characters that a box has room for; the pointer that rests on it sees all of them. */
const ROOM = 30;

function box({ x, y, width, height, text, how }: GraphBox): Html {
  const short = text.length <= ROOM ? text : `${text.slice(0, ROOM - 1)}\u2026`;
  return html`<g class="${how}"><title>${text}</title><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/><text class="name" x="${x + 10}" y="${y + height / 2 + 4}">${short}</text></g>
`;
}

import { type Html, html } from "../html.ts";
import { fitColumns, fitList, loadLabel, placeLabel, runsLabel, vaultLabel, zonesLabel } from "./labels.ts";
import { type Arrow, type Box, type Layout, type Port, portsOf, SIZE, zoneTops } from "./layout.ts";
import type { Place, Region } from "./topology.ts";

/** How many colours arrows have; beyond, they begin again. */
const HUES = 8;
/** Columns of a label within a box: at 12 units, a character of a monospaced font is 7.3 wide at most. */
const COLUMNS = 33;
const RADIUS = 7;

/**
 * The drawing. Each site is a link to what its loss means, so that it works without a script; what is written in it
 * is short, and whole in the table beside it.
 */
export function draw(
  { width, height, boxes, arrows }: Layout,
  id: string,
  hrefOf: (index: number) => string,
): Html {
  return html`<svg id="${id}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="group" aria-labelledby="topology-title">
<defs>
<pattern id="${id}-hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch" width="2" height="8"/></pattern>
${Array.from({ length: HUES }, (_, hue) => marker(hue, id))}
</defs>
<g role="group" aria-label="copies">
${arrows.map((arrow) => drawArrow(arrow, id))}</g>
<g role="group" aria-label="sites">
${boxes.map((box, index) => html`${branches(box)}${drawBox(box, hrefOf(index))}`)}</g>
</svg>`;
}

function marker(hue: number, ids: string): Html {
  return html`<marker id="${ids}-head-${hue}" class="hue-${hue}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path class="head" d="M0 0L10 5L0 10z"/></marker>
`;
}

function drawArrow({ flow, points, hue, many }: Arrow, ids: string): Html {
  const others = many === undefined ? "" : ` and ${many - 1} like it`;
  const from = `${flow.from}${others} ${zonesLabel(flow)}`.trimEnd();
  const said = `${from} to ${flow.to}: ${flow.loads.map(loadLabel).join(", ")}`;
  const colour = hue % HUES;
  return html`<g class="arrow hue-${colour}" role="img" aria-label="${said}" data-from="${flow.from}" data-to="${flow.to}"><title>${said}</title><path d="${pathOf(points)}" marker-end="url(#${ids}-head-${colour})"/></g>
`;
}

/** Only its name is part of the link, whose own label says all of the rest; so that rest is not read out twice. */
function drawBox(box: Box, href: string): Html {
  const { place, x, y, width, height } = box;
  const zone = place.kind === "zone";
  const ports = isRegion(place) ? portsOf(place, x, y) : [];
  const radius = zone ? 7 : 10;
  return html`<g class="place ${place.kind}${retired(place)}">
<a class="site" href="${href}" data-site="${place.id}" aria-label="${nameOf(place)}">
<rect class="box" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>
<rect class="shade" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>
${alikeTitle(place)}<text class="name" x="${x + (zone ? 12 : 14)}" y="${y + (zone ? 20 : 26)}">${fitColumns(placeLabel(place), zone ? COLUMNS - 4 : 18)}</text></a>
<g class="labels" aria-hidden="true">
${zone ? zoneLabels(box) : regionLabels(box)}${ports.map(drawPort)}<text class="mark" x="${x + width - 12}" y="${y + (zone ? 56 : 25)}" text-anchor="end"></text></g>
</g>
`;
}

function regionLabels({ place, x, y, width }: Box): Html {
  return html`<rect class="vault" x="${x + 10}" y="${y + 38}" width="${width - 20}" height="46" rx="6"/>
${vaultIcon(x + 18, y + 46)}<text class="small" x="${x + 54}" y="${y + 57}">${fitColumns(vaultLabel(place), COLUMNS - 5)}</text>
<text class="small muted" x="${x + 54}" y="${y + 75}">${runsLabel(place, COLUMNS - 5)}</text>
`;
}

function zoneLabels({ place, x, y }: Box): Html {
  return html`${vaultIcon(x + 12, y + 30)}<text class="small" x="${x + 46}" y="${y + 40}">${fitColumns(vaultLabel(place), COLUMNS - 6)}</text>
<text class="small muted runs" x="${x + 46}" y="${y + 56}">${runsLabel(place, COLUMNS - 6)}</text>
`;
}

/** A safe's door, 26 units wide. */
function vaultIcon(x: number, y: number): Html {
  return html`<g class="icon"><rect x="${x}" y="${y}" width="26" height="26" rx="4"/><circle cx="${x + 13}" cy="${y + 13}" r="7"/><path d="M${x + 13} ${y + 9}v8M${x + 9} ${y + 13}h8"/></g>
`;
}

function drawPort({ flow, x, y }: Port): Html {
  const left = x - SIZE.width;
  const loads = fitList(flow.loads.map(loadLabel), COLUMNS + 3);
  return html`<g class="port" data-from="${flow.from}" data-to="${flow.to}"><text class="small" x="${left + 14}" y="${y - 4}"><tspan class="muted">to </tspan>${fitColumns(flow.to, COLUMNS - 14)}</text>
<text class="load" x="${x - 14}" y="${y - 4}" text-anchor="end">${zonesLabel(flow)}</text>
<text class="load" x="${left + 14}" y="${y + 12}">${loads}</text><circle cx="${x}" cy="${y}" r="3.5"/></g>
`;
}

/** The line on which the edge zones of a region hang. */
function branches({ place, x, y, height }: Box): Html | undefined {
  if (!isRegion(place) || place.zones.length === 0) return undefined;
  const middles = zoneTops(place, y).map((top) => top + SIZE.zone / 2);
  const twigs = middles.map((middle) => `M${x + SIZE.indent / 2} ${middle}h${SIZE.indent / 2}`).join("");
  return html`<path class="branch" d="M${x + SIZE.indent / 2} ${y + height}V${middles.at(-1)}${twigs}"/>
`;
}

function isRegion(place: Place): place is Region {
  return "flows" in place;
}

function retired({ retiredUntil }: Place): string {
  return retiredUntil === undefined ? "" : " retired";
}

/** Which ones a box stands for, for a pointer that rests on it. */
function alikeTitle({ alike }: Place): Html | undefined {
  return alike === undefined ? undefined : html`<title>${alike.join(", ")}</title>`;
}

/** What a screen reader says of a site; the table has the rest. */
function nameOf(place: Place): string {
  const { id, kind, copies, alike } = place;
  const what = kind === "zone" ? "edge zone" : kind === "outside" ? "outside of the plan" : "region";
  const vault = kind === "outside" ? "" : `, vault ${vaultLabel(place)}`;
  const to = copies.length === 0 ? "" : `, copies to ${copies.join(", ")}`;
  const named = alike === undefined ? `${id}, ${what}` : `${placeLabel(place)}: ${alike.join(", ")}`;
  return `${named}${vault}, ${runsLabel(place, 200)}${to}`;
}

/** A line with rounded corners. */
function pathOf(points: Arrow["points"]): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  const parts = rest.map((point, index) => {
    const before = points[index] ?? first;
    const after = points[index + 2];
    if (after === undefined) return `L${point.join(" ")}`;
    const radius = Math.min(RADIUS, length(before, point) / 2, length(point, after) / 2);
    return `L${toward(point, before, radius)}Q${point.join(" ")} ${toward(point, after, radius)}`;
  });
  return `M${first.join(" ")}${parts.join("")}`;
}

type Point = Arrow["points"][number];

function length([ax, ay]: Point, [bx, by]: Point): number {
  return Math.abs(bx - ax) + Math.abs(by - ay);
}

/** The point this far from `from`, on the way to `to`, along an axis. */
function toward([ax, ay]: Point, [bx, by]: Point, distance: number): string {
  return `${ax + Math.sign(bx - ax) * distance} ${ay + Math.sign(by - ay) * distance}`;
}

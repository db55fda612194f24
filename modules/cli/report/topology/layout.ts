import type { SiteId } from "../../../policy/policy.ts";
import { type Lanes, lanesOf, type Span } from "./lanes.ts";
import type { Flow, Place, Region } from "./topology.ts";

/** Lengths in the drawing's own unit, which is a pixel as long as nobody zooms. */
export const SIZE = {
  margin: 16,
  /** Of a region's box. */
  width: 276,
  /** Name, vault and runs of a region. */
  head: 92,
  /** A copy's two lines. */
  flow: 38,
  foot: 8,
  /** An edge zone stands in from its parent. */
  indent: 20,
  zone: 64,
  /** Between a region and its edge zones, and between those. */
  gap: 10,
  /** Between two lines that run side by side. */
  lane: 9,
  /** Around all lines of a gutter or a channel. */
  verge: 20,
} as const;

/** Most columns that a laptop shows without scrolling sideways. */
const MAX_COLUMNS = 4;

export interface Box {
  readonly place: Place;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where one copy leaves its region's box. */
export interface Port {
  readonly flow: Flow;
  readonly x: number;
  readonly y: number;
}

type Point = readonly [x: number, y: number];

/** From a port of the source's box to the top of the destination's; what goes to one place meets on the way. */
export interface Arrow {
  readonly flow: Flow;
  readonly points: readonly Point[];
  /** Number of the destination, by which arrows are told apart. */
  readonly hue: number;
  /** Regions that the source stands for, itself included. Absent: itself alone. */
  readonly many?: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Each region followed by its edge zones. */
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

/** As many columns as fit into a width, at most four; one where none does. */
export function layoutWithin(regions: readonly Region[], width: number): Layout {
  for (let columns: number = MAX_COLUMNS; columns > 1; columns--) {
    const layout = layoutOf(regions, columns);
    if (layout.width <= width) return layout;
  }
  return layoutOf(regions, 1);
}

interface Cell {
  readonly region: Region;
  readonly column: number;
  readonly row: number;
}

/** A flow and the cells it joins. */
interface Link {
  readonly flow: Flow;
  readonly from: Cell;
  readonly to: Cell;
}

/**
 * A place for everything. Regions stand in rows, their edge zones below them. To the right of each column is a gutter
 * and above each row a channel; there every destination has a lane of its own. So lines to different places may cross
 * but never run on each other, and whoever follows a line comes to one arrowhead.
 */
export function layoutOf(regions: readonly Region[], maxColumns = MAX_COLUMNS): Layout {
  const max = Math.max(1, Math.ceil(regions.length / maxColumns));
  const columns = Math.ceil(regions.length / max);
  const cells = regions.map(
    (region, index): Cell => ({ region, column: index % columns, row: Math.floor(index / columns) }),
  );
  const links = linksOf(cells);
  const gutters = range(columns).map((column) =>
    lanesOf(
      spansOf(
        links.filter(({ from }) => from.column === column),
        alongGutter,
      ),
    ),
  );
  const channels = range(max).map((row) =>
    lanesOf(
      spansOf(
        links.filter(({ to }) => to.row === row),
        alongChannel,
      ),
    ),
  );

  const lefts = edges(gutters.map((lanes) => SIZE.width + across(lanes)));
  const tops = edges(channels.map((lanes, row) => across(lanes) + tallest(cells, row)));
  const left = ({ column }: Cell): number => lefts[column] ?? 0;
  const top = ({ row }: Cell): number => (tops[row] ?? 0) + across(channels[row]);

  const received = cells.filter((cell) => links.some(({ to }) => to === cell));
  return {
    width: (lefts.at(-1) ?? 0) + SIZE.margin,
    height: (tops.at(-1) ?? 0) + SIZE.margin,
    boxes: cells.flatMap((cell) => boxesOf(cell.region, left(cell), top(cell))),
    arrows: links.map(({ flow, from, to }): Arrow => {
      const { x, y } = portOf(from.region, flow, left(from), top(from));
      const gutter = x + lanePlace(gutters[from.column], flow.to);
      const channel = (tops[to.row] ?? 0) + lanePlace(channels[to.row], flow.to);
      const end = left(to) + SIZE.width / 2;
      const points: Point[] = [
        [x, y],
        [gutter, y],
        [gutter, channel],
        [end, channel],
        [end, top(to)],
      ];
      const many = from.region.alike?.length;
      return { flow, points, hue: received.indexOf(to), ...(many !== undefined && { many }) };
    }),
  };
}

/** The copies of a region, each with the place at the right edge of its box where its line begins. */
export function portsOf(region: Region, x: number, y: number): Port[] {
  return region.flows.map((flow) => portOf(region, flow, x, y));
}

function portOf({ flows }: Region, flow: Flow, x: number, y: number): Port {
  return { flow, x: x + SIZE.width, y: y + SIZE.head + (flows.indexOf(flow) + 0.5) * SIZE.flow };
}

function linksOf(cells: readonly Cell[]): Link[] {
  const byId = new Map(cells.map((cell) => [cell.region.id, cell]));
  return cells.flatMap((from) =>
    from.region.flows.flatMap((flow) => {
      const to = byId.get(flow.to);
      return to === undefined ? [] : [{ flow, from, to }];
    }),
  );
}

/** One span for each destination, over all that goes there. `along` gives the places of a link, in any order. */
function spansOf(links: readonly Link[], along: (link: Link) => readonly number[]): Span[] {
  const places = new Map<SiteId, number[]>();
  for (const link of links) places.set(link.flow.to, [...(places.get(link.flow.to) ?? []), ...along(link)]);
  return [...places].map(([to, all]) => ({ to, start: Math.min(...all), end: Math.max(...all) }));
}

/** Down a gutter come, row by row, the channel and the ports; a row never has as many ports as this. */
const A_ROW = 1_000_000;

function alongGutter({ flow, from, to }: Link): readonly number[] {
  return [from.row * A_ROW + 1 + from.region.flows.indexOf(flow), to.row * A_ROW];
}

/** Along a channel come, column by column, the middle of a box and the gutter beside it. */
function alongChannel({ from, to }: Link): readonly number[] {
  return [2 * from.column + 1, 2 * to.column];
}

function boxesOf(region: Region, x: number, y: number): Box[] {
  const height = regionHeight(region);
  const tops = zoneTops(region, y);
  const zones = region.zones.map((place, index) => ({
    place,
    x: x + SIZE.indent,
    y: tops[index] ?? y,
    width: SIZE.width - SIZE.indent,
    height: SIZE.zone,
  }));
  return [{ place: region, x, y, width: SIZE.width, height }, ...zones];
}

/** Where each edge zone of a region begins, whose box begins at `y`. */
export function zoneTops(region: Region, y: number): number[] {
  const below = y + regionHeight(region) + SIZE.gap;
  return region.zones.map((_, index) => below + index * (SIZE.zone + SIZE.gap));
}

function regionHeight({ flows }: Region): number {
  return SIZE.head + flows.length * SIZE.flow + (flows.length > 0 ? SIZE.foot : 0);
}

function tallest(cells: readonly Cell[], row: number): number {
  const heights = cells
    .filter((cell) => cell.row === row)
    .map(({ region }) => regionHeight(region) + region.zones.length * (SIZE.zone + SIZE.gap));
  return Math.max(0, ...heights);
}

/** Width of a gutter or height of a channel. */
function across(lanes: Lanes | undefined): number {
  return 2 * SIZE.verge + Math.max(0, (lanes?.count ?? 0) - 1) * SIZE.lane;
}

function lanePlace(lanes: Lanes | undefined, to: SiteId): number {
  return SIZE.verge + (lanes?.of.get(to) ?? 0) * SIZE.lane;
}

/** Where each of these lengths begins, side by side, and where the last one ends. */
function edges(lengths: readonly number[]): number[] {
  let edge: number = SIZE.margin;
  const ends = lengths.map((length) => {
    edge += length;
    return edge;
  });
  return [SIZE.margin, ...ends];
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

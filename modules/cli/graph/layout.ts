import { type SiteGraph, waysIn } from "./graph.ts";

export interface GraphBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly text: string;
  /** `asked`: its callers were asked for. `seen`: it may call, and is kept by no point. */
  readonly how: "asked" | "kept" | "seen";
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** As an event goes, or from what needs to what is needed. */
export interface GraphLine {
  readonly from: Point;
  readonly to: Point;
  readonly needed: boolean;
}

export interface GraphLayout {
  readonly boxes: readonly GraphBox[];
  readonly lines: readonly GraphLine[];
  readonly width: number;
  readonly height: number;
}

const BOX = { width: 260, height: 34 };
const GAP = { across: 80, down: 16 };

/** A column for each step to what was asked for, callers to the left, what is needed to the right of what needs it. */
export function graphLayout({ of, things }: SiteGraph): GraphLayout {
  const known = new Map(things.map((thing) => [thing.name, thing]));
  const columns = new Map(of.map((name) => [name, 0]));
  const callers: { readonly name: string; readonly to: string; readonly kept: boolean }[] = [];
  const open = [...of];
  for (let name = open.shift(); name !== undefined; name = open.shift()) {
    const column = columns.get(name) ?? 0;
    for (const { to, how } of known.get(name)?.related ?? []) {
      if (columns.has(to)) continue;
      columns.set(to, column + (how === "calledBy" ? -1 : 1));
      open.push(to);
    }
    for (const { text, kept } of waysIn(known.get(name))) {
      callers.push({ name: text, to: name, kept });
      columns.set(seenAt(callers.length), column - 1);
    }
  }
  const first = Math.min(0, ...columns.values());
  const heights = new Map<number, number>();
  const places = new Map(
    [...columns].map(([name, column]) => {
      const row = heights.get(column) ?? 0;
      heights.set(column, row + 1);
      const place = {
        x: (column - first) * (BOX.width + GAP.across),
        y: row * (BOX.height + GAP.down),
      };
      return [name, place] as const;
    }),
  );
  const side = (name: string, right: boolean): Point => {
    const { x, y } = places.get(name) ?? { x: 0, y: 0 };
    return { x: right ? x + BOX.width : x, y: y + BOX.height / 2 };
  };
  const lines = things.flatMap(({ name, related }) =>
    related.map(
      ({ to, how }): GraphLine =>
        how === "calledBy"
          ? { from: side(to, true), to: side(name, false), needed: false }
          : { from: side(name, true), to: side(to, false), needed: true },
    ),
  );
  return {
    boxes: [...places].map(([name, place]) => {
      const caller = callers.find((_, index) => seenAt(index + 1) === name);
      const isKept = known.has(name) || caller?.kept === true;
      return {
        ...place,
        ...BOX,
        text: caller?.name ?? name,
        how: isKept ? (of.includes(name) ? "asked" : "kept") : "seen",
      };
    }),
    lines: [
      ...lines,
      ...callers.map(({ to }, index) => ({
        from: side(seenAt(index + 1), true),
        to: side(to, false),
        needed: false,
      })),
    ],
    width: (Math.max(0, ...columns.values()) - first + 1) * (BOX.width + GAP.across) - GAP.across,
    height: Math.max(1, ...heights.values()) * (BOX.height + GAP.down) - GAP.down,
  };
}

/** No thing has such a name. */
function seenAt(index: number): string {
  return `seen ${index}`;
}

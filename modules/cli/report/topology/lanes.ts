import type { SiteId } from "../../../policy/policy.ts";

/** From where to where a line to one destination runs along a gutter or a channel, both ends included. */
export interface Span {
  readonly to: SiteId;
  readonly start: number;
  readonly end: number;
}

/** Which lane each destination has, counted from 0, and how many there are. */
export interface Lanes {
  readonly of: ReadonlyMap<SiteId, number>;
  readonly count: number;
}

/** As few lanes as it takes for no two spans of one lane to touch: each takes the first that is free at its start. */
export function lanesOf(spans: readonly Span[]): Lanes {
  const ends: number[] = [];
  const of = new Map<SiteId, number>();
  for (const { to, start, end } of [...spans].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const free = ends.findIndex((last) => last < start);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = end;
    of.set(to, lane);
  }
  return { of, count: ends.length };
}

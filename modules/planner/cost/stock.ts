import type { Retention, Versions } from "../../policy/policy.ts";
import { CYCLE_DAYS, CYCLE_MONTHS } from "../budget/runs-in-cycle.ts";
import { retentionDays } from "../retention-days.ts";
import { pointsKept } from "./points-kept.ts";
import type { Load } from "./price-book.ts";

export const DAYS_A_MONTH = CYCLE_DAYS / CYCLE_MONTHS;

/** Published versions of a function beside its latest one: a run keeps none, the five newest, or all, which are a guess. */
export const VERSIONS: Readonly<Record<Versions, number>> = { latest: 0, published: 5, all: 50 };

/** Bytes of a point's manifest and sealed secrets, of the key wrapped for one site, of a document, of a run's summary. */
export const SIZES = { point: 3000, wrap: 400, document: 6000, summary: 1000, summaryLine: 120 } as const;

/** What a run of one policy at one site keeps, and for how long. */
export interface Keeping {
  readonly functions: number;
  /** Bytes. */
  readonly packageSize: number;
  /** Deployments of a function in a month. */
  readonly changes: number;
  readonly code: Versions;
  readonly runsAMonth: number;
  readonly copies: number;
  readonly retention: Retention;
}

/** Code and documents are few and large, points many and small. */
export interface Parts {
  readonly code: Load;
  readonly points: Load;
}

/** What lies somewhere in a usual month, once runs have been going for as long as points are kept. */
export interface Stock {
  readonly warm: Parts;
  /** Past `coldAfter`. */
  readonly cold: Parts;
  /** Moves to cold storage in a month. */
  readonly cooling: Parts;
}

/** Packages of one function that a run looks at. */
export function packagesOf(code: Versions): number {
  return 1 + VERSIONS[code];
}

/**
 * Bytes lie under their hash, so what does not change is kept once:
 *
 *     code   = functions x (packages + changes a month x months kept) x (package size + document)
 *     points = functions x points kept x (manifest, secrets and a wrapped key for each site) + a summary for each run
 *
 * `packages` are those that one run looks at, and of changes between two points only the last one is seen.
 */
export function stockOf(keeping: Keeping): Stock {
  const { retention } = keeping;
  const days = retentionDays(retention);
  const warmDays = Math.min(days, retention.coldAfter ?? days);
  const all = within(keeping, days);
  const young = within(keeping, warmDays);
  const cold = { changes: all.changes - young.changes, points: all.points - young.points };
  const monthsCold = (days - warmDays) / DAYS_A_MONTH;
  const { changes, points } = cold;
  const cooling = monthsCold > 0 ? { changes: changes / monthsCold, points: points / monthsCold } : cold;
  return {
    warm: partsOf(keeping, young, packagesOf(keeping.code)),
    cold: partsOf(keeping, cold, 0),
    cooling: partsOf(keeping, cooling, 0),
  };
}

/** What a month of runs adds. */
export function addedAMonth(keeping: Keeping): Parts {
  const { changes, runsAMonth } = keeping;
  return partsOf(keeping, { changes: Math.min(changes, runsAMonth), points: runsAMonth }, 0);
}

/** Of one function, so many. */
interface Counts {
  readonly changes: number;
  readonly points: number;
}

/** What is at most so many days old. */
function within({ retention, runsAMonth, changes }: Keeping, days: number): Counts {
  const points = pointsKept(retention, runsAMonth / DAYS_A_MONTH, days);
  return { points, changes: Math.min((changes * days) / DAYS_A_MONTH, points) };
}

function partsOf(keeping: Keeping, { changes, points }: Counts, packages: number): Parts {
  const { functions, packageSize, copies } = keeping;
  const kept = functions * (packages + changes);
  return {
    code: {
      bytes: Math.ceil(kept * packageSize + functions * ((packages > 0 ? 1 : 0) + changes) * SIZES.document),
      objects: Math.ceil(kept + functions * ((packages > 0 ? 1 : 0) + changes)),
    },
    points: {
      bytes: Math.ceil(
        points * (functions * (SIZES.point + SIZES.wrap * (1 + copies) + SIZES.summaryLine) + SIZES.summary),
      ),
      objects: Math.ceil(points * (functions * (3 + copies) + 1)),
    },
  };
}

import type { DateText, SiteId } from "../../policy/policy.ts";
import type { Limit } from "../limit.ts";
import type { StackPlan } from "../plan.ts";

/** What one unit of a thing costs, and the page that says so. Whole numbers, so that sums are exact in any order. */
export interface Price {
  /** Millionths of a US dollar for one unit. */
  readonly micros: number;
  /** `GB-month`, `1,000 requests`. */
  readonly unit: string;
  /** How many of what is counted make one unit: 2^30 bytes, 1,000 requests. */
  readonly per: number;
  readonly source: string;
  /** The book has no figure for the region, and takes that of another. */
  readonly assumed: boolean;
}

/** So much of one thing that is paid for. */
export interface Use {
  /** `customer managed keys`, `storage`. */
  readonly what: string;
  /** Whole: bytes, requests, months. */
  readonly quantity: number;
  readonly price: Price;
}

/** Bytes in so many objects. Whole numbers. */
export interface Load {
  readonly bytes: number;
  readonly objects: number;
}

/** One run of a policy at one site. */
export interface PolicyRun {
  readonly region: SiteId;
  readonly functions: number;
  /** Packages of one function that a run looks at. */
  readonly packages: number;
  /** How many other regions receive what it keeps. */
  readonly copies: number;
}

/** What a provider charges, by lists of one day; asked by the planner, answered beside the provider's code. */
export interface PriceBook {
  /** When the figures were read. */
  readonly date: DateText;
  /** A month of what a stack holds, although nothing runs and nothing is kept. */
  readonly idle: (stack: StackPlan) => readonly Use[];
  readonly run: (run: PolicyRun) => readonly Use[];
  /** A month of keeping it. */
  readonly keep: (region: SiteId, kept: Load, tier: "warm" | "cold") => readonly Use[];
  /** Moving it to cold storage. */
  readonly freeze: (region: SiteId, moved: Load) => readonly Use[];
  /** Carrying it from one region to another, and writing it there. */
  readonly copy: (from: SiteId, to: SiteId, moved: Load) => readonly Use[];
  /** Bytes that a smaller object counts as in cold storage. */
  readonly coldFloor: Limit;
  /** Days that cold storage is paid for, whatever is deleted before. */
  readonly coldStay: Limit;
  /** Days that backups of tables have to stay, or each may be a full one. */
  readonly incremental: Limit;
}

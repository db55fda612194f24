import type { SourcePos } from "../../modules/core/diagnostic.ts";
import type { Capabilities } from "../../modules/planner/capabilities.ts";
import type { Estate, ZoneLock } from "../../modules/policy/estate.ts";
import type { Block, Policy } from "../../modules/policy/policy.ts";
import { tinyPrices } from "./price-book.ts";

export const at = (line: number, col: number, file = "p.yaml"): SourcePos => ({ file, line, col });

/** What a test says of a policy; each value stands in a line of its own, of a file named like the policy. */
export interface PolicyWords {
  readonly name?: string;
  readonly sites?: readonly string[];
  readonly copies?: readonly string[];
  readonly every?: number;
  readonly retention?: number;
  /** Compliance is confirmed for 100 days. */
  readonly lock?: "governance" | "compliance";
  /** Anything else, as it is. */
  readonly more?: Partial<Policy>;
}

export function policy(words: PolicyWords = {}): Policy {
  const { name = "p", sites = ["us-east-1"], copies = [] } = words;
  const file = `${name}.yaml`;
  const block = <T>(value: T, line: number, places: Block<T>["places"] = {}): Block<T> => ({
    value,
    from: "policy",
    at: at(line, 1, file),
    places,
  });
  return {
    name,
    nameAt: at(1, 7, file),
    owner: { value: "team", from: "policy", at: at(2, 1, file) },
    select: block(
      { tags: {}, names: ["*"], arns: [], runtimes: [], accounts: [], exclude: [], resources: [] },
      3,
    ),
    protect: block({ code: "published", configuration: "all", triggers: "all", state: [], events: {} }, 4),
    sites: sites.map((site, i) => ({
      value: { kind: "name", name: site },
      from: "policy",
      at: at(5, 1 + i, file),
    })),
    excludeSites: [],
    schedule: block(
      {
        timing: { every: words.every ?? 60 },
        timeZone: "UTC",
        startWindow: 0,
        pauses: [],
        on: [],
        overlap: "allow",
      },
      6,
    ),
    retention: block({ keep: words.retention ?? 35, generations: {} }, 7),
    copies: block(
      copies.map((to) => ({ to })),
      8,
      Object.fromEntries(copies.map((to, i) => [to, at(8, 1 + i, file)])),
    ),
    lock: block(
      words.lock === "compliance"
        ? { mode: "compliance", confirmed: { on: "2026-11-29", by: "ana", days: 100 } }
        : { mode: "governance" },
      9,
    ),
    cost: { ...block({ functions: 10, packageSize: 5_000_000, changes: 8 }, 10), from: "default" },
    accept: [],
    at: at(1, 1, file),
    ...words.more,
  };
}

/** Regions a, b, c, d and two zones of a, as no provider names them: the planner does not care. */
export function estate(words: Partial<Estate> = {}): Estate {
  const file = "estate.yaml";
  return {
    account: "123456789012",
    partition: "aws",
    regions: ["a", "b", "c", "d"].map((id, i) => ({ id, at: at(3, 1 + i, file) })),
    zones: ["a-1", "a-2"].map((id, i) => ({ id, parent: "a", type: "local-zone", at: at(4, 1 + i, file) })),
    retired: [],
    sets: [],
    targets: [],
    optedIn: [],
    stayIn: undefined,
    apiShare: { value: 0.33, from: "default", at: at(1, 1, file) },
    state: { kind: "local" },
    passRoles: ["r-*"],
    principals: [{ value: "role/operators", from: "estate", at: at(5, 1, file) }],
    accept: [],
    notify: ["ops@example.com"],
    at: at(1, 1, file),
    ...words,
  };
}

/** All of the estate, and beyond it a region and two zones, and a region of another partition. */
export const zoneLock: ZoneLock = {
  regions: [
    ...["a", "b", "c", "d", "far"].map((id) => ({ id, partition: "aws", optIn: false })),
    { id: "apart", partition: "aws-apart", optIn: false },
  ],
  zones: [
    ...["a-1", "a-2", "a-3"].map((id) => ({ id, type: "local-zone", parent: "a" })),
    { id: "far-1", type: "local-zone", parent: "far" },
  ],
};

/** A provider of the tests: small round bounds, everything offered but a compliance lock. */
export const capabilities: Capabilities = {
  refuse: (feature) => (feature === "lock.compliance" ? "nobody can take it back" : undefined),
  policyName: { value: 40, source: "page-0" },
  retention: { min: { value: 2, source: "page-1" }, max: { value: 100, source: "page-2" } },
  every: { min: { value: 10, source: "page-3" }, max: { value: 2880, source: "page-4" } },
  startWindow: { min: { value: 0, source: "page-6" }, max: { value: 600, source: "page-6" } },
  completionWindow: { min: { value: 30, source: "page-7" }, beyondStart: { value: 20, source: "page-7" } },
  coldStay: { value: 40, source: "page-8" },
  events: { value: 5000, source: "page-9" },
  eventHolder: (kind) => ({
    ...{ noun: "fact", many: "logs", written: "log/NAME", followed: [kind] },
    ...{ callers: [], mayBring: (resource) => resource.startsWith("log/") },
  }),
  refuseResource: () => undefined,
  resources: { value: 3, source: "page-10" },
  selection: { value: 2000, source: "page-14" },
  copies: { value: 2, source: "page-5" },
  refuseRegion: () => undefined,
  refuseCopy: () => undefined,
  replication: { value: 15, source: "page-12" },
  jurisdictions: (region) => ({ a: ["EU", "DE"], b: ["EU", "FR"], c: ["US"] })[region],
  knownJurisdictions: ["DE", "EU", "FR", "US"],
  runtimes: ["nodejs22.x", "python3.13"],
  reads: { value: 600, source: "page-13" },
  readsOfRun: () => ({ perFunction: 10, perPage: 2, pageSize: 50 }),
  prices: tinyPrices,
};

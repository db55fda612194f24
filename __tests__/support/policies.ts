import type { SourcePos } from "../../modules/core/diagnostic.ts";
import type { Capabilities } from "../../modules/planner/capabilities.ts";
import type { Estate, Policy, Sourced, ZoneLock } from "../../modules/policy/policy.ts";

export const at = (line: number, col: number, file = "p.yaml"): SourcePos => ({ file, line, col });

/** What a test says of a policy; each value stands in a line of its own, of a file named like the policy. */
export interface PolicyWords {
  readonly name?: string;
  readonly sites?: readonly string[];
  readonly copies?: readonly string[];
  readonly every?: number;
  readonly retention?: number;
  readonly lock?: "governance" | "compliance";
}

export function policy(words: PolicyWords = {}): Policy {
  const { name = "p", sites = ["us-east-1"], copies = [] } = words;
  const file = `${name}.yaml`;
  const list = (values: readonly string[], line: number): Sourced<string>[] =>
    values.map((value, i) => ({ value, from: "policy", at: at(line, 1 + i, file) }));
  const located = <T>(value: T, line: number): Sourced<T> => ({
    value,
    from: "policy",
    at: at(line, 1, file),
  });
  return {
    name,
    owner: located("team", 2),
    select: { tags: {}, names: ["*"], exclude: [], at: at(3, 1, file) },
    protect: located(["code", "configuration", "triggers"], 4),
    sites: list(sites, 5),
    every: located(words.every ?? 60, 6),
    retention: located(words.retention ?? 35, 7),
    copies: list(copies, 8),
    lock: located(words.lock ?? "governance", 9),
    at: at(1, 1, file),
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
    state: { kind: "local" },
    passRoles: ["r-*"],
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

export const capabilities: Capabilities = {
  retention: { least: { value: 2, source: "page-1" }, most: { value: 100, source: "page-2" } },
  every: { least: { value: 10, source: "page-3" }, most: { value: 2880, source: "page-4" } },
  lockModes: ["governance"],
  copies: { value: 2, source: "page-5" },
  refuseRegion: () => undefined,
  refuseCopy: () => undefined,
};

import { expect, test } from "vitest";
import { formatDiagnostic } from "../../modules/core/diagnostic.ts";
import type { Capabilities } from "../../modules/planner/capabilities.ts";
import { planPolicies } from "../../modules/planner/expand/plan-policies.ts";
import type { Limit } from "../../modules/planner/limit.ts";
import { parsePolicies } from "../../modules/policy/parse.ts";

/** A store on premises: two cellars and a rack in one of them. It knows no lock for ever, and keeps ten years. */
const limit = (value: number): Limit => ({ value, source: "the keeper's handbook, page 7" });
const cellars: Capabilities = {
  refuse: (feature) =>
    feature === "lock.compliance" || feature.startsWith("protect.state")
      ? "the keeper has the key"
      : undefined,
  policyName: limit(20),
  retention: { min: limit(1), max: limit(3650) },
  every: { min: limit(1), max: limit(31 * 1440) },
  startWindow: { min: limit(0), max: limit(1440) },
  completionWindow: { min: limit(1), beyondStart: limit(0) },
  coldStay: limit(1),
  events: limit(0),
  eventHolder: () => ({
    ...{ noun: "fact", many: "barrels", written: "barrel/NAME", followed: [], callers: [] },
    mayBring: () => false,
  }),
  refuseResource: () => undefined,
  resources: limit(10),
  selection: limit(10_000),
  copies: limit(1),
  refuseRegion: () => undefined,
  refuseCopy: () => undefined,
  replication: limit(240),
  jurisdictions: (cellar) => (cellar === "cellar-north" ? ["NO"] : ["SE", "EU"]),
  knownJurisdictions: ["EU", "NO", "SE"],
  runtimes: [],
  reads: limit(100_000),
  readsOfRun: () => ({ perFunction: 1, perPage: 1, pageSize: 1000 }),
  prices: {
    date: "2026-01-01",
    idle: () => [],
    run: () => [],
    keep: () => [],
    freeze: () => [],
    copy: () => [],
    coldFloor: limit(0),
    coldStay: limit(0),
    incremental: limit(0),
  },
};

const LOCK = {
  path: "zones.lock.json",
  text: JSON.stringify({
    source: "the floor plan",
    date: "2026-01-01",
    regions: [
      { id: "cellar-north", partition: "aws", optIn: false },
      { id: "cellar-south", partition: "aws", optIn: false },
    ],
    zones: [{ id: "rack-1", type: "outpost", parent: "cellar-north" }],
  }),
};
const ESTATE = {
  path: "estate.yaml",
  text: 'version: 1\naccount: "000000000001"\nregions: [cellar-north, cellar-south]\nedge-zones: [rack-1]\nrestore: { principals: [role/keeper] }\n',
};

function planned(policy: string) {
  const text = `version: 1\nname: wine\nowner: keeper\nselect: { names: ["*"] }\n${policy}`;
  const { policies, estate, zoneLock, diagnostics } = parsePolicies([
    ESTATE,
    LOCK,
    { path: "wine.yaml", text },
  ]);
  if (estate === undefined || zoneLock === undefined)
    expect.fail(diagnostics.map(formatDiagnostic).join("\n"));
  const { plan, diagnostics: more } = planPolicies({ policies, estate, zoneLock, capabilities: cellars });
  return { plan, told: [...diagnostics, ...more].map(formatDiagnostic) };
}

test("another provider's sites are planned as AWS's are, with what it offers and AWS does not", () => {
  const { plan, told } = planned(
    `sites: [all]
exclude-sites: [cellar-south]
schedule: { every: 15m, completion-window: 10m }
retention: { daily: 7, yearly: 9 }
copies: [{ to: cellar-south, keep: 3650d }]
objectives: { rpo: 265m, survive: 1 }
`,
  );
  expect(told).toEqual([]);
  expect(plan.stacks.map(({ id, dependsOn }) => [id, dependsOn])).toEqual([
    ["site-cellar-north", []],
    ["site-cellar-south", []],
    ["zone-rack-1", []],
    ["links-cellar-north", ["site-cellar-north", "site-cellar-south", "zone-rack-1"]],
  ]);
  const vaults = plan.stacks.flatMap(({ units }) => units).filter((unit) => unit.kind === "vault");
  expect(vaults.map(({ site, minDays, maxDays }) => [site, minDays, maxDays])).toEqual([
    ["cellar-north", 1, 3294],
    ["cellar-south", 1, 3650],
    ["rack-1", 1, 3294],
  ]);
  expect(plan.policies[0]?.exposure).toEqual({
    interval: 15,
    window: 10,
    replication: 240,
    local: 25,
    remote: 265,
  });
});

test("another provider's bounds, laws and refusals are told in its own words", () => {
  const { told } = planned(
    `sites: [cellar-north]
schedule: { every: 15m }
retention: { keep: 3651d }
protect: { state: [tables] }
copies: [cellar-south]
stay-in: [NO]
objectives: { rpo: 4h }
`,
  );
  expect(told).toEqual([
    "estate.yaml:4:14: warning[ESTATE] no policy uses rack-1\n" +
      "  help: name it under sites or copies of a policy, or take it out",
    "wine.yaml:7:20: error[LIMIT] retention 3651d, the maximum is 3650d\n" +
      "  help: write 3650d or less: the keeper's handbook, page 7",
    "wine.yaml:8:20: error[UNSUPPORTED] protect.state.tables is not offered yet: the keeper has the key\n" +
      "  help: leave it out",
    "wine.yaml:9:10: error[RESIDENCY] copy to cellar-south leaves NO: cellar-south lies in SE, EU\n" +
      "  help: name another, or change stay-in at wine.yaml:10:10",
    "wine.yaml:11:20: error[OBJECTIVE] rpo 4h is not proven: 15m between two runs + 3m window + 4h replication = 4h 18m\n" +
      "  help: write rpo: 5h",
  ]);
});

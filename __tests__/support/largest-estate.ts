import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { awsCapabilities } from "../../modules/aws/capabilities.ts";
import { formatDiagnostic } from "../../modules/core/diagnostic.ts";
import { planPolicies } from "../../modules/planner/expand/plan-policies.ts";
import type { Plan } from "../../modules/planner/plan.ts";
import { parsePolicies } from "../../modules/policy/parse.ts";
import shipped from "../../policies/zones.lock.json" with { type: "json" };

const LOCK = { path: "zones.lock.json", text: readLock() };
const regions = shipped.regions.filter(({ partition }) => partition === "aws").map(({ id }) => id);
const zones = shipped.zones.filter(({ parent }) => regions.includes(parent));
/** The region with the most edge zones: what is written for each of them grows there. */
export const LARGEST = "us-east-1";
const FREEZE = { from: "2099-12-20", to: "2100-01-03", reason: "year-end freeze" };
const EVERYTHING = { events: { kinesis: "35d", eventbridge: "all" } };
const POLICIES = 50;
const COPIES = 5;

/**
 * The largest estate that is accepted: every region of the partition and every edge zone, fifty policies with the
 * longest names at every site, five copies of each site; the zones of one region together copy to all other regions.
 * `restore` is what the estate says of restores.
 */
export function largestPlan(restore: Record<string, unknown>): Plan {
  const estate = {
    version: 1,
    account: "123456789012",
    regions,
    "edge-zones": zones.map(({ id }) => id),
    "opted-in": shipped.regions.filter(({ id, optIn }) => optIn && regions.includes(id)).map(({ id }) => id),
    defaults: { schedule: { every: "1d", pauses: [FREEZE] }, cost: { functions: 1 } },
    "api-share": "100%",
    restore,
    notify: Array.from({ length: 20 }, (_, n) => `${"backup-alerts".padEnd(40, "x")}${n}@example.com`),
  };
  const files = [
    { path: "estate.yaml", text: stringify(estate) },
    ...[...spread(), ...everywhere()].map((policy) => ({
      path: `${policy.name}.yaml`,
      text: stringify({
        ...{ version: 1, owner: "team-payments", select: { names: ["*"] }, protect: EVERYTHING },
        ...policy,
      }),
    })),
    LOCK,
  ];
  const parsed = parsePolicies(files);
  if (parsed.estate === undefined || parsed.zoneLock === undefined) throw new Error("no estate");
  const { estate: read, zoneLock, policies, diagnostics } = parsed;
  const made = planPolicies({ policies, estate: read, zoneLock, capabilities: awsCapabilities(zoneLock) });
  const errors = [...diagnostics, ...made.diagnostics].filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(errors.map(formatDiagnostic).join("\n"));
  return made.plan;
}

/** Sites of the largest region, in groups that copy to other regions each. */
function spread() {
  const others = regions.filter((id) => id !== LARGEST);
  const sites = [LARGEST, ...zones.filter(({ parent }) => parent === LARGEST).map(({ id }) => id)];
  const groups = Math.ceil(others.length / COPIES);
  return Array.from({ length: groups }, (_, group) => ({
    name: nameOf(group),
    sites: sites.filter((_, index) => index % groups === group),
    copies: others.slice(group * COPIES, (group + 1) * COPIES),
  }));
}

function everywhere() {
  const first = spread().length;
  return Array.from({ length: POLICIES - first }, (_, index) => ({
    name: nameOf(first + index),
    sites: ["all"],
  }));
}

/** 26 characters, the longest that a policy may have. */
function nameOf(index: number): string {
  return `critical-orders-payment-${String(index).padStart(2, "0")}`;
}

function readLock(): string {
  return readFileSync(join(import.meta.dirname, "../../policies/zones.lock.json"), "utf8");
}

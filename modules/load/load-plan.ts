import shippedZones from "../../policies/zones.lock.json" with { type: "json" };
import { awsCapabilities } from "../aws/capabilities.ts";
import { dayOf } from "../core/day.ts";
import { type Diagnostic, PolicyError } from "../core/diagnostic.ts";
import { sortDiagnostics } from "../core/source-order.ts";
import { planPolicies } from "../planner/expand/plan-policies.ts";
import type { Plan } from "../planner/plan.ts";
import { checkPresence } from "../policy/check-presence.ts";
import type { Estate } from "../policy/estate.ts";
import { isZoneLock, parsePolicies } from "../policy/parse.ts";
import type { Policy } from "../policy/policy.ts";
import { readPolicyFiles } from "./policy-files.ts";

export interface LoadedPlan {
  readonly plan: Plan;
  readonly estate: Estate;
  readonly policies: readonly Policy[];
  /** What a person should know although nothing is wrong. */
  readonly warnings: readonly Diagnostic[];
}

/**
 * From files to a plan. Paths are files or folders, relative to `cwd`; without one it reads `policies/`. Where
 * no zone lock lies beside the policies, the one that comes with zonekeep is taken.
 * @throws PolicyError with every mistake in every file. Warnings wait until then: they are about a plan, and
 * there is none yet.
 */
export async function loadPlan(from: {
  readonly cwd: string;
  readonly paths: readonly string[];
  /** What is past by then is told. Absent: nothing is. */
  readonly now?: Date;
}): Promise<LoadedPlan> {
  const paths = from.paths.length > 0 ? from.paths : ["policies"];
  const { files, names, unnamed, folder, diagnostics } = readPolicyFiles(from.cwd, paths);
  // With nothing found there is one thing to say: that nothing is there, not what it lacks.
  const failed = diagnostics.filter(({ severity }) => severity === "error");
  if (names.length === 0 && failed.length > 0) throw new PolicyError(diagnostics);

  // What was named in vain is told as that: it is not missed a second time.
  const refused = failed.map(({ at }) => at.file);
  const shipped = names.some(isZoneLock) ? [] : [SHIPPED];
  const { estate, zoneLock, policies, diagnostics: mistakes } = parsePolicies([...files, ...shipped]);
  const planned =
    estate &&
    zoneLock &&
    planPolicies({
      ...{ policies, estate, zoneLock, capabilities: awsCapabilities(zoneLock) },
      ...(from.now !== undefined && { today: dayOf(from.now) }),
    });

  const found = sortDiagnostics([
    ...diagnostics,
    ...checkPresence(folder, [...names, ...refused, ...shipped.map(({ path }) => path)]),
    ...mistakes,
    ...(planned?.diagnostics ?? []),
  ]);
  const errors = found.filter(({ severity }) => severity === "error");
  // A file that is not read may be what is missed.
  if (errors.length > 0 || estate === undefined || planned === undefined)
    throw new PolicyError(found.filter((one) => errors.includes(one) || diagnostics.includes(one)));
  // Of an estate that was only looked for, policies that were not read may use what these do not.
  const warnings = found.filter(({ at }) => !unnamed.includes(at.file));
  return { plan: planned.plan, estate, policies, warnings };
}

const SHIPPED = { path: "zonekeep/zones.lock.json", text: JSON.stringify(shippedZones) };

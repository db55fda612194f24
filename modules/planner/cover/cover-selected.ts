import { compareText } from "../../core/source-order.ts";
import type { SiteId } from "../../policy/policy.ts";
import type { PlannedRun } from "../planned-runs.ts";
import type { InventoryResource, SelectedKind } from "./inventory.ts";
import type { Refuse } from "./refuse.ts";

interface Base {
  readonly kind: SelectedKind;
  readonly arn: string;
  readonly name: string;
  readonly region: SiteId;
}

/** Whose run takes it. */
interface TakenBy {
  readonly policy: string;
  readonly site: SiteId;
}

export type SelectedCoverage =
  | (Base & { readonly status: "protected"; readonly by: readonly TakenBy[] })
  | (Base & {
      readonly status: "excluded";
      readonly policy: string;
      readonly glob: string;
      readonly reason?: string;
    })
  | (Base & { readonly status: "unprotected"; readonly nearest: readonly Nearest[] });

/** A policy, and what it lacks to take a resource. */
export interface Nearest {
  readonly policy: string;
  readonly why: readonly string[];
}

/** Runs as a resource sees them. */
export interface RunsAround {
  /** Those of its region. */
  readonly here: readonly PlannedRun[];
  /** One of each policy, wherever it is. */
  readonly anywhere: readonly PlannedRun[];
}

/**
 * What policies select by tags and names. Protected by every run of its region that takes it. Excluded where a policy would take it but for its `exclude`; an
 * exclusion with a reason counts before one without.
 */
export function coverSelected(
  item: InventoryResource<SelectedKind>,
  { here, anywhere }: RunsAround,
  refusal: Refuse,
): SelectedCoverage {
  const { kind, arn, name, region } = item;
  const base = { kind, arn, name, region };
  const asked = here.map((run): Asked => ({ run, ...refusal(run, item) }));
  const willing = asked.filter(({ unmet }) => unmet.length === 0);
  const by = willing
    .filter(({ excludedBy }) => excludedBy.length === 0)
    .map(({ run }) => ({ policy: run.policy.name, site: run.unit.site }));
  if (by.length > 0) return { ...base, status: "protected", by: by.sort(byPolicy) };

  const exclusions = willing
    .flatMap(({ run: { policy }, excludedBy }) =>
      policy.select.exclude
        .filter((one) => excludedBy.includes(one.name))
        .map(({ name: glob, reason }) => ({
          policy: policy.name,
          glob,
          ...(reason !== undefined && { reason }),
        })),
    )
    .sort((a, b) => compareText(a.policy, b.policy) || compareText(a.glob, b.glob));
  const excluded = exclusions.find(({ reason }) => reason !== undefined) ?? exclusions[0];
  if (excluded !== undefined) return { ...base, status: "excluded", ...excluded };

  const present = new Set(here.map(({ policy }) => policy.name));
  const absent = anywhere.filter(({ policy }) => !present.has(policy.name));
  const elsewhere = absent.map((run): Asked => {
    const { unmet, excludedBy } = refusal(run, item);
    return { run, unmet: [`it does not run in ${region}`, ...unmet], excludedBy };
  });
  return { ...base, status: "unprotected", nearest: nearestOf([...asked, ...elsewhere]) };
}

interface Asked extends ReturnType<Refuse> {
  readonly run: PlannedRun;
}

/** Policies told when several lack equally little. */
const MAX_TOLD = 3;

/** The policies that lack least, each once. */
function nearestOf(asked: readonly Asked[]): Nearest[] {
  const lacks = ({ unmet, excludedBy }: Asked): number => unmet.length + excludedBy.length;
  const min = asked.reduce((few, one) => Math.min(few, lacks(one)), Number.POSITIVE_INFINITY);
  const nearest = new Map<string, Nearest>();
  for (const one of asked) {
    const policy = one.run.policy.name;
    if (lacks(one) !== min || nearest.has(policy)) continue;
    nearest.set(policy, {
      policy,
      why: [...one.unmet, ...one.excludedBy.map((glob) => `exclude has ${glob}`)],
    });
  }
  return [...nearest.values()].sort((a, b) => compareText(a.policy, b.policy)).slice(0, MAX_TOLD);
}

function byPolicy(a: TakenBy, b: TakenBy): number {
  return compareText(a.policy, b.policy) || compareText(a.site, b.site);
}

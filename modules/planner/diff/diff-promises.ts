import { formatDuration } from "../../core/duration.ts";
import type { PolicyPlan } from "../plan.ts";
import { diffStayIn } from "./diff-stay-in.ts";
import { type BlockDifference, less, members, more, other, quoted, was } from "./difference.ts";

const NEVER = Number.POSITIVE_INFINITY;

/** What a policy promises beside its points: goals, proofs, who hears of it. What is not promised counts as least. */
export function diffPromises(before: PolicyPlan, after: PolicyPlan): BlockDifference[] {
  return [
    ...other("owner", before.owner, after.owner, `owned by ${was(before.owner, after.owner, quoted)}`),
    ...diffStayIn(before.stayIn, after.stayIn),
    ...diffHold(before.hold, after.hold),
    ...diffObjectives(before.objectives, after.objectives),
    ...diffDrill(before.drill, after.drill),
    ...members(
      "alerts.notify",
      before.alerts?.notify ?? [],
      after.alerts?.notify ?? [],
      {
        gained: (names) => `${names} is told of runs too`,
        lost: (names) => `${names} is no longer told of runs`,
      },
      "widens",
    ),
    ...members(
      "alerts.on",
      before.alerts?.on ?? [],
      after.alerts?.on ?? [],
      {
        gained: (kinds) => `tells of runs that are ${kinds} too`,
        lost: (kinds) => `no longer tells of runs that are ${kinds}`,
      },
      "widens",
    ),
    ...members("compliance", before.compliance?.frameworks ?? [], after.compliance?.frameworks ?? [], {
      gained: (names) => `meets ${names} too`,
      lost: (names) => `no longer has to meet ${names}`,
    }),
    ...diffEncryption(before.encryption?.key, after.encryption?.key),
    ...diffCost(before.cost, after.cost),
  ];
}

/** Who may use the other key reads what is kept from then on. */
function diffEncryption(before: string | undefined, after: string | undefined): BlockDifference[] {
  if (before === after) return [];
  const what = `encryption key: ${was(before, after, String, "each site's own")}; points made before keep theirs`;
  return [{ class: "widens", path: "encryption", what }];
}

function diffHold(before: PolicyPlan["hold"], after: PolicyPlan["hold"]): BlockDifference[] {
  if (before === undefined || after === undefined) {
    const what = `legal hold: ${was(before?.reason, after?.reason, quoted)}`;
    return more("hold", before ? 1 : 0, after ? 1 : 0, what);
  }
  return [
    ...other(
      "hold.reason",
      before.reason,
      after.reason,
      `legal hold: ${was(before.reason, after.reason, quoted)}`,
    ),
    ...more(
      "hold.until",
      dayNumber(before.until),
      dayNumber(after.until),
      `legal hold until ${was(before.until, after.until, String, "it is taken away")}`,
    ),
  ];
}

/** Days in order, open end last. */
function dayNumber(day: string | undefined): number {
  return day === undefined ? NEVER : Date.parse(day);
}

function diffObjectives(
  before: PolicyPlan["objectives"],
  after: PolicyPlan["objectives"],
): BlockDifference[] {
  const span = (path: "rpo" | "rto", what: string): BlockDifference[] => {
    const [old, now] = [before?.[path], after?.[path]];
    const said =
      now === undefined
        ? `no longer promises an ${path} (was ${formatDuration(old ?? 0)})`
        : `${what} ${was(old, now, formatDuration, "no promise")}`;
    return less(`objectives.${path}`, old ?? NEVER, now ?? NEVER, said);
  };
  const survive = was(before?.survive, after?.survive, String, "no promise");
  return [
    ...span("rpo", "may lose changes of at most"),
    ...span("rto", "answers again elsewhere within"),
    ...more(
      "objectives.survive",
      before?.survive ?? 0,
      after?.survive ?? 0,
      `survives the loss of regions: ${survive}`,
    ),
  ];
}

function diffDrill(before: PolicyPlan["drill"], after: PolicyPlan["drill"]): BlockDifference[] {
  return [
    ...less(
      "drill.every",
      before?.every ?? NEVER,
      after?.every ?? NEVER,
      after === undefined
        ? `no longer drills (was every ${formatDuration(before?.every ?? 0)})`
        : `drills every ${was(before?.every, after.every, formatDuration, "no drill")}`,
    ),
    ...(before === undefined || after === undefined
      ? []
      : other(
          "drill.site",
          before.site,
          after.site,
          `drills in ${was(before.site, after.site, String, "the first copy")}`,
        )),
  ];
}

/** What is spent protects nothing; a lower limit refuses a plan, and weakens none. */
function diffCost(before: PolicyPlan["cost"], after: PolicyPlan["cost"]): BlockDifference[] {
  const fields = [
    ["limit", "may cost a month, in dollars:", before.limit, after.limit],
    ["functions", "estimated with functions at each site:", before.functions, after.functions],
    ["package-size", "estimated with bytes of a package:", before.packageSize, after.packageSize],
    ["changes", "estimated with deployments of a function a month:", before.changes, after.changes],
  ] as const;
  return fields.flatMap(([key, what, old, now]) =>
    other(`cost.${key}`, old, now, `${what} ${was(old, now, String, "no limit")}`),
  );
}

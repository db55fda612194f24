import type { SourcePos } from "../../core/diagnostic.ts";
import { formatDuration, MINUTES_A_DAY, sayDuration } from "../../core/duration.ts";
import { comparePos, compareText, uniqueSorted } from "../../core/source-order.ts";
import type { Origin } from "../../policy/policy.ts";
import { nearestOf } from "../place-of.ts";
import type { Plan, PolicyPlan, ScheduleUnit, VaultUnit } from "../plan.ts";
import { retentionDays } from "../retention-days.ts";
import { writtenValues } from "./written-values.ts";

/** One effective value of a policy. */
export interface Value {
  /** `schedule.every`; of what follows from several values, `exposure.remote`. */
  readonly key: string;
  readonly value: string;
  readonly from: Origin | "derived";
  /** Where it was written. Of a default, the place that could override it; of what is derived, one that decides it. */
  readonly at: SourcePos;
}

/** Every value of a policy, those that nobody wrote too, and then what follows from them. */
export function policyValues(plan: Plan, policy: PolicyPlan): Value[] {
  const written = writtenValues(policy).map(
    ([key, value]): Value => ({ key, value, ...originOf(policy, key) }),
  );
  return [...written.slice(0, 1), ...sites(plan, policy), ...written.slice(1), ...derived(plan, policy)];
}

type Place = Pick<Value, "from" | "at">;

/** Keys that may be left out where their block holds nothing else: `retention: 35d`. */
const SHORT: Readonly<Record<string, string>> = { "retention.keep": "retention", "lock.mode": "lock" };

/** What a copy does not say is as at the source. */
const AT_SOURCE: Readonly<Record<string, string>> = {
  "cold-after": "retention.cold-after",
  keep: "retention.keep",
  lock: "lock.mode",
};

function originOf(policy: PolicyPlan, key: string): Place {
  const { origins, because } = policy;
  const written = origins[key];
  if (written !== undefined) return written;
  const short = SHORT[key];
  const block = short === undefined ? undefined : origins[short];
  if (block !== undefined && !Object.keys(origins).some((path) => path.startsWith(`${short}.`))) return block;
  const source = AT_SOURCE[/^copies\..*\.([a-z-]+)$/.exec(key)?.[1] ?? ""];
  if (source !== undefined) return originOf(policy, source);
  return { from: "default", at: nearestOf(origins, key)?.at ?? because };
}

/** Each site with the term that means it, be it a name, a set or a glob. */
function sites({ stacks }: Plan, { name, because, schedule }: PolicyPlan): Value[] {
  return stacks
    .flatMap(({ site, region, units }) =>
      units
        .filter((unit): unit is ScheduleUnit => unit.kind === "schedule" && unit.policy === name)
        .map((unit) => {
          const terms = unit.because.filter((at) => comparePos(at, because) !== 0);
          return {
            key: `sites.${site}`,
            value: `${site === region ? "region" : `edge zone of ${region}`}, ${runs(unit, schedule.timeZone)}`,
            from: "policy" as const,
            at: terms[0] ?? because,
          };
        }),
    )
    .sort((a, b) => compareText(a.key, b.key));
}

function runs({ times }: ScheduleUnit, timeZone: string): string {
  if ("rate" in times) return `runs every ${formatDuration(times.rate)}`;
  return `runs at ${times.cron}${timeZone === "UTC" ? "" : ` ${timeZone}`}`;
}

function derived({ stacks }: Plan, policy: PolicyPlan): Value[] {
  const { interval, window, replication, local, remote } = policy.exposure;
  const sum = `${sayDuration(interval)} interval + ${sayDuration(window)} window`;
  const { at } = originOf(policy, "schedule");
  const kept = originOf(policy, "retention.keep").at;
  const held = new Set(uniqueSorted([...policy.sites, ...policy.copies.map(({ to }) => to)]));
  const vaults = stacks
    .flatMap(({ units }) =>
      units.filter((unit): unit is VaultUnit => unit.kind === "vault" && held.has(unit.site)),
    )
    .sort((a, b) => compareText(a.site, b.site));
  const { mode } = policy.lock;
  const days = (count: number): string => formatDuration(count * MINUTES_A_DAY);
  return [
    { key: "exposure.local", value: `${sum} = ${sayDuration(local)}`, from: "derived", at },
    {
      key: "exposure.remote",
      value:
        remote === undefined
          ? "everything: there is no copy"
          : `${sum} + ${sayDuration(replication)} replication = ${sayDuration(remote)}`,
      from: "derived",
      at,
    },
    ...(mode === "governance"
      ? []
      : [
          {
            key: "lock.ends",
            value: `when a point is ${days(retentionDays(policy.retention))} old: nobody can end it before, root included, and it is paid for until then`,
            from: "derived" as const,
            at: originOf(policy, "lock.mode").at,
          },
        ]),
    ...vaults.map(
      ({ site, minDays, maxDays, lock }): Value => ({
        key: `vaults.${site}`,
        value: `${minDays === maxDays ? days(minDays) : `${days(minDays)} to ${days(maxDays)}`}, lock ${lock}`,
        from: "derived",
        at: kept,
      }),
    ),
  ];
}

import type { Plan, PolicyPlan, StackPlan, Unit } from "../planner/plan.ts";
import type { LockMode } from "../policy/policy.ts";
import { describeBudgets } from "./describe-budgets.ts";
import { describeRetention, describeTiming } from "./describe-promises.ts";
import { table } from "./table.ts";
import type { Line, Part } from "./text.ts";
import { count } from "./words.ts";

/** What must exist, for a person: the stacks with their counts, then every unit with the line that asked for it. */
export function describePlan(plan: Plan): Line[] {
  const { account, partition, stacks } = plan;
  const policies = new Map(plan.policies.map((policy) => [policy.name, policy]));
  const units = stacks.flatMap((stack) => stack.units);
  return [
    `account ${account}, partition ${partition}: ${count(stacks.length, "stack")}, ${count(units.length, "unit")}`,
    "",
    ...table(["STACK", "REGION", "WAVE", "UNITS", "HOLDS"], stacks.map(stackRow)),
    "",
    ...table(
      ["UNIT", "WHAT", "BECAUSE"],
      units.map((unit) => [unit.id, describeUnit(unit, policies), because(unit)]),
    ),
    ...describeBudgets(plan),
  ];
}

function stackRow({ id, region, wave, units, retiredUntil }: StackPlan): Line[] {
  const kinds = new Map<string, number>();
  for (const { kind } of units) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const held = [...kinds]
    .map(([kind, many]) => (many === 1 ? kind : `${many} ${MANY[kind] ?? kind}`))
    .join(", ");
  const holds = retiredUntil === undefined ? held : `${held}; retired, kept until ${retiredUntil}`;
  return [id, region, String(wave), String(units.length), holds];
}

const MANY: Readonly<Record<string, string>> = { schedule: "schedules", copy: "copies" };

/** What a unit does, in a few words. */
export function describeUnit(unit: Unit, policies: ReadonlyMap<string, PolicyPlan>): Line {
  switch (unit.kind) {
    case "key":
      return "encrypts what the site keeps";
    case "vault":
      return [`keeps ${days(unit.minDays, unit.maxDays)}, lock `, lock(unit.lock)];
    case "store":
      return "recovery points";
    case "runners":
      return "discover, capture, summarise";
    case "zone-role":
      return `writes this zone's points in ${unit.parent}`;
    case "standby":
      return unit.passRoles.length === 0
        ? "restores; may pass no role"
        : `restores; may pass ${unit.passRoles.join(", ")}`;
    case "alarm":
      return unit.notify.length === 0 ? "tells nobody yet" : `tells ${unit.notify.join(", ")}`;
    case "schedule": {
      const policy = policies.get(unit.policy);
      if (policy === undefined) return unit.policy;
      const copies = unit.copies.length === 0 ? "no copy" : `copies to ${unit.copies.join(", ")}`;
      return [
        `${describeTiming(policy.schedule)}, ${describeRetention(policy.retention)}, ${copies}, lock `,
        lock(policy.lock.mode),
      ];
    }
    case "copy":
      return `everything to ${unit.to}`;
  }
}

function lock(mode: LockMode): Part {
  return mode === "compliance" ? { text: "compliance (irreversible)", style: "yellow" } : mode;
}

/** The first line that asked for something, and how many more did. */
export function because({ because: [first, ...rest], moreLines = 0 }: Unit): string {
  if (first === undefined) return "";
  const others = rest.length + moreLines;
  return `${first.file}:${first.line}:${first.col}${others === 0 ? "" : ` and ${others} more`}`;
}

function days(least: number, most: number): string {
  return least === most ? `${least} d` : `${least} to ${most} d`;
}

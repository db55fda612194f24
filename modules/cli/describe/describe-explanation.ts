import { formatPos } from "../../core/diagnostic.ts";
import type { Explanation } from "../../planner/explain/explain.ts";
import type { Meeting } from "../../planner/explain/meetings.ts";
import type { Value } from "../../planner/explain/policy-values.ts";
import type { Plan, StackPlan } from "../../planner/plan.ts";
import { table } from "../terminal/table.ts";
import { type Line, partsOf } from "../terminal/text.ts";
import { count } from "../terminal/words.ts";
import { because, describeUnit } from "./describe-plan.ts";
import { quote, type ReadLines } from "./source-lines.ts";

/** What a plan knows of one thing, for a person; the lines of its policies are quoted from `read`. */
export function describeExplanation(explanation: Explanation, plan: Plan, read: ReadLines): Line[] {
  const policies = new Map(plan.policies.map((policy) => [policy.name, policy]));
  switch (explanation.kind) {
    case "policy":
      return table(["KEY", "VALUE", "FROM", "LINE"], explanation.values.map(valueRow));
    case "site":
    case "stack": {
      const { stacks } = explanation;
      const units = stacks.flatMap((stack) => stack.units);
      return [
        ...stacks.map(stackLine),
        "",
        ...table(
          ["UNIT", "WHAT", "BECAUSE"],
          units.map((unit) => [unit.id, describeUnit(unit, policies), because(unit)]),
        ),
        "",
        ...meetingLines(explanation.policies),
      ];
    }
    case "unit": {
      const { unit, stack } = explanation;
      return [
        [`${unit.id}: `, ...partsOf(describeUnit(unit, policies)), `; in stack ${stack}`],
        "",
        ...unit.because.flatMap((at) => [`asked for by ${formatPos(at)}`, ...quote(at, read, "dim")]),
        ...(unit.moreLines === undefined ? [] : [`and of ${count(unit.moreLines, "more line")}`]),
        "",
        ...meetingLines(explanation.policies),
      ];
    }
  }
}

function valueRow({ key, value, from, at }: Value): Line[] {
  const faded = from === "default" ? { text: from, style: "dim" as const } : from;
  return [key, value, faded, formatPos(at)];
}

function stackLine({ id, region, wave, dependsOn, retiredUntil }: StackPlan): string {
  const after = dependsOn.length === 0 ? "" : `, after ${dependsOn.join(", ")}`;
  const retired = retiredUntil === undefined ? "" : `, retired and kept until ${retiredUntil}`;
  return `stack ${id} in ${region}: wave ${wave}${after}${retired}`;
}

function meetingLines(meetings: readonly Meeting[]): Line[] {
  if (meetings.length === 0) return ["no policy runs here or sends copies here"];
  return table(
    ["POLICY", "RUNS AT", "COPIES FROM"],
    meetings.map(({ policy, runsAt, copiesFrom }) => [policy, runsAt.join(", "), copiesFrom.join(", ")]),
  );
}

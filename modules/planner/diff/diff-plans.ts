import { compareText } from "../../core/source-order.ts";
import type { DateText } from "../../policy/policy.ts";
import type { Plan, StackPlan } from "../plan.ts";
import { affectedStacks } from "./affected-stacks.ts";
import { CHANGE_CLASSES, type Change } from "./change.ts";
import { diffEstate } from "./diff-estate.ts";
import { diffPolicies } from "./diff-policies.ts";
import { diffSites } from "./diff-sites.ts";
import { listed } from "./difference.ts";
import { leavingStacks } from "./leaving-stacks.ts";

/**
 * What is different for a person, worst first; within a class by subject and path. Pure. Empty for the same plan.
 * `today` is a day in UTC; without it no day counts as past.
 */
export function diffPlans(before: Plan, after: Plan, today?: DateText): Change[] {
  const affected = affectedStacks(before, after);
  const leaving = leavingStacks(before, after);
  const touched = [...affected, ...leaving];
  const found = [
    ...diffEstate(before, after, affected),
    ...diffSites(before, after, touched, today),
    ...diffPolicies(before, after, touched, today),
  ];
  const ofAll = found.filter(({ subject, path }) => subject.kind === "estate" && OF_ALL.includes(path));
  const told = new Set(found.flatMap((one) => (ofAll.includes(one) ? [] : one.stacks)));
  const moved = new Set(ofAll.flatMap(({ stacks }) => stacks));
  const untold = (stacks: readonly StackPlan[]): StackPlan[] => stacks.filter(({ id }) => !told.has(id));
  const rest = [
    ...untold(affected)
      .map((stack) => unexplained(stack, before))
      .filter((one) => one.class === "weakens" || !moved.has(one.subject.id)),
    ...untold(leaving).map(leaves),
  ];
  return [...found, ...rest].sort(
    (a, b) =>
      CHANGE_CLASSES.indexOf(a.class) - CHANGE_CLASSES.indexOf(b.class) ||
      compareText(a.subject.kind, b.subject.kind) ||
      compareText(a.subject.id, b.subject.id) ||
      compareText(a.path, b.path) ||
      compareText(a.what, b.what),
  );
}

/** What makes every stack otherwise explains that it is, and not what a stack lacks. */
const OF_ALL: readonly string[] = ["account", "partition", "state", "zonekeep"];

/** A stack that is made otherwise though nothing promised differs: a plan of another version of zonekeep. */
function unexplained(stack: StackPlan, before: Plan): Change {
  const old = before.stacks.find(({ id }) => id === stack.id)?.units ?? [];
  const lost = old.filter(({ id }) => !stack.units.some((unit) => unit.id === id)).map(({ id }) => id);
  const because = stack.units[0]?.because[0];
  return {
    subject: { kind: "stack", id: stack.id },
    class: lost.length > 0 ? "weakens" : "changes",
    path: "",
    what: lost.length > 0 ? `loses ${listed(lost)}` : "is made otherwise, of the same promises",
    ...(because && { because }),
    gone: false,
    stacks: [stack.id],
  };
}

function leaves({ id, units }: StackPlan): Change {
  const because = units[0]?.because[0];
  return {
    subject: { kind: "stack", id },
    class: units.length > 0 ? "weakens" : "changes",
    path: "",
    what: "leaves the plan",
    ...(because && { because }),
    gone: true,
    stacks: [id],
  };
}

import { BOUNDS_VARIABLE, type RunnerBounds } from "../contract/bounds.ts";
import { SIGNING_VARIABLES } from "../contract/signing.ts";
import type { StackPlan } from "../planner/plan.ts";
import { pinsText } from "../recovery/signing/told-pins.ts";
import type { Runner } from "./names.ts";
import { unitsOf } from "./stacks/units.ts";

/** Characters of all variables of a function together. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const ROOM = 4_000;

/** What a region's runners are told by their stack alone: bounds, which key signs, and the pinned keys. No secrets. */
export function runnerVariables(
  runner: Runner,
  stack: Pick<StackPlan, "region" | "units">,
  bounds: RunnerBounds,
): Readonly<Record<string, string>> {
  if (runner === "discover") return { [BOUNDS_VARIABLE]: JSON.stringify(bounds) };
  const { asked: _, ...others } = bounds;
  const always = { [BOUNDS_VARIABLE]: JSON.stringify(others) };
  const [{ generation } = {}] = unitsOf(stack, "runners");
  const variables = {
    ...always,
    ...(generation !== undefined && { [SIGNING_VARIABLES.generation]: String(generation) }),
  };
  if (runner === "summarise") return variables;
  const pinned = unitsOf(stack, "standby")
    .flatMap(({ signers = [] }) => signers)
    .filter(({ region }) => region === stack.region);
  const taken = [...Object.entries(variables).flat(), SIGNING_VARIABLES.pinned].join("").length;
  const pins = pinsText(pinned, ROOM - taken);
  return { ...variables, ...(pins !== undefined && { [SIGNING_VARIABLES.pinned]: pins }) };
}

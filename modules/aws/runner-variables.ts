import { BOUNDS_VARIABLE, type RunnerBounds, type RunnerMarks } from "../contract/bounds.ts";
import { SIGNING_VARIABLES } from "../contract/signing.ts";
import { SOURCE_REVISION_VARIABLE } from "../contract/source-revision.ts";
import type { StackPlan } from "../planner/plan.ts";
import { hashOfJson } from "../recovery/bytes.ts";
import { pinsText } from "../recovery/signing/told-pins.ts";
import type { Runner } from "./names.ts";
import { unitsOf } from "./stacks/units.ts";

/**
 * Bytes of all variables of a function together, as Lambda measures them: their JSON, in which each quote in a value is two.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const ROOM = 4_096;

type Variables = Readonly<Record<string, string>>;

/** What a region's runners are told by their stack alone: bounds, which key signs, and the pinned keys. No secrets. */
export function runnerVariables(
  runner: Runner,
  stack: Pick<StackPlan, "region" | "units">,
  bounds: RunnerBounds & RunnerMarks,
): Variables {
  const { asked: _, pauses: __, ...others } = bounds;
  if (runner === "discover") {
    const handed = handedMarks(bounds);
    return told(handed === undefined ? bounds : { ...others, marks: hashOfJson(handed) });
  }
  const [{ generation, sourceRevision } = {}] = unitsOf(stack, "runners");
  const variables: Variables = {
    ...told(others),
    ...(generation !== undefined && { [SIGNING_VARIABLES.generation]: String(generation) }),
  };
  if (runner === "summarise") return variables;
  const rule: Variables =
    sourceRevision === undefined ? {} : { [SOURCE_REVISION_VARIABLE]: JSON.stringify(sourceRevision) };
  const pinned = unitsOf(stack, "standby")
    .flatMap(({ signers = [] }) => signers)
    .filter(({ region }) => region === stack.region);
  const withPins = (pins: string): Variables => ({
    ...variables,
    ...rule,
    [SIGNING_VARIABLES.pinned]: pins,
  });
  const pins = pinsText(pinned, (text) => hasRoom(withPins(text)));
  return pins === undefined ? { ...variables, ...rule } : withPins(pins);
}

/** The marks that discover's environment has no room for: the state machine hands them over with each run. */
export function handedMarks(bounds: RunnerBounds & RunnerMarks): RunnerMarks | undefined {
  const { pauses, asked } = bounds;
  return hasRoom(told(bounds)) ? undefined : { pauses, asked };
}

function told(bounds: RunnerBounds): Variables {
  return { [BOUNDS_VARIABLE]: JSON.stringify(bounds) };
}

function hasRoom(variables: Variables): boolean {
  return Buffer.byteLength(JSON.stringify(variables)) <= ROOM;
}

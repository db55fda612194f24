import type { Blocked } from "../protectors/blocked.ts";
import type { ThingPlan } from "../protectors/protector.ts";
import { CircleError, inWaves, type Ordered } from "./order.ts";

interface Planned extends Ordered {
  readonly plan: ThingPlan;
}

/** Of things that need each other in a circle, those that only stay as they are hold up nobody. */
export function plannedWaves<Thing extends Planned>(
  planned: readonly Thing[],
): {
  readonly waves: Thing[][];
  readonly circle: readonly Blocked[];
} {
  const still = planned.filter(({ plan }) => staysAsItIs(plan));
  const moving = planned.filter((one) => !still.includes(one));
  let circle: readonly string[] = [];
  for (const inOrder of [() => inWaves(planned), () => [still, ...inWaves(moving)]])
    try {
      return { waves: inOrder(), circle: [] };
    } catch (error) {
      if (!(error instanceof CircleError)) throw error;
      circle = error.arns;
    }
  const [first] = circle;
  const message = `each of these needs the next one first, and the last one needs the first: ${circle.join(", ")}`;
  const hint =
    `make ${first} by hand, by its name and with its defaults; restore the others of them, each alone (--alone), ` +
    "from the last to the second; then that one with --alone --replace";
  return { waves: [[...planned]], circle: [{ because: "inexpressible", message, hint }] };
}

function staysAsItIs({ live, steps }: ThingPlan): boolean {
  return live === "there" && steps.length > 0 && steps.every(({ effect }) => effect === "keep");
}

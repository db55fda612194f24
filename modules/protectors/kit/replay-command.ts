import type { ThingId } from "../../contract/kinds.ts";
import { thingName } from "../../core/thing-name.ts";
import { parsePointKey } from "../../recovery/layout.ts";
import type { PlanRequest } from "../protector.ts";

/** The command that puts again what a point holds of a thing; `to`: options that say into what, where the name alone does not. */
export function replayCommand(
  { point, target }: Pick<PlanRequest<unknown>, "point" | "target">,
  thing: ThingId,
  to: readonly string[] = [],
): string {
  const { prefix = "", run = "latest" } = parsePointKey(point) ?? {};
  const [, site] = prefix.split("/");
  return [
    `npx zonekeep replay ${thingName(thing)} --point ${run}`,
    ...(site ? [`--site ${site}`] : []),
    `--region ${target.region}`,
    ...to,
  ].join(" ");
}

import type { AtArm } from "../../parts.ts";
import type { Draft } from "./draft.ts";
import { sourceLabel } from "./mapping-settings.ts";
import { mappingPart } from "./parts.ts";

/** What arming enables, as the plan shows it. */
export function mappingsAtArm({ document, skip, away }: Draft): AtArm[] {
  const isAway = (part: string): boolean => skip.has(part) || away.some((one) => one.part === part);
  return document.mappings
    .filter((mapping) => mapping.enabled && !isAway(mappingPart(mapping)))
    .map(({ settings }) => ({
      title: `enable the mapping from ${sourceLabel(settings)}`,
      call: "lambda:UpdateEventSourceMapping",
      effect: "create",
    }));
}

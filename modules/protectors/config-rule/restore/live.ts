import { attemptOrNone } from "../../kit/attempt.ts";
import { sameJson } from "../../kit/canonical.ts";
import { RestoreError } from "../../kit/restore-error.ts";
import type { PlanPorts } from "../../protector.ts";
import { samePlace } from "../arn.ts";
import type { ConfigRuleDocument, ConfigRuleSettings } from "../document.ts";
import { formOf } from "../form.ts";
import { type ConfigRuleReads, READ, type ReadConfigRule, readConfigRule } from "../read.ts";

type Ports = ConfigRuleReads & Pick<PlanPorts, "sleep">;

/** `undefined` when none has this name. Any other answer than a full one throws. */
export async function liveConfigRule(
  ports: Ports,
  { name, arn }: Pick<ConfigRuleDocument, "name" | "arn">,
  again?: string,
): Promise<ReadConfigRule | undefined> {
  const what = { resource: `config rule ${name}`, call: READ, ...(again !== undefined && { again }) };
  const live = await attemptOrNone(ports.sleep, what, () => readConfigRule(ports, name));
  if (live !== undefined && !samePlace(live.arn, arn))
    throw new RestoreError(
      what.resource,
      READ,
      `it answered for ${live.arn}, not for one beside ${arn}`,
      "use credentials and a region of the destination",
    );
  return live;
}

/** Whether the function, scope and all else are the same, whatever the tags. */
export function isSame(wanted: ConfigRuleSettings, live: ReadConfigRule): boolean {
  return sameJson(formOf(wanted), formOf(live.settings));
}

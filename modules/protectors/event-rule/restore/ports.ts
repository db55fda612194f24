import type { Presence } from "../../kit/presence.ts";
import type { PlanPorts } from "../../protector.ts";
import type { RuleReads } from "../read.ts";

export interface RuleRestorePorts extends RuleReads, Pick<PlanPorts, "sleep"> {
  readonly role: (arn: string) => Promise<Presence>;
}

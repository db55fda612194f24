import type { Presence } from "../../kit/presence.ts";
import type { PlanPorts } from "../../protector.ts";
import type { TopicRuleReads } from "../read.ts";

export interface TopicRuleRestorePorts extends TopicRuleReads, Pick<PlanPorts, "sleep"> {
  readonly role: (arn: string) => Promise<Presence>;
}

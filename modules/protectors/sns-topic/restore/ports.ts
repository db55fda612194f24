import type { Presence } from "../../kit/presence.ts";
import type { PlanPorts } from "../../protector.ts";
import type { TopicReads } from "../read.ts";

export interface TopicRestorePorts extends TopicReads, Pick<PlanPorts, "sleep"> {
  readonly key: (key: string) => Promise<Presence>;
  readonly role: (arn: string) => Promise<Presence>;
}

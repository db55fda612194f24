import type { Presence } from "../../kit/presence.ts";
import type { PlanPorts } from "../../protector.ts";
import type { QueueReads } from "../read.ts";

export interface QueueRestorePorts extends QueueReads, Pick<PlanPorts, "sleep"> {
  readonly key: (key: string) => Promise<Presence>;
}

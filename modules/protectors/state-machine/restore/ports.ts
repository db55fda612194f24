import type { Presence } from "../../kit/presence.ts";
import type { PlanPorts } from "../../protector.ts";
import type { MachineReads } from "../read.ts";

export interface MachineRestorePorts extends MachineReads, Pick<PlanPorts, "sleep"> {
  readonly role: (arn: string) => Promise<Presence>;
  readonly key: (key: string) => Promise<Presence>;
}

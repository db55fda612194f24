import type { Presence } from "../../kit/presence.ts";
import type { PlanPorts } from "../../protector.ts";
import type { StreamReads } from "../read.ts";

export interface StreamRestorePorts extends StreamReads, Pick<PlanPorts, "sleep"> {
  readonly key: (key: string) => Promise<Presence>;
}

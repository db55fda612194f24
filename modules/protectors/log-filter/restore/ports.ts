import type { Presence } from "../../kit/presence.ts";
import type { PlanPorts, PlanRequest } from "../../protector.ts";
import type { LogGroupDocument } from "../document.ts";
import type { LogReads } from "../read.ts";

export interface GroupRestorePorts extends LogReads, Pick<PlanPorts, "sleep"> {
  readonly key: (key: string) => Promise<Presence>;
  readonly role: (arn: string) => Promise<Presence>;
}

export type GroupRequest = PlanRequest<LogGroupDocument>;

import type { LogRole } from "../../kit/log-role.ts";
import type { Presence } from "../../kit/presence.ts";
import type { PlanPorts } from "../../protector.ts";
import type { ApiReads } from "../read.ts";

export interface ApiRestorePorts
  extends ApiReads,
    Pick<PlanPorts, "sleep" | "account" | "region" | "partition"> {
  /** Whether a role is there, by its ARN. */
  readonly role: (arn: string) => Promise<Presence>;
  readonly logRole: LogRole;
}

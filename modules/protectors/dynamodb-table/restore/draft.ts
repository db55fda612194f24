import type { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import type { TableDescription } from "@aws-sdk/client-dynamodb";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { Blocked } from "../../blocked.ts";
import type { Presence } from "../../kit/presence.ts";
import type { AtArm } from "../../parts.ts";
import type { PlannedStep, PlanPorts, PlanRequest } from "../../protector.ts";
import type { TableDocument, TableSettings } from "../document.ts";
import type { TableReads } from "../read.ts";

export interface TableRestorePorts
  extends TableReads,
    Pick<PlanPorts, "sleep" | "now" | "region" | "account" | "elsewhere"> {
  readonly scaling: Pick<ApplicationAutoScalingClient, "send">;
  readonly lambda: Pick<LambdaClient, "send">;
  readonly key: (key: string) => Promise<Presence>;
}

/** What is at the destination now. */
export interface LiveTable {
  readonly description: TableDescription;
  /** Absent while it is being made or deleted. */
  readonly settings?: TableSettings;
}

/** A plan in the making. */
export interface Draft {
  readonly ports: TableRestorePorts;
  readonly request: PlanRequest<TableDocument>;
  readonly live: LiveTable | undefined;
  /** What its writes are: of a table that a restore makes or has begun, those of its making. */
  readonly effect: "create" | "replace";
  readonly steps: PlannedStep[];
  readonly blocked: Blocked[];
  readonly warnings: string[];
  readonly parts: string[];
  readonly atArm: AtArm[];
}

import type { Blocked } from "../../blocked.ts";
import type { AtArm } from "../../parts.ts";
import type { PlannedStep, PlanRequest } from "../../protector.ts";
import type { GroupDocument, GroupSecrets, ListenerRule } from "../document.ts";
import type { GroupRestorePorts, LiveGroup } from "./live.ts";

/** A plan in the making. */
export interface Draft {
  readonly ports: GroupRestorePorts;
  readonly request: PlanRequest<GroupDocument, GroupSecrets>;
  /** Absent: no group has the name. */
  readonly live: LiveGroup | undefined;
  /** The rules whole, in the words of the destination as far as they are known. */
  readonly rules: readonly ListenerRule[];
  readonly steps: PlannedStep[];
  readonly blocked: Blocked[];
  readonly warnings: string[];
  readonly parts: string[];
  readonly leftOut: string[];
  readonly atArm: AtArm[];
}

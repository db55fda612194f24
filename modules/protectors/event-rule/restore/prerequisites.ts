import { uniqueSorted } from "../../../core/source-order.ts";
import type { Blocked } from "../../blocked.ts";
import { planRoleUse } from "../../kit/prerequisites.ts";
import type { PlannedStep, PlanRequest } from "../../protector.ts";
import { ruleId } from "../arn.ts";
import type { RuleDocument, RuleSecrets } from "../document.ts";
import { busLacks } from "./bus.ts";
import type { RuleRestorePorts } from "./ports.ts";

/** A plan in the making, as far as what a rule needs goes. */
export interface Needing {
  readonly ports: RuleRestorePorts;
  readonly request: PlanRequest<RuleDocument, RuleSecrets>;
  readonly steps: PlannedStep[];
  readonly blocked: Blocked[];
}

/** PutRule makes no bus. Where the rule is there, so is its bus. */
export async function planBus({ ports, request, blocked }: Needing): Promise<void> {
  const { document } = request.translation;
  const { bus, busArn } = document;
  if (busArn === undefined || request.together.has(busArn)) return;
  blocked.push(...(await busLacks(ports, bus, `event rule ${ruleId(document)}`)));
}

/** Roles that it calls by are used as they are. */
export async function planRoles(needing: Needing): Promise<void> {
  const { ports, request } = needing;
  const { document } = request.translation;
  const named = [document.settings, ...document.targets].flatMap(({ RoleArn: role }) =>
    typeof role === "string" ? role : [],
  );
  for (const role of uniqueSorted(named))
    await planRoleUse(needing, ports.role, role, `role ${role} of event rule ${ruleId(document)}`);
}

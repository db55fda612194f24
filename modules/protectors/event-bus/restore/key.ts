import type { Blocked } from "../../blocked.ts";
import { planKeyUse } from "../../kit/prerequisites.ts";
import type { Presence } from "../../kit/presence.ts";
import { isOwnKey } from "../../kit/translate/key.ts";
import type { PlannedStep, PlanPorts } from "../../protector.ts";
import type { BusDocument } from "../document.ts";
import type { BusReads } from "../read.ts";

export interface BusRestorePorts extends BusReads, Pick<PlanPorts, "sleep"> {
  readonly key: (key: string) => Promise<Presence>;
}

/** A key is used as it is. */
export async function planKey(
  ports: BusRestorePorts,
  { name, settings }: BusDocument,
  planning: { readonly steps: PlannedStep[]; readonly blocked: Blocked[] },
): Promise<void> {
  const { KmsKeyIdentifier: key = "" } = settings;
  if (typeof key !== "string" || key === "" || isOwnKey(key)) return;
  await planKeyUse(planning, ports.key, key, `key ${key} of event bus ${name}`);
}

import type { Blocked } from "../../blocked.ts";
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
  steps: PlannedStep[],
  blocked: Blocked[],
): Promise<void> {
  const { KmsKeyIdentifier: key = "" } = settings;
  if (typeof key !== "string" || key === "" || isOwnKey(key)) return;
  if ((await ports.key(key)) === "absent")
    blocked.push({
      because: "key",
      message: `key ${key} of event bus ${name} does not exist or is not enabled`,
      hint: "create or enable it first, or map it to one that is",
    });
  else steps.push({ title: `use key ${key}`, call: "kms:DescribeKey", effect: "keep" });
}

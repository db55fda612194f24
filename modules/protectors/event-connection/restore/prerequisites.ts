import type { Blocked } from "../../blocked.ts";
import { planKeyUse } from "../../kit/prerequisites.ts";
import { isOwnKey } from "../../kit/translate/key.ts";
import type { PlannedStep } from "../../protector.ts";
import type { ConnectionDocument } from "../document.ts";
import type { ConnectionRestorePorts } from "./live.ts";

/** A key is used as it is. */
export async function planKey(
  ports: ConnectionRestorePorts,
  { name, settings }: ConnectionDocument,
  planning: { readonly steps: PlannedStep[]; readonly blocked: Blocked[] },
): Promise<void> {
  const { KmsKeyIdentifier: key = "" } = settings;
  if (typeof key !== "string" || key === "" || isOwnKey(key)) return;
  await planKeyUse(planning, ports.key, key, `key ${key} of connection ${name}`);
}

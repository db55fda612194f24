import { uniqueSorted } from "../../../core/source-order.ts";
import type { Blocked } from "../../blocked.ts";
import { planKeyUse, planRoleUse } from "../../kit/prerequisites.ts";
import type { PlannedStep } from "../../protector.ts";
import type { LogGroupDocument } from "../document.ts";
import type { ReadGroup } from "../read.ts";
import type { GroupRestorePorts } from "./ports.ts";

/** A plan in the making. */
export interface Draft {
  readonly ports: GroupRestorePorts;
  readonly document: LogGroupDocument;
  readonly live: ReadGroup | undefined;
  /** What its writes are: of a group that a restore has begun, those of its making. */
  readonly effect: "create" | "replace";
  /** Words of `--skip`. */
  readonly skip: ReadonlySet<string>;
  readonly steps: PlannedStep[];
  readonly blocked: Blocked[];
  readonly warnings: string[];
}

/** A key is used as it is. */
export async function planKey(draft: Draft): Promise<void> {
  const { ports, document, live } = draft;
  const { kmsKeyId: key } = document.settings;
  if (key === undefined || key === live?.settings.kmsKeyId) return;
  await planKeyUse(draft, ports.key, String(key), `key ${String(key)} of log group ${document.name}`);
}

/** Roles by which Logs writes to streams, used as they are. */
export async function planRoles(draft: Draft): Promise<void> {
  const { ports, document } = draft;
  const roles = document.subscriptionFilters.flatMap(({ roleArn }) =>
    roleArn === undefined ? [] : String(roleArn),
  );
  for (const role of uniqueSorted(roles))
    await planRoleUse(draft, ports.role, role, `role ${role} of log group ${document.name}`);
}

/** No call makes these groups. */
export function faultOfName({ name }: LogGroupDocument): Blocked | undefined {
  if (/^[.\-_/#A-Za-z0-9]{1,512}$/.test(name) && !name.startsWith("aws/")) return undefined;
  return {
    because: "inexpressible",
    message: `${name} cannot be the name of a log group: it has letters, digits, periods, hyphens, underscores, slashes and #, 512 at most, and does not begin with aws/`,
    hint: "restore it under another name",
  };
}

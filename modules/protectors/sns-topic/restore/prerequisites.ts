import type { Blocked } from "../../blocked.ts";
import { planKeyUse, planRoleUse } from "../../kit/prerequisites.ts";
import { publicStatements } from "../../kit/public-statements.ts";
import { deletedWarnings } from "../../kit/resource-policy.ts";
import { isOwnKey } from "../../kit/translate/key.ts";
import type { PlannedStep } from "../../protector.ts";
import type { TopicDocument } from "../document.ts";
import type { LiveTopic } from "./live.ts";
import type { TopicRestorePorts } from "./ports.ts";

export interface Draft {
  readonly ports: TopicRestorePorts;
  readonly document: TopicDocument;
  readonly live: LiveTopic | undefined;
  /** Attributes that are written. */
  readonly writes: readonly string[];
  readonly steps: PlannedStep[];
  readonly blocked: Blocked[];
  readonly warnings: string[];
}

/** A key is used as it is. */
export async function planKey(draft: Draft): Promise<void> {
  const { ports, document, writes } = draft;
  const key = document.attributes.KmsMasterKeyId ?? "";
  if (!writes.includes("KmsMasterKeyId") || key === "" || isOwnKey(key)) return;
  await planKeyUse(draft, ports.key, key, `key ${key} of topic ${document.name}`);
}

/** Roles by which SNS tells of its deliveries, and those by which it writes to delivery streams. */
export async function planRoles(draft: Draft): Promise<void> {
  const { ports, document, writes } = draft;
  const own = writes.filter((name) => name.endsWith("RoleArn")).map((name) => document.attributes[name]);
  const streams = document.subscriptions.map(({ attributes }) => attributes.SubscriptionRoleArn);
  for (const role of new Set([...own, ...streams].filter((one) => one !== undefined && one !== "")))
    await planRoleUse(draft, ports.role, String(role), `role ${role} of topic ${document.name}`);
}

/** Statements that anybody may use come back only when that is said; those that are there already are no news. */
export function planPolicy({ document, live, writes, blocked, warnings }: Draft, allowPublic: boolean): void {
  const { name, policy } = document;
  if (policy === undefined || !writes.includes("Policy")) return;
  const resource = `topic ${name}`;
  warnings.push(...deletedWarnings(resource, policy));
  if (!allowPublic) blocked.push(...publicStatements(resource, policy, live?.settings.policy));
}

/** No call makes these topics. */
export function faultOfName({ name, attributes }: TopicDocument): Blocked | undefined {
  const fifo = attributes.FifoTopic === "true";
  const valid = name.length <= 256 && (fifo ? /^[A-Za-z0-9_-]+\.fifo$/ : /^[A-Za-z0-9_-]+$/).test(name);
  if (valid) return undefined;
  const [type, ending] = fifo ? ["a FIFO topic", " and the ending .fifo"] : ["a standard topic", ""];
  return {
    because: "inexpressible",
    message: `${name} cannot be the name of ${type}: it has letters, digits, hyphens and underscores${ending}, 256 at most`,
    hint: fifo ? `restore it as ${name.replace(/\.fifo$/, "")}.fifo` : "restore it under another name",
  };
}

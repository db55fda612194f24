import { parseArn } from "../../../core/arn.ts";
import { planKeyUse } from "../../kit/prerequisites.ts";
import { publicStatements } from "../../kit/public-statements.ts";
import { deletedWarnings } from "../../kit/resource-policy.ts";
import { isForbidden } from "../../kit/restore-error.ts";
import { isOwnKey } from "../../kit/translate/key.ts";
import type { PlanRequest } from "../../protector.ts";
import { deadLetterArn } from "../arn.ts";
import type { QueueDocument } from "../document.ts";
import type { Draft } from "./draft.ts";
import { urlOf } from "./live.ts";
import type { QueueRestorePorts } from "./ports.ts";

/** A key is used as it is. */
export async function planKey(draft: Draft): Promise<void> {
  const { ports, document, writes } = draft;
  const key = writes.KmsMasterKeyId ?? "";
  if (key === "" || isOwnKey(key)) return;
  await planKeyUse(draft, ports.key, key, `key ${key} of queue ${document.name}`);
}

/**
 * SQS takes no redrive policy to a queue that is not there. Returns the name of a dead-letter queue that the same restore
 * makes before.
 */
export async function planDeadLetterQueue(
  { ports, document, writes, blocked }: Draft,
  { together, translation }: PlanRequest<QueueDocument>,
): Promise<string | undefined> {
  const arn = (writes.RedrivePolicy ?? "") === "" ? undefined : deadLetterArn(document.redrivePolicy);
  const untranslated = translation.missing.some(({ path }) => path.startsWith("redrivePolicy."));
  if (arn === undefined || untranslated) return undefined;
  const { region, account, resource: name } = parseArn(arn);
  const isLike = name.endsWith(".fifo") === document.name.endsWith(".fifo");
  if (region !== document.region || account !== document.account || !isLike) {
    blocked.push({
      because: "inexpressible",
      message: `dead-letter queue ${arn} is not of ${document.region}, account ${document.account} and the type of queue ${document.name}`,
      hint: "map it to a queue that is",
    });
    return undefined;
  }
  if (await isThere(ports, name)) return undefined;
  if (together.has(arn)) return name;
  blocked.push({
    because: "incomplete",
    message: `dead-letter queue ${name} of queue ${document.name} is not there`,
    hint: `restore sqs-queue/${name} with it, or map it to a queue that is there`,
  });
  return undefined;
}

/** One that may not be asked about counts as there, as roles and keys do: its owner holds up no other queue. */
async function isThere(ports: QueueRestorePorts, name: string): Promise<boolean> {
  try {
    return (await urlOf(ports, name)) !== undefined;
  } catch (error) {
    if (isForbidden(error)) return true;
    throw error;
  }
}

/** Statements that anybody may use come back only when that is said; those that are there already are no news. */
export function planPolicy({ document, live, writes, blocked, warnings }: Draft, allowPublic: boolean): void {
  const resource = `queue ${document.name}`;
  if ("Policy" in writes || live === undefined) warnings.push(...deletedWarnings(resource, document.policy));
  if (allowPublic || (writes.Policy ?? "") === "") return;
  blocked.push(...publicStatements(resource, document.policy, live?.settings.policy));
}

import { parseArn } from "../../../core/arn.ts";
import { publicStatements } from "../../kit/public-statements.ts";
import { deletedIn } from "../../kit/resource-policy.ts";
import { isOwnKey } from "../../kit/translate/key.ts";
import type { PlanRequest } from "../../protector.ts";
import { deadLetterArn } from "../arn.ts";
import type { QueueDocument } from "../document.ts";
import type { Draft } from "./draft.ts";
import { urlOf } from "./live.ts";

/** A key is used as it is. */
export async function planKey({ ports, document, writes, steps, blocked }: Draft): Promise<void> {
  const key = writes.KmsMasterKeyId ?? "";
  if (key === "" || isOwnKey(key)) return;
  if ((await ports.key(key)) === "absent")
    blocked.push({
      because: "key",
      message: `key ${key} of queue ${document.name} does not exist or is not enabled`,
      hint: "create or enable it first, or map it to one that is",
    });
  else steps.push({ title: `use key ${key}`, call: "kms:DescribeKey", effect: "keep" });
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
  if ((await urlOf(ports, name)) !== undefined) return undefined;
  if (together.has(arn)) return name;
  blocked.push({
    because: "incomplete",
    message: `dead-letter queue ${name} of queue ${document.name} is not there`,
    hint: `restore sqs-queue/${name} with it, or map it to a queue that is there`,
  });
  return undefined;
}

/** Statements that anybody may use come back only when that is said; those that are there already are no news. */
export function planPolicy({ document, live, writes, blocked, warnings }: Draft, allowPublic: boolean): void {
  const deleted = deletedIn(document.policy);
  if (deleted.length > 0 && ("Policy" in writes || live === undefined))
    warnings.push(
      `the policy of queue ${document.name} names ${deleted.join(", ")}: roles or users that were deleted are left out`,
    );
  if (allowPublic || (writes.Policy ?? "") === "") return;
  for (const sid of publicStatements(document.policy, live?.settings.policy))
    blocked.push({
      because: "public",
      message: `statement ${sid} of the policy of queue ${document.name} lets anybody use it`,
      hint: "say --allow-public if that is meant",
    });
}

import { DescribeAccountSettingsCommand } from "@aws-sdk/client-kinesis";
import { attempt } from "../../kit/attempt.ts";
import { planKeyUse } from "../../kit/prerequisites.ts";
import { isOwnKey } from "../../kit/translate/key.ts";
import type { Draft } from "./draft.ts";

/** A key is used as it is. */
export async function planKey(draft: Draft): Promise<void> {
  const { ports, document, live, resource } = draft;
  const { keyId } = document;
  if (keyId === undefined || keyId === live?.summary.keyId || isOwnKey(keyId)) return;
  await planKeyUse(draft, ports.key, keyId, `key ${keyId} of ${resource}`);
}

/** What a stream takes at once is for accounts that have committed to a minimum; in another one it comes back without. */
export async function warmThroughput({
  ports,
  document,
  live,
  resource,
  warnings,
}: Draft): Promise<number | undefined> {
  const { warmThroughputMiBps: warm } = document;
  if (warm === undefined || warm === live?.summary.warmThroughputMiBps) return undefined;
  const what = { resource, call: "kinesis:DescribeAccountSettings" };
  const { MinimumThroughputBillingCommitment: commitment } = await attempt(ports.sleep, what, () =>
    ports.kinesis.send(new DescribeAccountSettingsCommand({})),
  );
  if (commitment?.Status?.startsWith("ENABLED")) return warm;
  warnings.push(
    `${resource} comes back without its warm throughput of ${warm} MiB/s: the account has no minimum throughput commitment (UpdateAccountSettings)`,
  );
  return undefined;
}

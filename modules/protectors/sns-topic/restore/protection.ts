import { PutDataProtectionPolicyCommand } from "@aws-sdk/client-sns";
import { attempt } from "../../kit/attempt.ts";
import { PROTECTION, textOf } from "../settings.ts";
import type { Draft } from "./prerequisites.ts";

/** What `--skip` calls it. */
export const PROTECTION_PART = "data-protection";

const CALL = "sns:PutDataProtectionPolicy";
const HINT =
  `allow ${CALL} to the role that restores, and run the restore again; an account that had no such policy before ` +
  `April 30, 2026 gets none from AWS: say --skip ${PROTECTION_PART}, and let what publishes take out what nobody may see ` +
  "(sns-message-data-protection-availability-change in the SNS Developer Guide)";

/** A step of its own, that nothing else waits for: AWS refuses such a policy to whoever is new to them. */
export function planProtection(
  { ports, document, writes, steps }: Draft,
  effect: "create" | "replace",
): void {
  if (!writes.includes(PROTECTION)) return;
  const { name, arn } = document;
  const what = { resource: `topic ${name}`, call: CALL, hint: HINT };
  steps.push({
    title: `set ${PROTECTION} of ${what.resource}`,
    call: CALL,
    effect,
    part: PROTECTION_PART,
    perform: async () => {
      const DataProtectionPolicy = textOf(PROTECTION, document, arn);
      await attempt(ports.sleep, what, () =>
        ports.sns.send(new PutDataProtectionPolicyCommand({ ResourceArn: arn, DataProtectionPolicy })),
      );
    },
  });
}

/** What is told of a live topic that may have the policy and does not say so. */
export function unreadProtection(name: string, why: string): string {
  return (
    `the data protection policy of topic ${name}: whether it is there cannot be read (${why}); allow ` +
    `sns:GetDataProtectionPolicy to the role that restores, or say --skip ${PROTECTION_PART}`
  );
}

import type { NameScope } from "../names.ts";
import { denyAll, type Statement } from "./statement.ts";

/**
 * Of every key of zonekeep. The account's IAM rules it, as in AWS's own default policy; without that a key can lock
 * everybody out. Its alias cannot be moved, since it is named by it. Nobody but the account's root user disables or deletes
 * it, as nobody deletes what it encrypts: who may change this policy first has to, and is told of.
 */
export function lastingKey({ partition, account }: NameScope): Statement[] {
  const everyone = { AWS: `arn:${partition}:iam::${account}:root` };
  return [
    { Sid: "Account", Effect: "Allow", Principal: everyone, Action: ["kms:*"], Resource: ["*"] },
    denyAll("AliasStays", ["kms:UpdateAlias", "kms:DeleteAlias"], ["*"]),
    denyAll("KeyStays", ["kms:DisableKey", "kms:ScheduleKeyDeletion"], ["*"], {
      ArnNotEquals: { "aws:PrincipalArn": everyone.AWS },
    }),
    // A policy that its own author could not change again would lock the key for everybody, as if it were deleted.
    // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
    denyAll("NobodyIsLockedOut", ["kms:PutKeyPolicy"], ["*"], {
      Bool: { "kms:BypassPolicyLockoutSafetyCheck": "true" },
    }),
  ];
}

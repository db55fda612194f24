import { dnsSuffix } from "../../core/dns-suffix.ts";
import type { SiteId } from "../../policy/policy.ts";
import type { NameScope } from "../names.ts";
import type { Statement } from "./statement.ts";

export interface KeyPlaces extends NameScope {
  readonly site: SiteId;
  readonly region: SiteId;
}

/**
 * The account's IAM rules the key, as in AWS's own default policy; without that a key can lock everybody out.
 * Logs use it only for what is zonekeep's. The alias cannot be moved, since other sites name the key by it. Nobody but
 * the account's root user disables or deletes it, as nobody deletes what it encrypts: who may change this policy first
 * has to, and is told of.
 */
export function keyPolicy({ partition, account, site, region }: KeyPlaces): Statement[] {
  const everyone = { AWS: `arn:${partition}:iam::${account}:root` };
  return [
    { Sid: "Account", Effect: "Allow", Principal: everyone, Action: ["kms:*"], Resource: ["*"] },
    {
      Sid: "AliasStays",
      Effect: "Deny",
      Principal: "*",
      Action: ["kms:UpdateAlias", "kms:DeleteAlias"],
      Resource: ["*"],
    },
    {
      Sid: "KeyStays",
      Effect: "Deny",
      Principal: "*",
      Action: ["kms:DisableKey", "kms:ScheduleKeyDeletion"],
      Resource: ["*"],
      Condition: { ArnNotEquals: { "aws:PrincipalArn": everyone.AWS } },
    },
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    {
      Sid: "LogGroups",
      Effect: "Allow",
      Principal: { Service: `logs.${region}.${dnsSuffix(partition)}` },
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      Resource: ["*"],
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:logs:arn": `arn:${partition}:logs:${region}:${account}:log-group:/aws/lambda/zonekeep-${site}-*`,
        },
      },
    },
  ];
}

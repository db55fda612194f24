import { dnsSuffix } from "../../core/dns-suffix.ts";
import type { SiteId } from "../../policy/policy.ts";
import { alarmArn, type NameScope } from "../names.ts";
import type { Statement } from "./statement.ts";

export interface KeyPlaces extends NameScope {
  readonly site: SiteId;
  readonly region: SiteId;
}

/**
 * The account's IAM rules the key, as in AWS's own default policy; without that a key can lock everybody out.
 * Services use it only for this account and for what is zonekeep's. The alias cannot be moved, since other sites
 * name the key by it.
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
    // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    {
      Sid: "Alarms",
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: ["*"],
      Condition: {
        StringEquals: { "aws:SourceAccount": account },
        ArnLike: { "aws:SourceArn": alarmArn({ partition, account }, region, `zonekeep-${site}-*`) },
      },
    },
  ];
}

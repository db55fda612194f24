import { dnsSuffix } from "../../core/dns-suffix.ts";
import type { SiteId } from "../../policy/policy.ts";
import { type NameScope, roleArn } from "../names.ts";
import { lastingKey } from "./lasting-key.ts";
import { denyAll, type Statement } from "./statement.ts";

export interface KeyPlaces extends NameScope {
  readonly site: SiteId;
  readonly region: SiteId;
}

/**
 * Logs use it only for what is zonekeep's. What the runners of a run know each other by is made by discover, and opened by
 * those that capture and summarise: nobody else can speak for a run, whatever IAM gives. What lists of the region are sealed
 * with is discover's alone, and what says whose turn it is to read a stream those' that capture.
 */
export function keyPolicy({ site, region, ...scope }: KeyPlaces): Statement[] {
  const { partition, account } = scope;
  return [
    ...lastingKey(scope),
    onlyFor("run", "RunSecretIsMadeByDiscover", MAKE, [roleArn(scope, region, "discover")]),
    onlyFor("run", "RunSecretIsForRunners", OPEN, [
      roleArn(scope, region, "capture"),
      roleArn(scope, region, "summarise"),
    ]),
    onlyFor("turn", "TurnsAreOfCapture", [...MAKE, ...OPEN], [roleArn(scope, region, "capture")]),
    onlyFor("list", "ListsAreOfDiscover", [...MAKE, ...OPEN], [roleArn(scope, region, "discover")]),
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

const MAKE = ["kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncryptTo"];
const OPEN = ["kms:Decrypt", "kms:ReEncryptFrom"];

/** Denies the secrets of a purpose to everybody else. */
function onlyFor(
  purpose: "run" | "list" | "turn",
  sid: string,
  actions: readonly string[],
  roles: readonly string[],
): Statement {
  return denyAll(sid, actions, ["*"], {
    StringEquals: { "kms:EncryptionContext:purpose": purpose },
    ArnNotEquals: { "aws:PrincipalArn": roles },
  });
}

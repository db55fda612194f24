import { parseArn } from "../../../core/arn.ts";

/** What takes a message away or moves it, and what lets somebody do so. SQS takes seven actions a statement. */
const TAKES = [
  ...["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:PurgeQueue"],
  ...["sqs:SetQueueAttributes", "sqs:AddPermission", "sqs:RemovePermission"],
];
const ENDS = ["sqs:DeleteQueue", "sqs:StartMessageMoveTask"];

/** A queue by which an archive is read. */
interface OwnQueue {
  readonly arn: string;
  /** ARN of the rule that alone sends to it. */
  readonly rule: string;
  /** Who reads it: the ARN that STS answers. */
  readonly caller: string;
  /** As long nobody else takes anything from it. What was left is anybody's to delete then who may. */
  readonly until: Date;
}

/**
 * One rule alone sends to it, and who made it alone reads and changes it. Denied to all others: an Allow would let those of the account
 * in whose own policy lets them. Who calls without a rule has no source, which is another one as well.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
 */
export function readingQueuePolicy({ arn: Resource, rule, caller, until }: OwnQueue): object {
  const denied = (Action: readonly string[]): object => ({
    ...{ Effect: "Deny", Principal: "*", Action, Resource },
    Condition: {
      ArnNotLike: { "aws:PrincipalArn": principalsOf(caller) },
      DateLessThan: { "aws:CurrentTime": `${until.toISOString().slice(0, 19)}Z` },
    },
  });
  return {
    Version: "2012-10-17",
    Statement: [
      {
        ...{ Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sqs:SendMessage" },
        ...{ Resource, Condition: { ArnEquals: { "aws:SourceArn": rule } } },
      },
      {
        ...{ Effect: "Deny", Principal: "*", Action: "sqs:SendMessage" },
        ...{ Resource, Condition: { ArnNotEquals: { "aws:SourceArn": rule } } },
      },
      ...[TAKES, ENDS].map(denied),
    ],
  };
}

/**
 * What `aws:PrincipalArn` is for a caller: of a session its role, whose path STS does not tell, and whose name no other role of the
 * account has, on whatever path.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
function principalsOf(caller: string): readonly string[] {
  const { partition, account, resource } = parseArn(caller);
  const role = /^assumed-role\/([^/]+)\//.exec(resource)?.[1];
  if (role === undefined) return [caller];
  const roles = `arn:${partition}:iam::${account}:role`;
  return [`${roles}/${role}`, `${roles}/*/${role}`];
}

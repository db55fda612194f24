import type { Action } from "@aws-sdk/client-iot";
import type { Builder, Of } from "../builder.ts";
import { ROLE } from "../names.ts";

export function makeConfigRule(
  builder: Builder,
  ConfigRuleName: string,
  { told, calls }: Of<"configRules">,
): void {
  builder.region.config.PutConfigRule({
    ConfigRule: {
      ConfigRuleName,
      Source: {
        Owner: "CUSTOM_LAMBDA",
        SourceIdentifier: builder.permitted(calls, "config", "", ConfigRuleName),
        SourceDetails: [{ EventSource: "aws.config", MessageType: "ConfigurationItemChangeNotification" }],
      },
      ...(told !== undefined && { InputParameters: told }),
    },
    Tags: [{ Key: "team", Value: "shop" }],
  });
}

export function makeReceiptRule(
  builder: Builder,
  Name: string,
  { recipient, enabled, tells }: Of<"receiptRules">,
): void {
  const { ses } = builder.region;
  const RuleSetName = "inbound";
  if (!ses.sets.has(RuleSetName)) ses.CreateReceiptRuleSet({ RuleSetName });
  const told = builder.told(tells, "ses", ses.arn(RuleSetName, Name));
  const After = ses.sets.get(RuleSetName)?.at(-1)?.Name;
  ses.CreateReceiptRule({
    RuleSetName,
    Rule: {
      ...{ Name, Enabled: enabled, Recipients: [`${recipient}@example.com`] },
      Actions: [
        told.includes(":sns:") ? { SNSAction: { TopicArn: told } } : { LambdaAction: { FunctionArn: told } },
      ],
    },
    ...(After !== undefined && { After }),
  });
}

export function makeTopicRule(
  builder: Builder,
  ruleName: string,
  { kind, enabled, tells, errors }: Of<"topicRules">,
): void {
  const { iot } = builder.region;
  iot.CreateTopicRule({
    ruleName,
    topicRulePayload: {
      sql: `SELECT * FROM 'orders/+' WHERE kind = '${kind}'`,
      actions: [toldByRule(builder.told(tells, "iot", iot.arn(ruleName)))],
      ...(errors && { errorAction: toldByRule(builder.letters()) }),
      ruleDisabled: !enabled,
    },
    tags: "team=shop",
  });
}

/** The action of a topic rule that tells something. */
function toldByRule(arn: string): Action {
  const [, , service, region, account, name = "", last = ""] = arn.split(":");
  const roleArn = ROLE;
  if (service === "sns") return { sns: { targetArn: arn, roleArn } };
  if (service === "states") return { stepFunctions: { stateMachineName: last, roleArn } };
  if (service === "lambda") return { lambda: { functionArn: arn } };
  return { sqs: { queueUrl: `https://sqs.${region}.amazonaws.com/${account}/${name}`, roleArn } };
}

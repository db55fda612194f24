import * as sdk from "@aws-sdk/client-config-service";
import { describe, expect, test } from "vitest";
import { configRule } from "../../../modules/protectors/config-rule/protector.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { planPortsOf } from "../../support/made-plan.ts";
import { fatesOf } from "../../support/members/fates.ts";
import { answerOf, leavesOf, operations, requestOf, withLeaf } from "../../support/sdk-model.ts";
import { FUNCTION, HOME, request } from "./place.ts";

type Answer = Record<string, unknown>;

const ARN = `arn:aws:config:${HOME.region}:${HOME.account}:config-rule/config-rule-abc`;
/** What the answer says where any value would not do. */
const SAID: Readonly<Record<string, unknown>> = {
  "ConfigRules[].ConfigRuleArn": ARN,
  "ConfigRules[].ConfigRuleState": "ACTIVE",
  "ConfigRules[].CreatedBy": "",
  "ConfigRules[].Source.Owner": "CUSTOM_LAMBDA",
  "ConfigRules[].Source.SourceIdentifier": FUNCTION,
};
const BASE = Object.entries(SAID).reduce<unknown>(
  (answer, [leaf, said]) => withLeaf(answer, leaf, () => said),
  answerOf("DescribeConfigRules", sdk),
) as Answer;

/** What of DescribeConfigRules no point keeps, each with the reason. */
const NOT_KEPT: Readonly<Record<string, string>> = {
  "ConfigRules[].ConfigRuleName": "the point is the rule's own",
  "ConfigRules[].ConfigRuleId": "the end of the ARN",
  "ConfigRules[].ConfigRuleState": "a state: one that is being deleted is gone",
  "ConfigRules[].RuleEvaluationVisibility": "AWS says by it of which rules it shows what they find",
  NextToken: "the next page is asked for by it",
};

/** A region whose rule is as `there` says. */
function region(there: Answer | undefined) {
  const sent: { name: string; input: Answer }[] = [];
  const send = async ({ constructor: { name }, input }: { constructor: { name: string }; input: Answer }) => {
    if (name === "DescribeConfigRulesCommand") {
      if (there === undefined) throw awsError("NoSuchConfigRuleException", 400);
      return there;
    }
    if (name === "ListTagsForResourceCommand") return { Tags: [{ Key: "team", Value: "shop" }] };
    if (name === "DescribeRemediationConfigurationsCommand") return { RemediationConfigurations: [] };
    if (name === "DescribeConfigurationRecordersCommand")
      return { ConfigurationRecorders: [{ name: "default" }] };
    if (name === "DescribeConfigurationRecorderStatusCommand")
      return { ConfigurationRecordersStatus: [{ name: "default", recording: true }] };
    sent.push({ name, input });
    return {};
  };
  return { sent, ports: planPortsOf({ ...HOME, client: (() => ({ send })) as never }) };
}

async function capture(answer: Answer) {
  const item = { kind: "config-rule" as const, id: "orders", name: "orders", arn: ARN, related: [] };
  const found = await configRule.capture(region(answer).ports as never, item, {
    scope: { code: "published", triggers: "all" },
    today: "2026-01-01",
    keep: async (one) => one,
  });
  if (found === undefined) throw new Error("it is gone");
  return found;
}

/** What arming writes into an empty region. */
async function written(kept: Awaited<ReturnType<typeof capture>>) {
  const { sent, ports } = region(undefined);
  const { activation, ids } = await configRule.plan(ports, request(kept));
  const asked = { arn: ARN, alongside: false, note: () => undefined };
  for (const one of configRule.activate(ports, activation(ids), asked)) await one.activate();
  return sent;
}

describe("of every member that the model of rules has", async () => {
  const was = await capture(BASE);
  const found = await fatesOf({
    protector: configRule,
    base: BASE,
    leaves: leavesOf(BASE),
    capture,
    written,
  });

  test("what a capture does not keep is listed, with its reason", () => {
    expect(found.ignored.sort()).toEqual(Object.keys(NOT_KEPT).sort());
  });

  test("what is kept is compared and put by arm; another rule, one of a service's or of another owner is none", () => {
    const told = ["ConfigRules[].Source.Owner", "ConfigRules[].ConfigRuleArn", "ConfigRules[].CreatedBy"];
    expect(found).toMatchObject({ unlike: [], lost: [], told });
  });

  test("whatever PutConfigRule takes is said, but for what AWS draws", async () => {
    const [made] = await written(was);
    const said = new Set(leavesOf(made?.input));
    expect(made?.name).toBe("PutConfigRuleCommand");
    expect(leavesOf(requestOf("PutConfigRule", sdk)).filter((leaf) => !said.has(leaf))).toEqual([
      "ConfigRule.ConfigRuleArn",
      "ConfigRule.ConfigRuleId",
      "ConfigRule.ConfigRuleState",
      "ConfigRule.CreatedBy",
      "ConfigRule.RuleEvaluationVisibility",
    ]);
  });
});

test("every call about single rules is one that we make, or listed with its reason", () => {
  const others = {
    DescribeAggregateComplianceByConfigRules: "what rules have found",
    DescribeComplianceByConfigRule: "what rules have found",
    DescribeConfigRuleEvaluationStatus: "what rules have found",
    DescribeOrganizationConfigRules: "an organization's rules are kept by a service",
    DescribeOrganizationConfigRuleStatuses: "an organization's rules are kept by a service",
    DeleteOrganizationConfigRule: "an organization's rules are kept by a service",
    GetAggregateConfigRuleComplianceSummary: "what rules have found",
    GetAggregateComplianceDetailsByConfigRule: "what rules have found",
    GetComplianceDetailsByConfigRule: "what rules have found",
    GetComplianceSummaryByConfigRule: "what rules have found",
    GetOrganizationConfigRuleDetailedStatus: "an organization's rules are kept by a service",
    PutOrganizationConfigRule: "an organization's rules are kept by a service",
    StartConfigRulesEvaluation: "a rule that is put is evaluated",
  };
  const made = ["DeleteConfigRule", "DescribeConfigRules", "PutConfigRule"];
  const named = operations(sdk).filter((name) => name.includes("ConfigRule"));
  expect(named.filter((name) => !Object.hasOwn(others, name))).toEqual(made);
});

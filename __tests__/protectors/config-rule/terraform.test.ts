import { expect, test } from "vitest";
import type { ConfigRuleDocument } from "../../../modules/protectors/config-rule/document.ts";
import { configRuleInTerraform } from "../../../modules/protectors/config-rule/terraform.ts";
import { Given } from "../../../modules/protectors/kit/terraform/argument.ts";
import { saidInTerraform } from "../../support/said-in-terraform.ts";

const FN = "arn:aws:lambda:eu-west-1:123456789012:function:look";
const ARN = "arn:aws:config:eu-west-1:123456789012:config-rule/config-rule-abc123";

const rule = (settings: object = {}): ConfigRuleDocument =>
  ({
    ...{ kind: "config-rule", name: "buckets", arn: ARN, account: "123456789012", region: "eu-west-1" },
    ...{ remediations: [], tags: { "aws:x": "theirs", team: "shop" } },
    settings: {
      Source: {
        ...{ Owner: "CUSTOM_LAMBDA", SourceIdentifier: FN },
        SourceDetails: [{ EventSource: "aws.config", MessageType: "ScheduledNotification" }],
      },
      Scope: { ComplianceResourceTypes: ["AWS::S3::Bucket"] },
      InputParameters: '{"token":"canary"}',
      ...settings,
    },
  }) as ConfigRuleDocument;

const said = (document: ConfigRuleDocument, live?: ConfigRuleDocument) =>
  saidInTerraform(configRuleInTerraform, document, { live });

test("a rule asks its function as soon as it is there, so it is made when somebody arms", () => {
  const { resources, left } = said(rule());
  expect(left).toEqual([]);
  expect(resources).toMatchObject([
    {
      type: "aws_config_config_rule",
      opens: true,
      arguments: {
        name: "buckets",
        source: {
          ...{ owner: "CUSTOM_LAMBDA", source_identifier: FN },
          source_detail: [{ event_source: "aws.config", message_type: "ScheduledNotification" }],
        },
        scope: { compliance_resource_types: ["AWS::S3::Bucket"] },
        input_parameters: expect.any(Given),
        tags: { team: "shop" },
      },
    },
  ]);
  expect(resources[0]).not.toHaveProperty("importId");
});

test("one that is there as it was is imported, one that asks otherwise stays as it is, by name", () => {
  expect(said(rule(), rule()).resources).toMatchObject([{ importId: "buckets" }]);
  expect(said(rule(), rule({ MaximumExecutionFrequency: "One_Hour" }))).toEqual({
    resources: [],
    left: ["it is there and says otherwise, as before it is armed"],
  });
});

test("one with a member that the provider has no argument for is left out by name", () => {
  expect(said(rule({ Scope: { ServicePrincipals: ["x"] } }))).toEqual({
    resources: [],
    left: ["its ServicePrincipals: the provider has no argument for it"],
  });
});

import { expect, test } from "vitest";
import { Given, Other, WhenArmed } from "../../../modules/protectors/kit/terraform/argument.ts";
import type { ReceiptRuleDocument } from "../../../modules/protectors/receipt-rule/document.ts";
import { receiptRuleInTerraform } from "../../../modules/protectors/receipt-rule/terraform.ts";
import { saidInTerraform } from "../../support/said-in-terraform.ts";

const FN = "arn:aws:lambda:eu-west-1:123456789012:function:take";
const arn = (name: string): string =>
  `arn:aws:ses:eu-west-1:123456789012:receipt-rule-set/inbound:receipt-rule/${name}`;

const rule = (more: Partial<ReceiptRuleDocument> = {}): ReceiptRuleDocument => ({
  ...{ kind: "receipt-rule", set: "inbound", name: "orders", arn: arn("orders"), enabled: true },
  ...{ account: "123456789012", region: "eu-west-1", order: ["spam", "first", "orders"] },
  settings: {
    Recipients: ["orders@example.com"],
    Actions: [
      { AddHeaderAction: { HeaderName: "x-key", HeaderValue: "canary" } },
      { LambdaAction: { FunctionArn: FN } },
      { StopAction: { Scope: "RuleSet" } },
    ],
  },
  ...more,
});

const said = (
  document: ReceiptRuleDocument,
  beside: Parameters<typeof saidInTerraform<ReceiptRuleDocument>>[2] = {},
) => saidInTerraform(receiptRuleInTerraform, document, beside);

test("SES tries what a rule calls, so it is made when somebody arms, behind the nearest that is there or comes with it", () => {
  const there = { "inbound/": "inbound", "inbound/spam": "spam" };
  expect(said(rule(), { imports: there }).resources).toMatchObject([
    {
      type: "aws_ses_receipt_rule",
      opens: true,
      arguments: {
        ...{ name: "orders", rule_set_name: "inbound", enabled: true, recipients: [expect.any(Given)] },
        add_header_action: [{ header_name: "x-key", header_value: expect.any(Given), position: 1 }],
        lambda_action: [{ function_arn: FN, position: 2 }],
        stop_action: [{ scope: "RuleSet", position: 3 }],
        after: new Other(arn("spam"), "name", "spam"),
      },
    },
  ]);
  const [beside] = said(rule(), { imports: there, ids: { first: arn("first") } }).resources;
  expect(beside?.arguments.after).toEqual(new Other(arn("first"), "name", "first"));
  const [alone] = said(rule(), { imports: { "inbound/": "inbound" } }).resources;
  expect(alone?.arguments.after).toBeUndefined();
});

test("a rule set may take rules of others: one that is gone is to be made by hand", () => {
  expect(said(rule(), {})).toEqual({
    resources: [],
    left: [expect.stringContaining("aws ses create-receipt-rule-set --rule-set-name inbound makes it")],
  });
});

test("one that is there is imported and keeps its place; in another one, or another, it stays as it is, by name", () => {
  const [found] = said(rule(), { live: rule({ enabled: false }) }).resources;
  expect(found).toMatchObject({
    importId: "inbound:orders",
    arguments: { enabled: new WhenArmed(true, false, false) },
  });
  expect(found?.arguments).not.toHaveProperty("after");
  const others = [rule({ order: ["orders", "spam"] }), rule({ settings: { Actions: [] } })];
  for (const live of others)
    expect(said(rule(), { live })).toEqual({
      resources: [],
      left: ["it is there and says otherwise, as before it is armed"],
    });
});

test("one with an action that the provider lacks is left out by name", () => {
  const settings = { Actions: [{ ConnectAction: { InstanceARN: "x", IAMRoleARN: "y" } }] };
  expect(said(rule({ settings }), { live: rule({ settings }) })).toEqual({
    resources: [],
    left: ["its ConnectAction: the provider has none like it"],
  });
});

import type * as S from "@aws-sdk/client-ses";
import { awsError } from "./fake-aws/error.ts";
import { FakeService } from "./fake-aws/service.ts";

/** SES of one account and region in memory, as far as its rules for incoming mail go. No mail comes. */
export class FakeSes extends FakeService<S.SESClient> {
  readonly service = "ses";
  /** Rules by the names of their sets, in the order in which SES goes through them. */
  readonly sets = new Map<string, S.ReceiptRule[]>();
  active: string | undefined;

  arn(set: string, rule: string): string {
    return `arn:aws:ses:${this.region}:${this.account}:receipt-rule-set/${set}:receipt-rule/${rule}`;
  }

  rule(set: string, name: string): S.ReceiptRule | undefined {
    return this.sets.get(set)?.find(({ Name }) => Name === name);
  }

  CreateReceiptRuleSet({ RuleSetName: set = "" }: S.CreateReceiptRuleSetRequest) {
    if (this.sets.has(set)) throw awsError("AlreadyExistsException", 400);
    this.sets.set(set, []);
    return {};
  }

  ListReceiptRuleSets({ NextToken }: S.ListReceiptRuleSetsRequest) {
    const all = [...this.sets.keys()].map((Name) => ({ Name }));
    return this.paged("RuleSets", all, NextToken, { token: "NextToken" });
  }

  DescribeReceiptRuleSet({ RuleSetName: set = "" }: S.DescribeReceiptRuleSetRequest) {
    return { Metadata: { Name: set }, Rules: this.#rules(set) };
  }

  DescribeActiveReceiptRuleSet() {
    return this.active === undefined ? {} : this.DescribeReceiptRuleSet({ RuleSetName: this.active });
  }

  /** Behind the rule that it names, or before all others. */
  CreateReceiptRule({ RuleSetName: set = "", Rule, After }: S.CreateReceiptRuleRequest) {
    const rules = this.#rules(set);
    const rule = checked(Rule);
    if (rules.some(({ Name }) => Name === rule.Name)) throw awsError("AlreadyExistsException", 400);
    rules.splice(this.#behind(rules, After), 0, rule);
    return {};
  }

  /** Whole, in its place. */
  UpdateReceiptRule({ RuleSetName: set = "", Rule }: S.UpdateReceiptRuleRequest) {
    const rules = this.#rules(set);
    const rule = checked(Rule);
    rules[this.#at(rules, rule.Name)] = rule;
    return {};
  }

  SetReceiptRulePosition({ RuleSetName: set = "", RuleName, After }: S.SetReceiptRulePositionRequest) {
    const rules = this.#rules(set);
    const [rule] = rules.splice(this.#at(rules, RuleName), 1);
    if (rule !== undefined) rules.splice(this.#behind(rules, After), 0, rule);
    return {};
  }

  #rules(set: string): S.ReceiptRule[] {
    const found = this.sets.get(set);
    if (found === undefined) throw awsError("RuleSetDoesNotExistException", 400);
    return found;
  }

  #behind(rules: readonly S.ReceiptRule[], after: string | undefined): number {
    return after === undefined ? 0 : this.#at(rules, after) + 1;
  }

  #at(rules: readonly S.ReceiptRule[], name: string | undefined): number {
    const at = rules.findIndex(({ Name }) => Name === name);
    if (at < 0) throw awsError("RuleDoesNotExistException", 400);
    return at;
  }
}

/** As SES shows it. https://docs.aws.amazon.com/ses/latest/APIReference/API_ReceiptRule.html */
function checked(given: S.ReceiptRule | undefined): S.ReceiptRule {
  const {
    Name,
    Enabled = false,
    TlsPolicy = "Optional",
    ScanEnabled = false,
    Actions = [],
    ...rest
  } = {
    ...given,
  };
  if (!Name || !/^[a-zA-Z0-9_.-]{1,64}$/.test(Name)) throw awsError("ValidationError", 400);
  if (Actions.length > 10) throw awsError("LimitExceededException", 400);
  const shown = Actions.map(({ LambdaAction: lambda, SNSAction: sns, ...action }) => ({
    ...action,
    ...(lambda && { LambdaAction: { InvocationType: "Event" as const, ...lambda } }),
    ...(sns && { SNSAction: { Encoding: "UTF-8" as const, ...sns } }),
  }));
  return { ...rest, Name, Enabled, TlsPolicy, ScanEnabled, Actions: shown };
}

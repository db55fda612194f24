import { receiptRule } from "../../../modules/protectors/receipt-rule/protector.ts";
import { arbitraryReceiptRule, BUCKET, type MadeReceiptRule, NAMED } from "../arbitrary-receipt-rule.ts";
import { type Conforming, ELSEWHERE, SOURCE } from "../protector-conformance/conforming.ts";
import { againstShapes } from "../protector-conformance/proven.ts";
import { SesPlace } from "./ses-place.ts";

interface Value {
  readonly id: string;
  readonly made: MadeReceiptRule;
}

const LAMBDA = "arn:aws:lambda:us-east-1:111122223333:function";

function secretsOf({ made }: Value): readonly string[] {
  return JSON.stringify(made).match(/canary-[a-z0-9]+/g) ?? [];
}

/** Receipt rules, as the suite of kinds takes them. */
export const conforming: Conforming<SesPlace, Value> = {
  protector: receiptRule,
  fake: (options) => new SesPlace(options),
  arbitrary: arbitraryReceiptRule.map((made) => ({ id: `${made.set}/${made.rule.Name}`, made })),
  put: ({ ses }, { made: { set, rule } }) => {
    if (!ses.sets.has(set)) ses.CreateReceiptRuleSet({ RuleSetName: set });
    ses.CreateReceiptRule({ RuleSetName: set, Rule: structuredClone(rule) });
  },
  change: ({ ses }, { made: { set, rule } }, n) => {
    ses.UpdateReceiptRule({
      RuleSetName: set,
      Rule: {
        ...{ Name: rule.Name, Enabled: rule.Enabled, Recipients: [`changed-${n}@example.com`] },
        Actions: [{ LambdaAction: { FunctionArn: `${LAMBDA}:other-${n}` } }],
      },
    });
  },
  map: () => ({
    ...Object.fromEntries(NAMED.map((one) => [one, one.replace(SOURCE.region, ELSEWHERE.region)])),
    [BUCKET]: `${BUCKET}-eu`,
  }),
  neighbours: ({ ses }, { made: { set } }) => {
    const own = `${set}-theirs`;
    ses.CreateReceiptRuleSet({ RuleSetName: own });
    const Rule = {
      Name: "zz-other",
      Enabled: true,
      Actions: [{ LambdaAction: { FunctionArn: `${LAMBDA}:x` } }],
    };
    ses.CreateReceiptRule({ RuleSetName: own, Rule });
    ses.active = own;
    return () => structuredClone([ses.active, ses.sets.get(own)]);
  },
  secretsOf,
  armedWith: secretsOf,
  fires: ({ ses }, { id, made: { set, rule } }) => (ses.rule(set, rule.Name)?.Enabled ? [id] : []),
  readOnlyFields: [],
  unseen: {
    "activate ses:SetReceiptRulePosition":
      "asked of a live rule that stands elsewhere among those that the point knows",
  },
  tolerated: {
    "iam:GetRole": "with us-east-1 lost IAM is silent, and SES will say",
    "kms:DescribeKey": "SES will say",
  },
  proven: againstShapes("__tests__/protectors/receipt-rule/model.test.ts"),
  lost: [
    "which rule set is active: a person says so, for it takes the place of another one",
    "identities, MX records and filters by address",
    "mail",
  ],
};

import type { Permission } from "../../contract/permission.ts";
import { inRegion } from "../in-region.ts";
import type { KindSpec } from "../spec.ts";
import { receiptRuleNamed } from "./arn.ts";

/** AWS knows no resource for any of these. */
const ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html";

const reads = inRegion("ses", "DescribeReceiptRuleSet");
const lists = inRegion("ses", "ListReceiptRuleSets");
const active = inRegion("ses", "DescribeActiveReceiptRuleSet");
const sets = inRegion("ses", "CreateReceiptRuleSet");
const puts = inRegion("ses", "CreateReceiptRule", "SetReceiptRulePosition", "UpdateReceiptRule");

const uses: readonly Permission[] = [
  { action: "iam:GetRole", resources: ["arn:{partition}:iam::{account}:role/*"] },
  { action: "kms:DescribeKey", resources: ["arn:{partition}:kms:{region}:{account}:key/*"] },
];

/** Rules of SES for mail that comes in. Nothing here deletes one, or says which set is active. */
export const receiptRuleSpec: KindSpec = {
  kind: "receipt-rule",
  noun: ["receipt rule", "receipt rules"],
  home: "regional",
  source: "https://docs.aws.amazon.com/ses/latest/dg/receiving-email-receipt-rules-console-walkthrough.html",
  trigger: "ses",
  // A function's policy may name the account alone.
  listedToFollow: true,
  madeByArm: true,
  idOf: ({ service, resource }) => (service === "ses" ? receiptRuleNamed(resource) : undefined),
  written: {
    id: "SET/NAME",
    arn: "arn:{partition}:ses:{region}:{account}:receipt-rule-set/SET:receipt-rule/NAME",
    parts: [
      { letters: /[A-Za-z0-9_.-]/, most: 64 },
      { letters: /[A-Za-z0-9_.-]/, most: 64 },
    ],
  },
  permissions: {
    inventory: [...lists, ...reads],
    capture: reads,
    restore: [...reads, ...active, ...sets, ...uses],
    activate: [...reads, ...active, ...puts],
  },
  wildcardActions: Object.fromEntries(
    [...lists, ...reads, ...active, ...sets, ...puts].map(({ action }) => [action, ACTIONS]),
  ),
  passedTo: "ses.amazonaws.com",
  pace: {
    budget: "SES reads of rule sets",
    source: "https://docs.aws.amazon.com/ses/latest/APIReference/API_DescribeReceiptRuleSet.html",
    perSecond: 1,
    perThing: () => 1,
    // The list, and each of the sets that an account can have, of up to 200 rules.
    perPage: () => 1 + 40,
    pageSize: 40 * 200,
  },
};

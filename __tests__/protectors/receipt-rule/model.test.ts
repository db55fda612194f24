import * as sdk from "@aws-sdk/client-ses";
import { describe, expect, test } from "vitest";
import { receiptRule } from "../../../modules/protectors/receipt-rule/protector.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { planPortsOf } from "../../support/made-plan.ts";
import { fatesOf } from "../../support/members/fates.ts";
import { answerOf, leavesOf, operations, other, requestOf, withLeaf } from "../../support/sdk-model.ts";
import { HOME, request } from "./place.ts";

type Answer = Record<string, unknown>;

const ARN = `arn:aws:ses:${HOME.region}:${HOME.account}:receipt-rule-set/inbound:receipt-rule/orders`;
/** What the answer says where any value would not do. */
const SAID: Readonly<Record<string, unknown>> = {
  "Metadata.Name": "inbound",
  "Rules[].Name": "orders",
};
const BASE = Object.entries(SAID).reduce<unknown>(
  (answer, [leaf, said]) => withLeaf(answer, leaf, () => said),
  answerOf("DescribeReceiptRuleSet", sdk),
) as Answer;

/** What of DescribeReceiptRuleSet no point keeps, each with the reason. */
const NOT_KEPT: Readonly<Record<string, string>> = {
  "Metadata.CreatedTimestamp": "a date that AWS writes",
};

/** A region whose set is as `there` says. */
function region(there: Answer | undefined) {
  const sent: { name: string; input: Answer }[] = [];
  const send = async ({ constructor: { name }, input }: { constructor: { name: string }; input: Answer }) => {
    if (name === "DescribeReceiptRuleSetCommand") {
      if (there === undefined) throw awsError("RuleSetDoesNotExistException", 400);
      return there;
    }
    if (name === "DescribeActiveReceiptRuleSetCommand") return {};
    sent.push({ name, input });
    return {};
  };
  const known = { Role: { Arn: "any" }, KeyMetadata: { KeyState: "Enabled" } };
  const client = (Class: unknown) => ({ send: Class === sdk.SESClient ? send : async () => known });
  return { sent, ports: planPortsOf({ ...HOME, client: client as never }) };
}

async function capture(answer: Answer) {
  const id = "inbound/orders";
  const item = { kind: "receipt-rule" as const, id, name: id, arn: ARN, related: [] };
  const found = await receiptRule.capture(region(answer).ports as never, item, {
    scope: { code: "published", triggers: "all" },
    today: "2026-01-01",
    keep: async (one) => one,
  });
  if (found === undefined) throw new Error("it is gone");
  return found;
}

/** What arming writes: into an empty region, or over what is there. */
async function written(kept: Awaited<ReturnType<typeof capture>>, there?: Answer) {
  const { ports } = region(there);
  const { activation, ids } = await receiptRule.plan(ports, request(kept, { replace: true }));
  const now = region(there ?? { Metadata: { Name: "inbound" }, Rules: [] });
  const asked = { arn: ARN, alongside: false, note: () => undefined };
  for (const one of receiptRule.activate(now.ports, activation(ids), asked)) await one.activate();
  return now.sent;
}

describe("of every member that the model of receipt rules has", async () => {
  const was = await capture(BASE);
  const found = await fatesOf({
    protector: receiptRule,
    base: BASE,
    leaves: leavesOf(BASE),
    capture,
    written,
  });

  test("what a capture does not keep is listed, with its reason", () => {
    expect(found.ignored.sort()).toEqual(Object.keys(NOT_KEPT).sort());
  });

  test("what is kept is compared and put by arm, and another set's or rule's answer is none", () => {
    expect(found).toMatchObject({ unlike: [], lost: [], told: ["Metadata.Name", "Rules[].Name"] });
  });

  test("whatever CreateReceiptRule and UpdateReceiptRule take of a rule is said", async () => {
    const [created] = await written(was);
    const there = withLeaf(structuredClone(BASE), "Rules[].TlsPolicy", other) as Answer;
    const [updated] = await written(was, there);
    expect([created?.name, updated?.name]).toEqual(["CreateReceiptRuleCommand", "UpdateReceiptRuleCommand"]);
    for (const [call, made] of [
      ["CreateReceiptRule", created] as const,
      ["UpdateReceiptRule", updated] as const,
    ]) {
      const said = new Set(leavesOf(made?.input));
      const silent = leavesOf(requestOf(call, sdk)).filter((leaf) => !said.has(leaf));
      // The first of a set comes after none.
      expect(silent).toEqual(call === "CreateReceiptRule" ? ["After"] : []);
    }
  });
});

test("every call about receipt rules is one that we make, or listed with its reason", () => {
  const others = {
    CloneReceiptRuleSet: "a set is made anew",
    DeleteReceiptRule: "nothing of ours deletes a rule",
    DeleteReceiptRuleSet: "nothing of ours deletes a set",
    DescribeReceiptRule: "the set is read whole, for the order of its rules",
    ReorderReceiptRuleSet: "it takes the names of all rules, others' too",
    SetActiveReceiptRuleSet: "the account's own choice: another one stops whatever the first receives",
  };
  const made = [
    "CreateReceiptRule",
    "CreateReceiptRuleSet",
    "DescribeActiveReceiptRuleSet",
    "DescribeReceiptRuleSet",
    "ListReceiptRuleSets",
    "SetReceiptRulePosition",
    "UpdateReceiptRule",
  ];
  expect(operations(sdk).filter((name) => name.includes("ReceiptRule"))).toEqual(
    [...made, ...Object.keys(others)].sort(),
  );
});

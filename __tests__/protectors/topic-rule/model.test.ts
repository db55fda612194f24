import * as sdk from "@aws-sdk/client-iot";
import { describe, expect, test } from "vitest";
import { topicRule } from "../../../modules/protectors/topic-rule/protector.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { planPortsOf } from "../../support/made-plan.ts";
import { fatesOf } from "../../support/members/fates.ts";
import { answerOf, leavesOf, operations, other, requestOf, withLeaf } from "../../support/sdk-model.ts";
import { HOME, ROLE, RULE, request } from "./place.ts";

type Answer = Record<string, unknown>;

/** Every member of every action in one: AWS takes one kind in each, and the code knows none from another. */
const BASE = withLeaf(
  withLeaf(answerOf("GetTopicRule", sdk), "ruleArn", () => RULE),
  "rule.ruleDisabled",
  () => false,
) as Answer;
const LEAVES = leavesOf(BASE);

/** What of GetTopicRule no point keeps, each with the reason. */
const NOT_KEPT: Readonly<Record<string, string>> = {
  "rule.ruleName": "the point is the rule's own",
  "rule.createdAt": "a date that AWS writes",
};

/** A region whose rule is as `there` says. */
function region(there: Answer | undefined) {
  const sent: { name: string; input: Answer }[] = [];
  const send = async ({ constructor: { name }, input }: { constructor: { name: string }; input: Answer }) => {
    if (name === "GetTopicRuleCommand") {
      if (there === undefined) throw awsError("UnauthorizedException", 401);
      return there;
    }
    if (name === "ListTopicRulesCommand") return { rules: [] };
    if (name === "ListTagsForResourceCommand") return { tags: [{ Key: "team", Value: "shop" }] };
    sent.push({ name, input });
    return {};
  };
  const client = (Class: unknown) => ({
    send: Class === sdk.IoTClient ? send : async () => ({ Role: { Arn: ROLE } }),
  });
  return { sent, ports: planPortsOf({ ...HOME, client: client as never }) };
}

async function capture(answer: Answer) {
  const item = { kind: "topic-rule" as const, id: "orders", name: "orders", arn: RULE, related: [] };
  const found = await topicRule.capture(region(answer).ports as never, item, {
    scope: { code: "published", triggers: "all" },
    today: "2026-01-01",
    keep: async (one) => one,
  });
  if (found === undefined) throw new Error("it is gone");
  return found;
}

/** What a restore of it writes: into an empty region, or over what is there. */
async function written(kept: Awaited<ReturnType<typeof capture>>, there?: Answer) {
  const { sent, ports } = region(there);
  const { steps, ids } = await topicRule.plan(ports, request(kept, { replace: true }));
  for (const { perform } of steps) await perform?.(new Map(ids));
  return sent;
}

describe("of every member that the model of topic rules has", async () => {
  const was = await capture(BASE);
  const found = await fatesOf({
    protector: topicRule,
    base: BASE,
    leaves: LEAVES,
    capture,
    written,
    shows: (leaf) => leaf !== "rule.ruleDisabled",
  });

  test("what a capture does not keep is listed, with its reason", () => {
    expect(found.ignored.sort()).toEqual(Object.keys(NOT_KEPT).sort());
  });

  test("what is kept is compared, is written by a restore, and another rule's answer is none", () => {
    expect(found).toMatchObject({ unlike: [], lost: [], told: ["ruleArn"] });
  });

  test.each(["CreateTopicRule", "ReplaceTopicRule"])("whatever %s takes is said", async (call) => {
    const there = withLeaf(structuredClone(BASE), "rule.sql", other) as Answer;
    const [made] = await written(was, call === "CreateTopicRule" ? undefined : there);
    const said = new Set(leavesOf(made?.input));
    expect(made?.name).toBe(`${call}Command`);
    expect(leavesOf(requestOf(call, sdk)).filter((leaf) => !said.has(leaf))).toEqual([]);
  });
});

test("every call about topic rules is one that we make, or listed with its reason", () => {
  const others = {
    CreateTopicRuleDestination: "destinations are told: whom they lead to has to confirm them",
    DeleteTopicRule: "nothing of ours deletes a rule",
    DeleteTopicRuleDestination: "destinations are told",
    GetTopicRuleDestination: "destinations are told",
    ListTopicRuleDestinations: "destinations are told",
    UpdateTopicRuleDestination: "destinations are told",
    ConfirmTopicRuleDestination: "destinations are told",
  };
  const made = [
    "CreateTopicRule",
    "DisableTopicRule",
    "EnableTopicRule",
    "GetTopicRule",
    "ListTopicRules",
    "ReplaceTopicRule",
  ];
  expect(operations(sdk).filter((name) => name.includes("TopicRule"))).toEqual(
    [...made, ...Object.keys(others)].sort(),
  );
});

import { expect, test } from "vitest";
import { parseArn } from "../../../modules/core/arn.ts";
import { eventRuleSpec } from "../../../modules/protectors/event-rule/spec.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { captured, FUNCTION, HOME, listed, made } from "./place.ts";

const LETTERS = `arn:aws:sqs:us-east-1:${HOME.account}:dead`;

test("every rule of every bus is listed, with whom it calls, its bus and its dead-letter queues", async () => {
  const there = await made({}, [{ Arn: `${FUNCTION}:live` }, { DeadLetterConfig: { Arn: LETTERS } }]);
  await made({ Name: "other", EventBusName: "shop" }, [], there);
  await made({ Name: "theirs", EventBusName: "aws.partner/x/y" }, [], there);
  const { found, warned } = await listed(there);
  expect(
    found.map(({ id, feeds, related }) => ({ id, feeds, related: related.map(({ arn }) => arn) })),
  ).toEqual([
    { id: "default/nightly", feeds: [`${FUNCTION}:live`, FUNCTION], related: [LETTERS] },
    { id: "shop/other", feeds: [], related: [`arn:aws:events:us-east-1:${HOME.account}:event-bus/shop`] },
    // No call makes a partner's bus.
    { id: "aws.partner/x/y/theirs", feeds: [], related: [] },
  ]);
  expect(warned).toEqual([]);
});

test("a rule of the default bus brings the buckets whose events it takes by name", async () => {
  const taking = (source: string, name: unknown[]) =>
    JSON.stringify({ source: [source], detail: { bucket: { name } } });
  const there = await made({ EventPattern: taking("aws.s3", ["in", { prefix: "out-" }]) }, []);
  await made({ Name: "shop", EventPattern: taking("shop", ["in"]) }, [], there);
  await made({ Name: "other", EventBusName: "shop", EventPattern: taking("aws.s3", ["in"]) }, [], there);
  const { found } = await listed(there);
  expect(found.map(({ id, related }) => [id, ...related.map(({ arn }) => arn)])).toEqual([
    ["default/nightly", "arn:aws:s3:::in"],
    ["default/shop"],
    // Only the default bus hears of buckets.
    ["shop/other", `arn:aws:events:us-east-1:${HOME.account}:event-bus/shop`],
  ]);
});

test("a rule that a service of AWS keeps is left, and told where it calls something of a kind that is kept", async () => {
  const there = await made();
  for (const [id, rule] of there.events.rules)
    there.events.rules.set(id, { ...rule, ManagedBy: "states.amazonaws.com" });
  expect(await listed(there)).toEqual({
    found: [],
    warned: ["event rule default/nightly is made and kept by states.amazonaws.com, and is not captured"],
  });
  there.events.rules.get("default/nightly")?.targets.clear();
  expect(await listed(there)).toEqual({ found: [], warned: [] });
});

test.each([
  [
    "ListRules",
    ["default/nightly"],
    "event buses whose rules may not be listed, so that none of them is captured: theirs (events:ListRules of theirs: ",
  ],
  [
    "ListTargetsByRule",
    ["default/nightly", "theirs/a", "theirs/b"],
    "event rules that may not be asked whom they call, so that they come with nobody: theirs/a, theirs/b (events:ListTargetsByRule of theirs/a: ",
  ],
])(
  "a bus whose policy denies %s takes no other bus along, and is told by name",
  async (denied, ids, told) => {
    const there = await made();
    await made({ Name: "a", EventBusName: "theirs" }, [{}], there);
    await made({ Name: "b", EventBusName: "theirs" }, [{}], there);
    const why =
      "User is not authorized to perform it on resource theirs with an explicit deny in a resource-based policy";
    const refuse = (status: number, code: string) => {
      there.events.wire.before = ({ name, input }) =>
        name === denied && input.EventBusName === "theirs" ? awsError(code, status, why) : undefined;
    };
    refuse(400, "AccessDeniedException");
    const { found, warned } = await listed(there);
    expect(found.map(({ id }) => id)).toEqual(ids);
    expect(found.filter(({ feeds }) => feeds.includes(FUNCTION)).map(({ id }) => id)).toEqual([
      "default/nightly",
    ]);
    expect(warned).toEqual([`${told}AccessDeniedException: ${why})`]);
    // A list of which a part fails otherwise is none.
    refuse(500, "InternalException");
    await expect(listed(there)).rejects.toThrow(`events:${denied} of theirs`);
  },
);

test("a pattern that is no JSON leaves the other rules as they are, and is told", async () => {
  const there = await made({ Name: "first" });
  await made({ Name: "second" }, [{}], there);
  const first = there.events.rules.get("default/first");
  if (first !== undefined) there.events.rules.set("default/first", { ...first, EventPattern: "{" });
  const { found, warned } = await listed(there);
  expect(found.map(({ id }) => id)).toEqual(["default/first", "default/second"]);
  expect(warned).toEqual([
    "of which buckets event rule default/first hears is not known: events:DescribeRule of default/first: EventPattern is not a JSON object",
  ]);
});

test("one that another account made is captured with a word about it", async () => {
  const there = await made();
  for (const [id, rule] of there.events.rules)
    there.events.rules.set(id, { ...rule, CreatedBy: "444455556666" });
  expect((await captured(there)).warnings).toEqual([
    "event rule default/nightly was made by account 444455556666: restored, it is made by account 111122223333",
  ]);
});

test.each([
  ["rule/nightly", "default/nightly"],
  ["rule/shop/nightly", "shop/nightly"],
  ["rule/aws.partner/x/y/nightly", "aws.partner/x/y/nightly"],
  ["event-bus/shop", undefined],
])("%s is the rule %s", (resource, id) => {
  expect(eventRuleSpec.idOf(parseArn(`arn:aws:events:us-east-1:${HOME.account}:${resource}`))).toBe(id);
});

test("permissions delete no rule and take no target away", () => {
  const actions = Object.values(eventRuleSpec.permissions)
    .flat()
    .map(({ action }) => action);
  expect(actions.filter((action) => /Delete|Remove|PutEvents|\*/.test(action))).toEqual([]);
});

import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../modules/contract/json.ts";
import { snsTopic } from "../../../modules/protectors/sns-topic/protector.ts";
import { placed } from "../../../modules/protectors/sns-topic/settings.ts";
import { perform, titles } from "../../support/made-plan.ts";
import {
  arm,
  arnOf,
  disarm,
  endpoints,
  FUNCTION,
  OTHER,
  placeOf,
  plan,
  portsOf,
  QUEUE,
  told,
  topicOf,
} from "./place.ts";

const ARN = arnOf("sns", "orders");
const FILTER = { FilterPolicy: '{"kind":["order"]}' };

const SLOW = "topic orders: filters that were just made or changed take up to 15 minutes to hold everywhere";

interface Filtered {
  readonly filterPolicy?: JsonObject;
  readonly scope?: string;
}
const FLAT: Filtered = { filterPolicy: { kind: ["order"] }, scope: "MessageAttributes" };
const NESTED: Filtered = { filterPolicy: { detail: { kind: ["order"] } }, scope: "MessageBody" };

function textsOf({ filterPolicy, scope }: Filtered): Record<string, string> {
  return {
    ...(filterPolicy && { FilterPolicy: JSON.stringify(filterPolicy) }),
    ...(scope && { FilterPolicyScope: scope }),
  };
}

const sets = ({ sns }: ReturnType<typeof placeOf>) =>
  sns.calls
    .filter(({ name }) => name === "SetSubscriptionAttributes")
    .map(({ input }) => [input.AttributeName, input.AttributeValue]);

function live(attributes: Record<string, string> = { DisplayName: "Orders" }) {
  const place = placeOf();
  place.sns.CreateTopic({ Name: "orders", Attributes: attributes, Tags: [{ Key: "team", Value: "shop" }] });
  return place;
}

describe("a topic that lives on", () => {
  test("and is as it was is left, with whom others told and took away since", async () => {
    const place = live();
    const theirs = place.sns.told(ARN, "sqs", QUEUE, { FilterPolicy: '{"theirs":[1]}' });
    const before = structuredClone(place.sns.subscriptions.get(theirs));
    const planned = await plan(place, topicOf(), { together: new Set([FUNCTION, ARN]) });
    expect(planned.blocked).toEqual([]);
    expect(titles(planned)).toEqual(["keep: topic orders is as it was"]);
    expect(planned.warnings).toEqual([
      `topic orders told lambda ${OTHER} and no longer does: that is left, for it is not restored with it`,
    ]);
    expect(await arm(place, planned, await perform(planned))).toEqual([
      `written: subscribe lambda ${FUNCTION} to topic orders`,
    ]);
    expect(place.sns.writes()).toEqual(["Subscribe"]);
    expect(endpoints(place)).toEqual([FUNCTION, QUEUE]);
    expect(place.sns.subscriptions.get(theirs)).toEqual(before);
  });

  test("tells whom it tells and the point does not have, first those of other accounts and on the web", async () => {
    const place = live();
    place.sns.told(ARN, "sqs", arnOf("sqs", "late"), {});
    place.sns.told(ARN, "https", "https://example.org/secret-path", {});
    place.sns.told(ARN, "sqs", "arn:aws:sqs:us-east-1:999999999999:ear", {});
    const { warnings } = await plan(place, topicOf(), { together: new Set([FUNCTION, ARN]) });
    expect(warnings.at(-1)).toBe(
      `topic orders tells https https://example.org, sqs arn:aws:sqs:us-east-1:999999999999:ear, sqs ${arnOf("sqs", "late")} too, ` +
        "which the point does not have: that stays",
    );
  });

  test("keeps what its owner wrote into SNS's own statement: only the owner of the place is another one", () => {
    const Condition = {
      Bool: { "aws:MultiFactorAuthPresent": "true" },
      StringEquals: {
        "AWS:SourceOwner": "111122223333",
        "aws:PrincipalArn": "arn:aws:iam::111122223333:role/x",
      },
    };
    const policy = {
      Statement: [{ Sid: "__default_statement_ID", Effect: "Allow", Principal: { AWS: "*" }, Condition }],
    };
    const at = { partition: "aws", region: "us-east-1", account: "111122223333" };
    const { policy: there } = placed({ attributes: {}, policy } as never, at, {
      ...at,
      account: "444455556666",
    });
    expect(there).toEqual({
      Statement: [
        {
          ...policy.Statement[0],
          Condition: {
            ...Condition,
            StringEquals: { ...Condition.StringEquals, "AWS:SourceOwner": "444455556666" },
          },
        },
      ],
    });
    expect(placed({ attributes: {}, policy } as never, at, at).policy).toEqual(policy);
  });

  test("and tells nobody, as one that was just restored, is armed with everybody", async () => {
    const { atArm } = await plan(live(), topicOf(), { together: new Set([FUNCTION, ARN]) });
    expect(atArm).toHaveLength(3);
  });

  test("and differs is left alone unless it may be replaced", async () => {
    const { blocked, live: there } = await plan(
      live({ DisplayName: "Other" }),
      topicOf({ subscriptions: [] }),
    );
    expect(there).toBe("there");
    expect(blocked).toEqual([
      {
        because: "live",
        message: "topic orders is there and differs: set DisplayName of topic orders",
        hint: "say --replace to make it as it was captured, or restore under another name",
      },
    ]);
  });

  test("is replaced by exactly what differs; tags that are not in the point stay", async () => {
    const place = live({ DisplayName: "Other", SignatureVersion: "2", Policy: '{"Statement":[]}' });
    const planned = await plan(place, topicOf({ subscriptions: [], tags: { more: "1" } }), { replace: true });
    await perform(planned);
    expect(place.sns.calls.filter(({ name }) => /^(Set|Tag)/.test(name)).map(({ input }) => input)).toEqual([
      { TopicArn: ARN, AttributeName: "DisplayName", AttributeValue: "Orders" },
      {
        TopicArn: ARN,
        AttributeName: "Policy",
        AttributeValue: expect.stringContaining("__default_policy_ID"),
      },
      { TopicArn: ARN, AttributeName: "SignatureVersion", AttributeValue: "1" },
      { ResourceArn: ARN, Tags: [{ Key: "more", Value: "1" }] },
    ]);
    expect(place.sns.topics.get(ARN)?.tags).toEqual({ team: "shop", more: "1" });
    expect(titles(await plan(place, topicOf({ subscriptions: [], tags: {} })))).toEqual([
      "keep: topic orders is as it was",
    ]);
  });
});

test("the status of deliveries goes as SNS lets it go: a role by an empty text, a rate by 0", async () => {
  const place = live({
    DisplayName: "Orders",
    LambdaFailureFeedbackRoleArn: "arn:aws:iam::111122223333:role/logs",
    LambdaSuccessFeedbackSampleRate: "100",
  });
  await perform(await plan(place, topicOf({ subscriptions: [] }), { replace: true }));
  expect(place.sns.topics.get(ARN)?.attributes).toEqual({
    DisplayName: "Orders",
    LambdaSuccessFeedbackSampleRate: "0",
  });
  expect(titles(await plan(place, topicOf({ subscriptions: [] })))).toEqual([
    "keep: topic orders is as it was",
  ]);
});

test("the size of messages goes back to SNS's own by its number, since SNS refuses an empty text", async () => {
  const place = live({ DisplayName: "Orders", MaximumMessageSize: "1048576" });
  await perform(await plan(place, topicOf({ subscriptions: [] }), { replace: true }));
  expect(place.sns.topics.get(ARN)?.attributes).toEqual({
    DisplayName: "Orders",
    MaximumMessageSize: "262144",
  });
  expect(titles(await plan(place, topicOf({ subscriptions: [] })))).toEqual([
    "keep: topic orders is as it was",
  ]);
});

describe("a subscription that is there", () => {
  const document = topicOf({
    subscriptions: topicOf().subscriptions.filter((one) => one.endpoint === FUNCTION),
  });

  test("and is as it was is kept", async () => {
    const place = live();
    place.sns.told(ARN, "lambda", FUNCTION, FILTER);
    const planned = await plan(place, document);
    expect(planned.atArm).toEqual([]);
    expect(await arm(place, planned, planned.ids)).toEqual([
      `kept: subscribe lambda ${FUNCTION} to topic orders`,
    ]);
    expect(place.sns.writes()).toEqual([]);
  });

  test("and differs blocks, and nothing is changed where it comes along", async () => {
    const place = live();
    place.sns.told(ARN, "lambda", FUNCTION, { FilterPolicy: '{"kind":["all"]}' });
    const planned = await plan(place, document);
    expect(planned.blocked.map(({ because, message }) => [because, message])).toEqual([
      ["live", `subscription lambda ${FUNCTION} of topic orders is there and differs`],
    ]);
    await expect(arm(place, planned, planned.ids)).rejects.toThrow(
      `topic orders: sns:SetSubscriptionAttributes: subscription lambda ${FUNCTION} is there, and its FilterPolicy differs`,
    );
    expect(place.sns.writes()).toEqual([]);
  });

  test("and differs is set as it was where a person says so, and not before arm", async () => {
    const place = live();
    place.sns.told(ARN, "lambda", FUNCTION, { FilterPolicy: '{"kind":["all"]}', RedrivePolicy: '{"a":1}' });
    const planned = await plan(place, document, { replace: true });
    expect(planned.atArm?.map(({ title, effect }) => [title, effect])).toEqual([
      [`set subscription lambda ${FUNCTION} of topic orders as it was`, "replace"],
    ]);
    const ids = await perform(planned);
    expect(place.sns.writes()).toEqual([]);
    const notes: string[] = [];
    await arm(place, planned, ids, notes);
    expect([...place.sns.subscriptions.values()].map(({ attributes }) => attributes)).toEqual([FILTER]);
    expect(notes).toEqual([
      `topic orders: FilterPolicy, RedrivePolicy of subscription lambda ${FUNCTION} differed, and is as it was`,
      SLOW,
    ]);
  });

  test.each([
    ["that comes to nest", FLAT, NESTED, ["FilterPolicyScope", "FilterPolicy"]],
    ["where there was none", {}, NESTED, ["FilterPolicyScope", "FilterPolicy"]],
    ["that nests no longer", NESTED, FLAT, ["FilterPolicy", "FilterPolicyScope"]],
    ["that goes", NESTED, {}, ["FilterPolicy", "FilterPolicyScope"]],
  ])("a filter %s is sent while its scope lets it nest", async (_what, is, was, sent) => {
    const place = live();
    place.sns.told(ARN, "lambda", FUNCTION, textsOf(is));
    const { filterPolicy, scope } = was;
    const attributes = { RawMessageDelivery: "false", ...(scope && { FilterPolicyScope: scope }) };
    const wanted = told(FUNCTION, { attributes, ...(filterPolicy && { filterPolicy }) });
    const planned = await plan(place, topicOf({ subscriptions: [wanted] }), { replace: true });
    await arm(place, planned, await perform(planned));
    expect(sets(place).map(([name]) => name)).toEqual(sent);
    expect((await plan(place, topicOf({ subscriptions: [wanted] }))).atArm).toEqual([]);
  });

  test("a filter that arm makes or changes holds late, and it says so of those alone", async () => {
    const notes = async (document: ReturnType<typeof topicOf>, place = live()) => {
      const told: string[] = [];
      await arm(place, await plan(place, document, { replace: true }), new Map(), told);
      return told;
    };
    expect(await notes(topicOf())).toEqual([SLOW]);
    expect(await notes(topicOf({ subscriptions: [told(OTHER)] }))).toEqual([]);
    const place = live();
    place.sns.told(ARN, "lambda", FUNCTION, FILTER);
    place.sns.told(ARN, "lambda", OTHER, { RawMessageDelivery: "true" });
    expect(await notes(topicOf({ subscriptions: [...document.subscriptions, told(OTHER)] }), place)).toEqual([
      `topic orders: RawMessageDelivery of subscription lambda ${OTHER} differed, and is as it was`,
    ]);
  });

  test("a policy of dead letters is taken away by no value, since SNS refuses an empty one", async () => {
    const place = live();
    place.sns.told(ARN, "lambda", FUNCTION, { ...FILTER, RedrivePolicy: '{"deadLetterTargetArn":"a"}' });
    const planned = await plan(place, document, { replace: true });
    await arm(place, planned, await perform(planned));
    expect(sets(place)).toEqual([["RedrivePolicy", undefined]]);
    expect([...place.sns.subscriptions.values()].map(({ attributes }) => attributes)).toEqual([FILTER]);
  });

  test("is waited for when it is made, and when it is ended, since SNS lists both late", async () => {
    const place = live();
    place.sns.lag = 3;
    const planned = await plan(place, document);
    const subscribed = `subscribe lambda ${FUNCTION} to topic orders`;
    expect(await arm(place, planned, planned.ids)).toEqual([`written: ${subscribed}`]);
    expect(await arm(place, planned, planned.ids)).toEqual([`kept: ${subscribed}`]);
    expect(await disarm(place, planned)).toEqual([`unsubscribe lambda ${FUNCTION} from topic orders`]);
    expect(await arm(place, planned, planned.ids)).toEqual([`written: ${subscribed}`]);
    expect(endpoints(place)).toEqual([FUNCTION]);
    place.sns.lag = Number.POSITIVE_INFINITY;
    expect(await disarm(place, planned)).toEqual([
      expect.stringContaining(`subscription lambda ${FUNCTION} was ended, and is listed after 60 seconds`),
    ]);
  });

  test("and that arm only sets is known as one that was there before", async () => {
    const place = live();
    place.sns.told(ARN, "lambda", FUNCTION, { FilterPolicy: '{"kind":["all"]}' });
    const planned = await plan(place, document, { replace: true });
    const asked = { arn: ARN, alongside: false, note: () => undefined };
    const all = snsTopic.activate(portsOf(place), planned.activation(planned.ids), asked);
    expect(all.map(({ changes }) => changes)).toEqual([true]);
  });

  test("and differs since the plan was made is not changed", async () => {
    const place = live();
    const planned = await plan(place, document, { replace: true });
    place.sns.told(ARN, "lambda", FUNCTION, { FilterPolicy: '{"kind":["all"]}' });
    await expect(arm(place, planned, planned.ids)).rejects.toThrow("is there, and its FilterPolicy differs");
    expect(place.sns.writes()).toEqual([]);
  });
});

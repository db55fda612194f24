import { describe, expect, test } from "vitest";
import { perform, titles } from "../../support/made-plan.ts";
import {
  arm,
  arnOf,
  disarm,
  ELSEWHERE,
  endpoints,
  FUNCTION,
  OTHER,
  placeOf,
  plan,
  QUEUE,
  told,
  topicOf,
} from "./place.ts";

const elsewhere = (arn: string): string => arn.replace("us-east-1", ELSEWHERE.region);

describe("a topic that is gone", () => {
  test("is made in one call, tells nobody, and is armed with everybody of its account", async () => {
    const place = placeOf();
    const planned = await plan(place, topicOf());
    expect(titles(planned)).toEqual(["create: create topic orders"]);
    expect(planned.atArm?.map(({ title }) => title)).toEqual([
      `subscribe lambda ${OTHER} to topic orders`,
      `subscribe lambda ${FUNCTION} to topic orders`,
      `subscribe sqs ${QUEUE} to topic orders`,
    ]);
    const ids = await perform(planned);
    expect(place.sns.writes()).toEqual(["CreateTopic"]);
    expect(endpoints(place)).toEqual([]);
    expect(await arm(place, planned, ids)).toEqual([
      `written: subscribe lambda ${OTHER} to topic orders`,
      `written: subscribe lambda ${FUNCTION} to topic orders`,
      `written: subscribe sqs ${QUEUE} to topic orders`,
    ]);
    expect(endpoints(place)).toEqual([OTHER, FUNCTION, QUEUE]);
    expect(place.sns.calls.filter(({ name }) => name === "Subscribe")[1]?.input).toEqual({
      TopicArn: arnOf("sns", "orders"),
      Protocol: "lambda",
      Endpoint: FUNCTION,
      Attributes: { FilterPolicy: '{"kind":["order"]}' },
      ReturnSubscriptionArn: true,
    });
  });

  test("says whom no restore can subscribe", async () => {
    const others = [
      { protocol: "email", endpoint: "ops@example.com", attributes: {} },
      { protocol: "sqs", endpoint: arnOf("sqs", "theirs"), owner: "999988887777", attributes: {} },
    ];
    const { warnings } = await plan(placeOf(), topicOf({ others }));
    expect(warnings).toEqual([
      "topic orders told email ops@example.com: its owner has to subscribe it again, and confirm it",
      `topic orders told sqs ${arnOf("sqs", "theirs")}: account 999988887777 has to subscribe it again, and confirm it`,
    ]);
  });

  test("elsewhere tells what is restored with it or mapped, and says who stays behind", async () => {
    const place = placeOf(ELSEWHERE);
    const planned = await plan(place, topicOf(), {
      restored: new Set([FUNCTION, arnOf("sns", "orders")]),
      together: new Set([elsewhere(FUNCTION)]),
      map: { [FUNCTION]: elsewhere(FUNCTION), [QUEUE]: elsewhere(QUEUE) },
    });
    expect(planned.blocked).toEqual([]);
    expect(planned.warnings).toEqual([
      `topic orders told lambda ${OTHER}, which is not restored with it: it no longer does; map it to what stands for it if it is to`,
    ]);
    await arm(place, planned, await perform(planned));
    expect(endpoints(place)).toEqual([elsewhere(FUNCTION), elsewhere(QUEUE)]);
  });

  test("elsewhere and by itself is blocked by everybody without a counterpart", async () => {
    const { blocked } = await plan(placeOf(ELSEWHERE), topicOf());
    expect(blocked.map(({ because, message }) => [because, message.split(": ")[1]])).toEqual([
      ["untranslated", OTHER],
      ["untranslated", FUNCTION],
      ["untranslated", QUEUE],
    ]);
  });

  test("is not made with a key or a role that is not there, or for anybody", async () => {
    const key = arnOf("kms", "key/1");
    const role = "arn:aws:iam::111122223333:role/logs";
    const place = placeOf();
    for (const one of [key, role]) place.absent.add(one);
    const { blocked } = await plan(
      place,
      topicOf({
        attributes: { KmsMasterKeyId: key, LambdaFailureFeedbackRoleArn: role },
        policy: {
          Statement: [{ Sid: "all", Effect: "Allow", Principal: "*", Action: "sns:Publish", Resource: "*" }],
        },
      }),
    );
    expect(blocked.map(({ because, message }) => [because, message])).toEqual([
      ["key", `key ${key} of topic orders does not exist or is not enabled`],
      ["role", `role ${role} of topic orders does not exist`],
      ["public", "statement all of the policy of topic orders lets anybody use it"],
    ]);
  });

  test.each([
    ["orders.fifo", {}, "orders.fifo cannot be the name of a standard topic"],
    ["orders", { FifoTopic: "true" }, "orders cannot be the name of a FIFO topic"],
  ])("is not asked for under a name that it cannot have: %s", async (name, attributes, message) => {
    const place = placeOf();
    const { blocked } = await plan(place, topicOf({ attributes }), { name });
    expect(blocked.map((one) => one.message.split(":")[0])).toEqual([message]);
    expect(place.sns.calls).toEqual([]);
  });
});

describe("a version of a function", () => {
  const version = `${FUNCTION}:7`;
  const document = topicOf({ subscriptions: [told(version)] });

  test("is told by the number that it has now", async () => {
    const place = placeOf();
    const planned = await plan(place, document);
    const ids = await perform(planned);
    ids.set(version, `${FUNCTION}:3`);
    await arm(place, planned, ids);
    expect(endpoints(place)).toEqual([`${FUNCTION}:3`]);
  });

  test("that did not come back is said when it is armed", async () => {
    const place = placeOf();
    const planned = await plan(place, document);
    const ids = await perform(planned);
    ids.set(`${FUNCTION}:6`, `${FUNCTION}:1`);
    await expect(arm(place, planned, ids)).rejects.toThrow(
      `the version that it told did not come back: ${version}`,
    );
  });

  test("elsewhere needs its counterpart, where its function is not restored with it", async () => {
    const { blocked } = await plan(placeOf(ELSEWHERE), document, {
      map: { [FUNCTION]: elsewhere(FUNCTION) },
    });
    expect(blocked.map(({ message }) => message)).toEqual([
      `subscriptions[0].endpoint: ${version}: version 7 of ${elsewhere(FUNCTION)} need not be the same code; name the version that stands for it`,
    ]);
  });
});

test("disarmed it tells nobody of its own; a subscription that was changed since, and others', stay", async () => {
  const place = placeOf();
  const planned = await plan(place, topicOf());
  await arm(place, planned, await perform(planned));
  const topic = arnOf("sns", "orders");
  const theirs = place.sns.told(topic, "https", "https://partner.example/hook");
  const [changed] = [...place.sns.subscriptions].find(([, { endpoint }]) => endpoint === OTHER) ?? [""];
  place.sns.SetSubscriptionAttributes({
    SubscriptionArn: changed,
    AttributeName: "RawMessageDelivery",
    AttributeValue: "true",
  });
  expect(await disarm(place, planned)).toEqual([
    `unsubscribe sqs ${QUEUE} from topic orders`,
    `unsubscribe lambda ${FUNCTION} from topic orders`,
    `topic orders: sns:Unsubscribe: RawMessageDelivery of subscription lambda ${OTHER} was changed since, and is left as it is\n` +
      "  help: look who changed it, and take it back yourself",
  ]);
  expect([...place.sns.subscriptions.keys()].sort()).toEqual([changed, theirs].sort());
});

import { describe, expect, test } from "vitest";
import { snsTopic } from "../../../modules/protectors/sns-topic/protector.ts";
import { MemorySpool } from "../../support/memory-spool.ts";
import { noBytes } from "../../support/no-bytes.ts";
import { arm, arnOf, FUNCTION, placeOf, plan, portsOf, QUEUE } from "./place.ts";

const ARN = arnOf("sns", "orders");
const DEAD = JSON.stringify({ deadLetterTargetArn: arnOf("sqs", "dead") });
const item = { kind: "sns-topic" as const, id: "orders", name: "orders", arn: ARN, related: [] };

function capture(place = placeOf()) {
  return snsTopic.capture(
    {
      ...portsOf(place),
      download: noBytes,
      spool: new MemorySpool(),
      known: () => Promise.resolve(undefined),
    },
    item,
    {
      scope: { versions: 1, triggers: "all", environment: true } as never,
      keep: async ({ open: _ }) => {
        throw new Error("nothing is kept");
      },
      today: "2026-11-29",
    },
  );
}

function orders() {
  const place = placeOf();
  place.sns.CreateTopic({
    Name: "orders",
    Attributes: { DisplayName: "Orders" },
    Tags: [{ Key: "a", Value: "b" }],
  });
  return place;
}

describe("a topic is captured", () => {
  test("with the numbers of its filters to the letter, which it is armed with, and by which filters differ", async () => {
    const text = '{"price":[{"numeric":[">",4.0,"<",12345678901234567890]}]}';
    const subscribed = (FilterPolicy: string) => {
      const place = orders();
      place.sns.told(ARN, "lambda", FUNCTION, { FilterPolicy });
      return place;
    };
    const { document, secrets } = (await capture(subscribed(text))) ?? {};
    if (document === undefined) throw new Error("nothing was captured");
    const there = orders();
    const kept = { ...(secrets !== undefined && { secrets }) };
    const planned = await plan(there, document, kept);
    await arm(there, planned, planned.ids);
    expect([...there.sns.subscriptions.values()].map(({ attributes }) => attributes)).toEqual([
      { FilterPolicy: text },
    ]);
    expect((await plan(subscribed(text), document, kept)).atArm).toEqual([]);
    expect((await plan(subscribed(text.replace("7890", "7891")), document, kept)).blocked).toHaveLength(1);
  });

  test("with whom it tells, apart from those who must subscribe again", async () => {
    const place = orders();
    const filter = '{"kind":["order"]}';
    place.sns.told(ARN, "sqs", QUEUE, { RawMessageDelivery: "true", RedrivePolicy: DEAD });
    place.sns.told(ARN, "lambda", FUNCTION, { FilterPolicy: filter });
    place.sns.told(ARN, "email", "ops@example.com");
    place.sns.told(
      ARN,
      "lambda",
      "arn:aws:lambda:us-east-1:999988887777:function:theirs",
      {},
      "999988887777",
    );
    const found = await capture(place);
    expect(found?.secrets).toEqual({ sealed: { "subscriptions[0].filterPolicy": { kind: ["order"] } } });
    expect(found?.document).toEqual({
      kind: "sns-topic",
      name: "orders",
      arn: ARN,
      account: "111122223333",
      region: "us-east-1",
      attributes: { DisplayName: "Orders" },
      subscriptions: [
        {
          protocol: "lambda",
          endpoint: FUNCTION,
          attributes: { RawMessageDelivery: "false", FilterPolicyScope: "MessageAttributes" },
        },
        {
          protocol: "sqs",
          endpoint: QUEUE,
          attributes: { RawMessageDelivery: "true" },
          redrivePolicy: { deadLetterTargetArn: arnOf("sqs", "dead") },
        },
      ],
      others: [
        { protocol: "email", endpoint: "ops@example.com", pending: true, attributes: {} },
        {
          protocol: "lambda",
          endpoint: "arn:aws:lambda:us-east-1:999988887777:function:theirs",
          owner: "999988887777",
          attributes: {},
        },
      ],
      tags: { a: "b" },
    });
  });

  test.each([
    ["https://user:word@hooks.example.com/in", "https://hooks.example.com"],
    ["https://hooks.example.com/services/T0/B0/key", "https://hooks.example.com"],
    ["http://hooks.example.com:8080?key=1", "http://hooks.example.com:8080"],
  ])("of an address on the web it shows the host alone: %s", async (endpoint, shown) => {
    const place = orders();
    place.sns.told(ARN, endpoint.split(":")[0] ?? "", endpoint);
    const found = await capture(place);
    expect(found?.document.others.map((one) => one.endpoint)).toEqual([shown]);
    expect(found?.secrets).toEqual({ addresses: [endpoint] });
  });

  test("without the policy that SNS gives every topic", async () => {
    expect((await capture(orders()))?.document).not.toHaveProperty("policy");
  });

  test("again where whom it tells changes meanwhile", async () => {
    const place = orders();
    place.sns.wire.before = ({ name }) => {
      if (name === "ListTagsForResource" && endpointsOf(place) === 0) place.sns.told(ARN, "lambda", FUNCTION);
      return undefined;
    };
    const found = await capture(place);
    expect(found?.document.subscriptions.map(({ endpoint }) => endpoint)).toEqual([FUNCTION]);
    expect(place.sns.called().filter((name) => name === "ListTagsForResource")).toHaveLength(2);
  });

  test("not at all when it is gone", async () => {
    expect(await capture()).toBeUndefined();
  });
});

function endpointsOf({ sns }: ReturnType<typeof placeOf>): number {
  return sns.subscriptions.size;
}

test("its related things are the queues of what it cannot deliver", async () => {
  const place = orders();
  place.sns.told(ARN, "lambda", FUNCTION, { RedrivePolicy: DEAD });
  place.sns.told(ARN, "sqs", QUEUE, { RedrivePolicy: DEAD });
  expect(await snsTopic.related?.(portsOf(place), item, { triggers: "all", warn: () => undefined })).toEqual([
    { kind: "sqs-queue", id: "dead", arn: arnOf("sqs", "dead") },
  ]);
});

test("of thirty thousand queues that a topic tells two hundred are asked about, and it is said", async () => {
  const place = placeOf();
  place.sns.page = 100;
  place.sns.CreateTopic({ Name: "orders" });
  for (let n = 0; n < 30_000; n++) place.sns.told(ARN, "sqs", arnOf("sqs", `q${n}`), { RedrivePolicy: DEAD });
  const warned: string[] = [];
  const warn = (text: string) => void warned.push(text);
  expect(await snsTopic.related?.(portsOf(place), item, { triggers: "all", warn })).toEqual([
    { kind: "sqs-queue", id: "dead", arn: arnOf("sqs", "dead") },
  ]);
  expect(place.sns.called().filter((name) => name === "ListSubscriptionsByTopic")).toHaveLength(3);
  expect(place.sns.called().filter((name) => name === "GetSubscriptionAttributes")).toHaveLength(200);
  expect(warned).toEqual([
    "sns-topic/orders has more subscriptions than are looked into: dead-letter queues of the first 200 are captured with it; to keep others, name them in select.resources",
  ]);
});

test("an inventory reads all subscriptions as one list, and says whom each topic feeds, with qualifiers", async () => {
  const place = orders();
  const quiet = place.sns.CreateTopic({ Name: "quiet" }).TopicArn;
  place.sns.told(ARN, "lambda", `${FUNCTION}:live`);
  place.sns.told(ARN, "email", "ops@example.com");
  place.sns.told(ARN, "sqs", QUEUE);
  const found = [];
  for await (const one of snsTopic.inventory(portsOf(place), {
    triggers: "all",
    needsTags: () => true,
    warn: fail,
  }))
    found.push([one.id, one.arn, one.feeds]);
  expect(found).toEqual([
    ["orders", ARN, [`${FUNCTION}:live`, QUEUE]],
    ["quiet", quiet, []],
  ]);
  expect(place.sns.called()).toEqual(["ListSubscriptions", "ListSubscriptions", "ListTopics"]);
});

function fail(): never {
  throw new Error("nothing is warned of");
}

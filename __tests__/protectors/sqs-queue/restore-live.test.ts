import { describe, expect, test } from "vitest";
import { arnOf, HOME, KEY, queueOf, urlOf } from "../../support/arbitrary-queue.ts";
import { perform, titles } from "../../support/made-plan.ts";
import { Place } from "./place.ts";
import { placeFor, plan } from "./plan.ts";

const DEAD = { deadLetterTargetArn: arnOf("dead"), maxReceiveCount: 5 };

describe("a queue that is there and differs", () => {
  const captured = queueOf("orders", {
    attributes: { DelaySeconds: "9", MessageRetentionPeriod: "60" },
    tags: { team: "shop" },
  });
  const there = (): Place => {
    const sqs = new Place();
    sqs.put(queueOf("dead"));
    sqs.put(
      queueOf("orders", {
        attributes: { SomethingNew: "on" },
        redrivePolicy: DEAD,
        tags: { team: "depot", own: "stays" },
      }),
    );
    return sqs;
  };
  const SET = "set DelaySeconds, MessageRetentionPeriod, RedrivePolicy of queue orders";

  test("is left alone unless it may be replaced", async () => {
    const { blocked, live } = await plan(there(), captured);
    expect(live).toBe("there");
    const hint = "say --replace to make it as it was captured, or restore under another name";
    expect(blocked).toEqual([
      { because: "live", message: `queue orders is there and differs: ${SET}`, hint },
      { because: "live", message: "queue orders is there and differs: set tags team of queue orders", hint },
    ]);
  });

  test("is replaced by exactly what differs; tags that are not in the point stay", async () => {
    const sqs = there();
    const planned = await plan(sqs, captured, { replace: true });
    expect(planned.blocked).toEqual([]);
    expect(titles(planned)).toEqual([`replace: ${SET}`, "replace: set tags team of queue orders"]);
    expect(planned.warnings).toEqual([
      "SomethingNew of queue orders is not in the point; it stays",
      "queue orders keeps messages for 345600 seconds now: those older than 60 seconds will expire",
    ]);
    await perform(planned);
    expect(sqs.sent).toEqual([
      {
        QueueUrl: urlOf("orders"),
        Attributes: { DelaySeconds: "9", MessageRetentionPeriod: "60", RedrivePolicy: "" },
      },
      { QueueUrl: urlOf("orders"), Tags: { team: "shop" } },
    ]);
    expect(sqs.queues.get("orders")?.tags).toEqual({ team: "shop", own: "stays" });
    expect(titles(await plan(sqs, captured))).toEqual(["keep: queue orders is as it was"]);
  });

  test.each<[string, Record<string, string>, Record<string, string>, Record<string, string>]>([
    [
      "from a key to SQS's encryption",
      { SqsManagedSseEnabled: "true" },
      { SqsManagedSseEnabled: "false", KmsMasterKeyId: KEY, KmsDataKeyReusePeriodSeconds: "300" },
      { SqsManagedSseEnabled: "true", KmsMasterKeyId: "" },
    ],
    [
      "from SQS's encryption to a key",
      { SqsManagedSseEnabled: "false", KmsMasterKeyId: KEY, KmsDataKeyReusePeriodSeconds: "300" },
      { SqsManagedSseEnabled: "true" },
      { KmsMasterKeyId: KEY, KmsDataKeyReusePeriodSeconds: "300" },
    ],
  ])("goes %s", async (_title, was, is, sent) => {
    const sqs = placeFor(captured, HOME);
    sqs.put(queueOf("orders", { attributes: is }));
    await perform(await plan(sqs, queueOf("orders", { attributes: was }), { replace: true }));
    expect(sqs.sent.map(({ Attributes }) => Attributes)).toEqual([sent]);
  });

  test("in its type cannot be made the same", async () => {
    const sqs = new Place();
    sqs.put(queueOf("orders.fifo"));
    const document = queueOf("orders.fifo", { attributes: { FifoQueue: "true" } });
    expect((await plan(sqs, document, { replace: true })).blocked).toEqual([
      {
        because: "inexpressible",
        message: "queue orders.fifo is there, and its FifoQueue cannot be changed",
        hint: "restore under another name",
      },
    ]);
  });
});

import { describe, expect, test } from "vitest";
import type { Configuration } from "../../../modules/protectors/s3-notifications/document.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { BucketsAt, calling, documentOf, EUROPE, functionAt, HOME } from "./place.ts";
import { planAt } from "./restoring.ts";

const ORDERS = functionAt("orders");
const ORDERS_EU = functionAt("orders", EUROPE.region);
const MAP = { "orders-in": "orders-in", [ORDERS]: ORDERS_EU };
const telling = (...arns: string[]): Configuration => ({
  LambdaFunctionConfigurations: arns.map((arn, n) => calling(arn, `n${n}`)),
});

function region(configuration: Configuration = {}, at = HOME): BucketsAt {
  const there = new BucketsAt(at);
  there.put("orders-in", configuration);
  return there;
}

test("nothing is written: what is told is written at activation", async () => {
  const there = region();
  const plan = await planAt(there, documentOf(telling(ORDERS)));
  expect(plan).toMatchObject({ live: "there", steps: [], blocked: [], warnings: [], ids: new Map() });
  expect(plan.atArm).toEqual([
    {
      title: "merge notifications into bucket orders-in",
      call: "s3:PutBucketNotification",
      effect: "create",
    },
  ]);
  expect(plan.activation(new Map())).toEqual({
    bucket: "orders-in",
    configuration: telling(ORDERS),
    lost: [],
  });
  expect(there.buckets.called()).toEqual(["GetBucketNotificationConfiguration"]);
});

test("what is told already is kept, and the step says so", async () => {
  const { steps, atArm } = await planAt(region(telling(ORDERS)), documentOf(telling(ORDERS)));
  expect(atArm).toEqual([]);
  expect(steps).toEqual([
    {
      title: "notifications of bucket orders-in are as they were",
      call: "s3:GetBucketNotification",
      effect: "keep",
    },
  ]);
});

test("a restore makes no bucket: without it nothing may be done", async () => {
  expect(await planAt(new BucketsAt(), documentOf(telling(ORDERS)))).toMatchObject({
    live: "absent",
    blocked: [
      {
        because: "incomplete",
        message: "bucket orders-in is not there, and a restore makes no bucket",
        hint: "create it first, or map it to one that exists",
      },
    ],
  });
});

test("a bucket without a counterpart is not looked for", async () => {
  const there = region({}, EUROPE);
  const { blocked } = await planAt(there, documentOf(telling(ORDERS)));
  expect(blocked.map(({ because, message }) => [because, message.split(":")[0]])).toEqual([
    ["untranslated", "bucket"],
    ["untranslated", "configuration.LambdaFunctionConfigurations[0].LambdaFunctionArn"],
  ]);
  expect(there.buckets.calls).toEqual([]);
});

test("a bucket that refuses us is told with what to allow", async () => {
  const there = region();
  there.wire.refusals.set("GetBucketNotificationConfiguration", [awsError("AccessDenied", 403)]);
  await expect(planAt(there, documentOf(telling(ORDERS)))).rejects.toThrow(
    /bucket orders-in: s3:GetBucketNotification: .*\n.*allow s3:GetBucketNotification to the role/,
  );
});

test("an entry of somebody else for the same event is a warning, for it may be removed before arm", async () => {
  const theirs = { Id: "theirs", QueueArn: "arn:aws:sqs:us-east-1:1:q", Events: ["s3:ObjectCreated:Put"] };
  const plan = await planAt(region({ QueueConfigurations: [theirs] }), documentOf(telling(ORDERS)));
  expect(plan.blocked).toEqual([]);
  expect(plan.warnings).toEqual([
    "bucket orders-in has entry theirs to arn:aws:sqs:us-east-1:1:q for the same events, and S3 takes one destination for an event: " +
      "remove or narrow that entry before arm",
  ]);
});

describe("entries that call a published version", () => {
  const versioned = documentOf(telling(`${ORDERS}:7`, `${ORDERS}:live`));
  const there = () => region({}, EUROPE);

  test("follow the number that the version has now", async () => {
    const together = new Set([ORDERS_EU]);
    const { blocked, activation } = await planAt(there(), versioned, { map: MAP, together });
    expect(blocked).toEqual([]);
    expect(activation(new Map([[`${ORDERS}:7`, `${ORDERS_EU}:1`]]))).toEqual({
      bucket: "orders-in",
      configuration: telling(`${ORDERS_EU}:1`, `${ORDERS_EU}:live`),
      lost: [],
    });
  });

  test("that did not come back are told by name, and the others are activated", async () => {
    const together = new Set([ORDERS_EU]);
    const { activation } = await planAt(there(), versioned, { map: MAP, together });
    for (const ids of [[], [[`${ORDERS}:6`, `${ORDERS_EU}:1`] as const]])
      expect(activation(new Map(ids))).toEqual({
        bucket: "orders-in",
        configuration: { LambdaFunctionConfigurations: [calling(`${ORDERS_EU}:live`, "n1")] },
        lost: [`${ORDERS}:7`],
      });
  });

  test("of another function that is not made here are refused: its numbers are its own", async () => {
    const { blocked } = await planAt(there(), versioned, { map: MAP });
    expect(blocked).toMatchObject([
      {
        because: "untranslated",
        message:
          `configuration.LambdaFunctionConfigurations[0].LambdaFunctionArn: ${ORDERS}:7: ` +
          `version 7 of ${ORDERS_EU} need not be the same code; name the version that stands for it`,
        hint: "add it to the file of --map",
      },
    ]);
  });

  test("go where a person says", async () => {
    const map = { ...MAP, [`${ORDERS}:7`]: `${ORDERS_EU}:3` };
    const { blocked, activation } = await planAt(there(), versioned, { map });
    expect(blocked).toEqual([]);
    expect(activation(new Map())).toMatchObject({
      configuration: telling(`${ORDERS_EU}:3`, `${ORDERS_EU}:live`),
      lost: [],
    });
  });

  test("of a function that stayed at home stay too; of one that came back there without it, not", async () => {
    const { activation } = await planAt(region(), versioned);
    expect(activation(new Map())).toMatchObject({ configuration: versioned.configuration, lost: [] });
    expect(activation(new Map([[`${ORDERS}:6`, `${ORDERS}:9`]]))).toMatchObject({ lost: [`${ORDERS}:7`] });
  });
});

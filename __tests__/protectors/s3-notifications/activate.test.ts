import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FormError } from "../../../modules/protectors/protector.ts";
import type { Configuration } from "../../../modules/protectors/s3-notifications/document.ts";
import { s3Notifications } from "../../../modules/protectors/s3-notifications/protector.ts";
import { arbitraryConfiguration } from "../../support/arbitrary-notifications.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { ACCOUNT, BucketsAt, documentOf, functionAt } from "./place.ts";
import { activateAt, planAt } from "./restoring.ts";

const OURS = { Id: "in", LambdaFunctionArn: `${functionAt("orders")}:live`, Events: ["s3:ObjectCreated:*"] };
const FOREIGN = {
  EventBridgeConfiguration: {},
  LambdaFunctionConfigurations: [
    { Id: "theirs", LambdaFunctionArn: functionAt("other"), Events: ["s3:ObjectRemoved:*"] },
  ],
  QueueConfigurations: [
    { Id: "queue", QueueArn: "arn:aws:sqs:us-east-1:1:q", Events: ["s3:ObjectRestore:*"] },
  ],
  TopicConfigurations: [
    { Id: "topic", TopicArn: "arn:aws:sns:us-east-1:1:t", Events: ["s3:ObjectTagging:*"] },
  ],
};
const BUCKET = "orders-in";
const ACTIVATION = {
  bucket: BUCKET,
  configuration: { LambdaFunctionConfigurations: [OURS] },
  lost: [] as string[],
};

function region(configuration: Configuration = {}): BucketsAt {
  const there = new BucketsAt();
  there.put(BUCKET, configuration);
  return there;
}

const activatings = (there: BucketsAt, activation: object = ACTIVATION) =>
  s3Notifications.activate(there.all, activation as typeof ACTIVATION);

test("a dry run says what would be told, and changes nothing", async () => {
  const there = region();
  const [one, ...others] = activatings(there);
  expect(others).toEqual([]);
  expect(one).toMatchObject({
    title: "notify orders of events in bucket orders-in",
    call: "s3:PutBucketNotification",
  });
  expect(await one?.active()).toBe(false);
  expect(there.buckets.called()).toEqual(["GetBucketNotificationConfiguration"]);
});

test("the title names everybody who is told, each once; where nobody is, there is nothing to activate", () => {
  const queue = { QueueArn: "arn:aws:sqs:us-east-1:1:orders.fifo", Events: [] };
  const topic = { TopicArn: "arn:aws:sns:us-east-1:1:news", Events: [] };
  const configuration = {
    LambdaFunctionConfigurations: [OURS, { ...OURS, Id: "again" }],
    QueueConfigurations: [queue],
    TopicConfigurations: [topic],
    EventBridgeConfiguration: {},
  };
  const titles = (of: object) =>
    activatings(region(), { ...ACTIVATION, configuration: of }).map((one) => one.title);
  expect(titles(configuration)).toEqual([
    "notify orders, orders.fifo, news, EventBridge of events in bucket orders-in",
  ]);
  expect(titles({})).toEqual([]);
});

test("foreign entries, queues, topics and EventBridge survive; ours is there", async () => {
  const there = region(FOREIGN);
  expect(await activateAt(there, ACTIVATION)).toEqual(["written"]);
  expect(there.told(BUCKET)).toEqual({
    ...FOREIGN,
    LambdaFunctionConfigurations: [...FOREIGN.LambdaFunctionConfigurations, OURS],
  });
  expect(there.buckets.calls.map(({ input }) => input.ExpectedBucketOwner)).toEqual([
    ACCOUNT,
    ACCOUNT,
    ACCOUNT,
  ]);
});

test("what S3 may tell one day beside it survives too", async () => {
  const later = { StreamConfigurations: [{ Id: "s" }] } as Configuration;
  const there = region(later);
  await activateAt(there, ACTIVATION);
  expect(there.told(BUCKET)).toEqual({ ...later, ...ACTIVATION.configuration });
});

test("queues, topics and the flag are told where the activation holds them", async () => {
  const there = region();
  expect(await activateAt(there, { ...ACTIVATION, configuration: FOREIGN })).toEqual(["written"]);
  expect(there.told(BUCKET)).toEqual(FOREIGN);
});

test("activated again, it finds everything as it should be and writes nothing", async () => {
  const there = region();
  await activateAt(there, ACTIVATION);
  const calls = there.buckets.calls.length;
  expect(await activatings(there)[0]?.active()).toBe(true);
  expect(await activateAt(there, ACTIVATION)).toEqual(["kept"]);
  expect(there.buckets.called().slice(calls)).toEqual([
    "GetBucketNotificationConfiguration",
    "GetBucketNotificationConfiguration",
  ]);
});

test("an entry that sends the same event elsewhere is named, for S3 would refuse ours", async () => {
  const queue = {
    Id: "overlapping",
    QueueArn: "arn:aws:sqs:us-east-1:1:q",
    Events: ["s3:ObjectCreated:Put"],
    Filter: { Key: { FilterRules: [{ Name: "Prefix", Value: "a/" }] } },
  };
  const there = region({ QueueConfigurations: [queue] });
  const said =
    "bucket orders-in: s3:PutBucketNotification: S3 takes no two destinations for one event: overlapping overlaps\n" +
    "  help: remove or narrow that entry; then arm again";
  await expect(activatings(there)[0]?.active()).rejects.toThrow(said);
  expect(await activateAt(there, ACTIVATION)).toEqual([said]);
  expect(there.told(BUCKET)).toEqual({ QueueConfigurations: [queue] });
});

describe("another writer", () => {
  test("that removes ours between is written over, and what it wrote stays", async () => {
    const there = region();
    let other = 2;
    there.buckets.afterPut = () => {
      if (other-- > 0) there.put(BUCKET, FOREIGN);
    };
    expect(await activateAt(there, ACTIVATION)).toEqual(["written"]);
    expect(there.told(BUCKET).LambdaFunctionConfigurations).toEqual([
      ...FOREIGN.LambdaFunctionConfigurations,
      OURS,
    ]);
  });

  test("that never stops is told after four writes", async () => {
    const there = region();
    there.buckets.afterPut = () => there.put(BUCKET, FOREIGN);
    const [message] = await activateAt(there, ACTIVATION);
    expect(message).toContain("another writer keeps undoing it");
    expect(there.buckets.writes()).toHaveLength(4);
  });
});

test("a permission that S3 does not see yet is waited for; one that never comes is told with its hint", async () => {
  const unseen = () =>
    awsError("InvalidArgument", 400, "Unable to validate the following destination configurations");
  const there = region();
  there.wire.refusals.set("PutBucketNotificationConfiguration", [unseen(), unseen()]);
  expect(await activateAt(there, ACTIVATION)).toEqual(["written"]);

  const never = region();
  never.wire.before = ({ name }) => (name.startsWith("Put") ? unseen() : undefined);
  const [message] = await activateAt(never, ACTIVATION);
  expect(message).toContain("S3 must be allowed to invoke the function (lambda:AddPermission");
});

test("a version that did not come back is told by name, and the others are told of events", async () => {
  const there = region();
  const lost = [`${functionAt("orders")}:7`];
  const [written, message] = await activateAt(there, { ...ACTIVATION, lost });
  expect(written).toBe("written");
  expect(message).toContain(`the version that it called did not come back: ${lost[0]}`);
  const [, dry] = activatings(there, { ...ACTIVATION, lost });
  await expect(dry?.active()).rejects.toThrow(lost[0]);
});

test.each([null, {}, { ...ACTIVATION, lost: undefined }, { ...ACTIVATION, configuration: { Lambdas: [] } }])(
  "%j is no activation",
  (activation) => {
    const plain = JSON.parse(JSON.stringify(activation));
    expect(() => s3Notifications.activate(region().all, plain)).toThrow(FormError);
  },
);

test("captured, restored, activated and captured again at home: no differences, and the second time no write", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryConfiguration("us-east-1"), async (configuration) => {
      const was = documentOf(configuration);
      const there = region();
      for (const round of [1, 2]) {
        const plan = await planAt(there, was);
        const writes = there.buckets.writes().length;
        await activateAt(there, plan.activation(new Map()));
        if (round === 2) expect(there.buckets.writes()).toHaveLength(writes);
        const is = await there.captured(BUCKET);
        expect(s3Notifications.differences(was, is, {}, { armed: true })).toEqual([]);
        expect(is).toEqual(was);
      }
    }),
  );
});

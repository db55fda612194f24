import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FormError } from "../../../modules/protectors/protector.ts";
import type { Configuration } from "../../../modules/protectors/s3-notifications/document.ts";
import { s3Notifications } from "../../../modules/protectors/s3-notifications/protector.ts";
import { arbitraryConfiguration } from "../../support/arbitrary-notifications.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { seedFunction } from "../../support/seed-function.ts";
import { ACCOUNT, BucketsAt, calling, documentOf, functionAt } from "./place.ts";
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

const ASKED = { arn: `arn:aws:s3:::${BUCKET}`, alongside: false, note: () => undefined };
const activatings = (there: BucketsAt, activation: object = ACTIVATION, asked = ASKED) =>
  s3Notifications.activate(there.all, activation as typeof ACTIVATION, asked);

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
  const owners = new Set(there.buckets.calls.map(({ input }) => input.ExpectedBucketOwner));
  expect([...owners]).toEqual([ACCOUNT]);
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
    "bucket orders-in: s3:PutBucketNotification: S3 takes one destination for an event, and " +
    "entry overlapping to arn:aws:sqs:us-east-1:1:q is told of it\n  help: remove or narrow that entry; then arm again";
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

  test("that never stops is told after eight writes", async () => {
    const there = region();
    there.buckets.afterPut = () => there.put(BUCKET, FOREIGN);
    const [message] = await activateAt(there, ACTIVATION);
    expect(message).toContain("another writer keeps undoing it");
    expect(there.buckets.writes()).toHaveLength(8);
  });

  test("that read before ours wrote, and writes seconds later, is seen: ours is written again", async () => {
    const there = region();
    let naps = 0;
    const late = () => {
      naps += 1;
      if (naps === 2) there.put(BUCKET, FOREIGN);
    };
    const ports = { ...there.all, sleep: async () => late() };
    for (const { activate } of s3Notifications.activate(ports, ACTIVATION, ASKED))
      expect(await activate()).toBe("written");
    expect(there.told(BUCKET).LambdaFunctionConfigurations).toEqual([
      ...FOREIGN.LambdaFunctionConfigurations,
      OURS,
    ]);
  });
});

test("four that write one bucket at the same time all have their entries in the end", async () => {
  const there = region(FOREIGN);
  const names = ["a", "b", "c", "d"];
  const all = names.map((name) => ({
    ...ACTIVATION,
    configuration: { LambdaFunctionConfigurations: [calling(functionAt(name), name)] },
  }));
  // Timers of the machine, so that they come between each other; a pause of a second is a millisecond.
  const ports = { ...there.all, sleep: (ms: number) => pause(ms / 1000) };
  const told = await Promise.all(
    all.map(async (activation) => {
      const [one] = s3Notifications.activate(ports, activation, ASKED);
      return one?.activate();
    }),
  );
  expect(told).toEqual(["written", "written", "written", "written"]);
  const ids = there.told(BUCKET).LambdaFunctionConfigurations?.map(({ Id }) => String(Id));
  expect(ids?.toSorted()).toEqual([...names, "theirs"]);
});

describe("an entry in the way of ours", () => {
  const old = { Id: "in", LambdaFunctionArn: functionAt("orders-old"), Events: ["s3:ObjectCreated:Put"] };

  test("that calls a function which answers stays, whatever its Id, and is told", async () => {
    const there = region({ LambdaFunctionConfigurations: [old] });
    seedFunction(there.lambda, "orders-old");
    const [message] = await activateAt(there, ACTIVATION);
    expect(message).toContain(`entry in to ${old.LambdaFunctionArn} is told of it`);
    expect(there.told(BUCKET).LambdaFunctionConfigurations).toEqual([old]);
  });

  test("that calls a function which is gone is replaced, and said", async () => {
    const there = region({ LambdaFunctionConfigurations: [old] });
    const notes: string[] = [];
    expect(await activateAt(there, ACTIVATION, (text) => notes.push(text))).toEqual(["written"]);
    expect(there.told(BUCKET).LambdaFunctionConfigurations).toEqual([OURS]);
    expect(notes).toEqual([
      `bucket orders-in: entry in to ${old.LambdaFunctionArn} is replaced, for that function is gone`,
    ]);
  });
});

test("an entry of ours that was changed since is said with what it becomes", async () => {
  const changed = { ...OURS, ...{ Events: ["s3:ObjectRemoved:*"] } };
  const there = region({ LambdaFunctionConfigurations: [changed] });
  const notes: string[] = [];
  const note = (text: string): unknown => notes.push(text);
  const said =
    `bucket orders-in: entry in to ${OURS.LambdaFunctionArn} was changed since: ` +
    "s3:ObjectRemoved:* of * becomes s3:ObjectCreated:* of *";
  const [one] = activatings(there, ACTIVATION, { ...ASKED, note: note as () => undefined });
  expect(await one?.active()).toBe(false);
  expect(notes).toEqual([said]);
  expect(await activateAt(there, ACTIVATION, note)).toEqual(["written"]);
  expect(notes).toEqual([said, said]);
});

test("two entries that were joined to one since come back as two, which S3 takes", async () => {
  const removed = { ...OURS, Id: "gone", Events: ["s3:ObjectRemoved:*"] };
  const joined = { ...OURS, Id: "all", Events: [...OURS.Events, ...removed.Events] };
  const there = region({ LambdaFunctionConfigurations: [joined] });
  const configuration = { LambdaFunctionConfigurations: [OURS, removed] };
  const notes: string[] = [];
  const note = (text: string): unknown => notes.push(text);
  expect(await activateAt(there, { ...ACTIVATION, configuration }, note)).toEqual(["written"]);
  expect(there.told(BUCKET).LambdaFunctionConfigurations).toEqual([{ ...OURS, Id: "all" }, removed]);
  expect(notes).toEqual([
    `bucket orders-in: entry all to ${OURS.LambdaFunctionArn} was changed since: s3:ObjectCreated:*, ` +
      "s3:ObjectRemoved:* of * becomes s3:ObjectCreated:* of * and s3:ObjectRemoved:* of *",
  ]);
});

describe("a destination that S3 does not reach", () => {
  const unreached = (...arns: string[]) =>
    Object.assign(
      awsError("InvalidArgument", 400, "Unable to validate the following destination configurations"),
      {
        ...Object.fromEntries(arns.map((arn, n) => [`ArgumentName${n + 1}`, `${arn}, null`])),
        ...Object.fromEntries(
          arns.map((_arn, n) => [`ArgumentValue${n + 1}`, "The destination queue does not exist"]),
        ),
      },
    );
  const dead = "arn:aws:sqs:us-east-1:1:q";
  const validating = (there: BucketsAt, error: Error): void => {
    there.wire.before = ({ name, input }) =>
      name.startsWith("Put") && input.SkipDestinationValidation !== true ? error : undefined;
  };

  test("and that is another's keeps ours from nothing: it stays, and is named", async () => {
    const there = region(FOREIGN);
    validating(there, unreached(dead));
    const notes: string[] = [];
    expect(await activateAt(there, ACTIVATION, (text) => notes.push(text))).toEqual(["written"]);
    expect(there.told(BUCKET)).toEqual({
      ...FOREIGN,
      LambdaFunctionConfigurations: [...FOREIGN.LambdaFunctionConfigurations, OURS],
    });
    expect(notes).toEqual([
      `bucket orders-in: S3 does not reach ${dead} (The destination queue does not exist); ` +
        "that entry is another's and stays",
    ]);
  });

  test("and that is ours is told by name, and nothing is written", async () => {
    const there = region(FOREIGN);
    validating(there, unreached(dead, OURS.LambdaFunctionArn));
    const [message] = await activateAt(there, ACTIVATION);
    expect(message).toContain(
      `S3 does not reach ${OURS.LambdaFunctionArn}: The destination queue does not exist`,
    );
    expect(message).not.toContain(dead);
    expect(there.told(BUCKET)).toEqual(FOREIGN);
  });
});

test("a permission that S3 does not see yet is waited for; one that never comes is told", async () => {
  const unseen = () =>
    awsError("InvalidArgument", 400, "Unable to validate the following destination configurations");
  const there = region();
  there.wire.refusals.set("PutBucketNotificationConfiguration", [unseen(), unseen()]);
  expect(await activateAt(there, ACTIVATION)).toEqual(["written"]);

  const never = region();
  never.wire.before = ({ name }) => (name.startsWith("Put") ? unseen() : undefined);
  const [message] = await activateAt(never, ACTIVATION);
  expect(message).toContain("Unable to validate the following destination configurations");
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
    expect(() => s3Notifications.activate(region().all, plain, ASKED)).toThrow(FormError);
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

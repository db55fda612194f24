import { describe, expect, test } from "vitest";
import { withSecretMark } from "../../../modules/protectors/event-connection/mark.ts";
import { pipe } from "../../../modules/protectors/pipe/protector.ts";
import { haveDestination } from "../../support/have-destination.ts";
import { OPTIONS } from "../../support/sample-request.ts";
import {
  apply,
  arm,
  captured,
  disarm,
  FUNCTION,
  here,
  made,
  PIPE,
  place,
  planAt,
  ports,
  QUEUE,
  ROLE,
  request,
} from "./place.ts";

const STREAM = here("kinesis", "stream/clicks");
const DESTINATION = here("events", "api-destination/partner/0b1e5f6a-0000-4000-8000-000000000001");
const filtered = (kind: string) => ({
  FilterCriteria: { Filters: [{ Pattern: `{"body":{"kind":["${kind}"]}}` }] },
});

/** What is there, without what AWS gives at birth. */
function stored(there: ReturnType<typeof place>) {
  const found = there.pipes.pipes.get("orders");
  if (found === undefined) throw new Error("there is no pipe");
  const { made: _, changed: __, ...rest } = found;
  return rest;
}

test("a pipe that ran comes back stopped, and runs again once it is armed; disarmed it is stopped, gone it reads nothing", async () => {
  const source = await made({
    Description: "orders",
    SourceParameters: filtered("canary-1"),
    Tags: { team: "shop" },
  });
  const asked = request(await captured(source));
  const there = place();
  const { plan, titles } = await planAt(there, asked);
  expect(titles).toEqual([`keep use role ${ROLE}`, "create create pipe orders, stopped"]);
  expect(plan.atArm).toEqual([{ title: "start pipe orders", call: "pipes:StartPipe", effect: "create" }]);
  const { activation } = await apply(there, asked);
  expect(stored(there)).toEqual({ ...stored(source), desired: "STOPPED", state: "STOPPED" });
  expect(await arm(there, activation)).toEqual(["written"]);
  expect(stored(there)).toEqual(stored(source));
  expect(await arm(there, activation)).toEqual(["kept"]);
  expect(await disarm(there, activation)).toEqual(["stop pipe orders"]);
  expect(await disarm(there, activation)).toEqual(["keep stop pipe orders"]);
  expect(stored(there)).toEqual({ ...stored(source), desired: "STOPPED", state: "STOPPED" });
  there.pipes.pipes.clear();
  expect(await disarm(there, activation)).toEqual(["keep stop pipe orders"]);
});

test("one that was stopped stays so", async () => {
  const { plan } = await planAt(place(), request(await captured(await made({ DesiredState: "STOPPED" }))));
  expect(plan.atArm).toEqual([]);
  expect(plan.activation(new Map())).toMatchObject({ running: false });
});

test("one that is there as it was is kept, running, and nothing is left to arm; stopped, that is said", async () => {
  const there = await made({ SourceParameters: filtered("canary-1") });
  const asked = request(await captured(there));
  const { plan, titles } = await planAt(there, asked);
  expect([titles, plan.atArm]).toEqual([["keep pipe orders is as it was"], []]);
  there.pipes.StopPipe({ Name: "orders" });
  expect((await planAt(there, asked)).plan).toMatchObject({
    atArm: [{ title: "start pipe orders" }],
    warnings: ["pipe orders is there and disabled; it was enabled when captured: arm enables it"],
  });
});

test("one that was stopped and runs there is stopped, where that is said", async () => {
  const one = await captured(await made({ DesiredState: "STOPPED" }));
  const there = await made();
  expect((await planAt(there, request(one))).plan.blocked).toMatchObject([{ because: "live" }]);
  const { plan } = await apply(there, request(one, { replace: true }));
  expect([plan.atArm, stored(there).state]).toEqual([[], "STOPPED"]);
});

describe("a live one that differs", () => {
  const MORE = {
    Description: "theirs",
    Enrichment: here("lambda", "function:other"),
    EnrichmentParameters: { InputTemplate: "{}" },
    KmsKeyIdentifier: here("kms", "key/1"),
    LogConfiguration: {
      Level: "ERROR" as const,
      FirehoseLogDestination: { DeliveryStreamArn: here("firehose", "deliverystream/x") },
    },
    SourceParameters: {
      ...filtered("theirs"),
      SqsQueueParameters: { BatchSize: 7, MaximumBatchingWindowInSeconds: 9 },
    },
    TargetParameters: {
      InputTemplate: "{}",
      LambdaFunctionParameters: { InvocationType: "FIRE_AND_FORGET" as const },
    },
    Tags: { team: "theirs", stage: "x" },
  };

  test("is touched only where that is said", async () => {
    const one = await captured(await made({ Tags: { team: "shop" } }));
    const { plan } = await planAt(await made(MORE), request(one));
    expect(plan.blocked.map(({ message }) => message)).toEqual([
      "pipe orders is there and differs: set pipe orders as it was, stopped",
      "pipe orders is there and differs: set tags team of pipe orders",
    ]);
  });

  test("becomes as it was in all that an update leaves or empties, stopped until it is armed; tags beside stay", async () => {
    const source = await made({ Tags: { team: "shop" } });
    const there = await made(MORE);
    const { activation } = await apply(there, request(await captured(source), { replace: true }));
    const stopped = { desired: "STOPPED", state: "STOPPED", LogConfiguration: { Level: "OFF" } };
    expect(stored(there)).toEqual({ ...stored(source), ...stopped, tags: { team: "shop", stage: "x" } });
    expect((await planAt(there, request(await captured(source), { replace: true }))).titles).toEqual([
      "keep pipe orders is as it was",
    ]);
    expect(await arm(there, activation)).toEqual(["written"]);
  });

  test("writes each object of parameters whole, without what is said at birth alone", async () => {
    const kinesis = { StartingPosition: "TRIM_HORIZON" as const, MaximumRetryAttempts: 3 };
    const parts = { Source: STREAM, SourceParameters: { KinesisStreamParameters: kinesis } };
    const one = await captured(await made(parts));
    const there = await made({
      ...parts,
      SourceParameters: { KinesisStreamParameters: { StartingPosition: "LATEST", BatchSize: 7 } },
    });
    await apply(there, request(one, { replace: true }));
    const { input } = there.pipes.wire.named("UpdatePipe")[0] ?? {};
    expect(input).toMatchObject({
      DesiredState: "STOPPED",
      SourceParameters: {
        KinesisStreamParameters: {
          ...{ BatchSize: 100, MaximumBatchingWindowInSeconds: 0, MaximumRecordAgeInSeconds: -1 },
          ...{ MaximumRetryAttempts: 3, ParallelizationFactor: 1 },
        },
      },
    });
    expect(JSON.stringify(input)).not.toContain("StartingPosition");
    expect(JSON.stringify(stored(there))).toContain('"StartingPosition":"LATEST"');
  });

  test.each([
    ["another source", { Source: here("sqs", "others") }, "source"],
    [
      "another topic",
      {
        Source: here("kafka", "cluster/a/1"),
        SourceParameters: { ManagedStreamingKafkaParameters: { TopicName: "others" } },
      },
      "topic, queue or consumer group",
    ],
  ])("that reads %s no call changes, and that is said", async (_what, other, told) => {
    const own =
      "SourceParameters" in other
        ? { ...other, SourceParameters: { ManagedStreamingKafkaParameters: { TopicName: "orders" } } }
        : {};
    const one = await captured(await made(own));
    const { plan } = await planAt(await made(other), request(one, { replace: true }));
    expect(plan.blocked).toEqual([
      {
        because: "inexpressible",
        message: `pipe orders is there, and its ${told} cannot be changed: it reads ${other.Source}`,
        hint: "restore under another name, or delete it and run the restore again",
      },
    ]);
  });
});

describe("while a pipe is under way", () => {
  test("a capture waits until nothing is, and tells one that stays so", async () => {
    const there = await made();
    there.pipes.StopPipe({ Name: "orders" });
    expect((await captured(there)).document.running).toBe(false);
    there.pipes.looks = 100;
    there.pipes.StartPipe({ Name: "orders" });
    await expect(captured(there)).rejects.toThrow(
      "pipes:DescribePipe of orders: it stays STARTING: what it is to be is not known; the next run tries again",
    );
  });

  test("a capture waits for it seconds, and arm and disarm as little for each that they ask", async () => {
    const there = await made();
    const { activation } = await apply(there, request(await captured(there)));
    there.pipes.looks = 1000;
    there.pipes.StopPipe({ Name: "orders" });
    const slept: number[] = [];
    const all = (): number => slept.reduce((sum, one) => sum + one, 0);
    const counted = ports(there, { sleep: async (ms) => void slept.push(ms) });
    const item = { kind: "pipe" as const, id: "orders", name: "orders", arn: PIPE, related: [] };
    await expect(pipe.capture(counted as never, item, OPTIONS)).rejects.toThrow("it stays STOPPING");
    expect(all()).toBe(5_000);
    const asked = { arn: PIPE, alongside: false, note: () => undefined };
    for (const one of pipe.activate(counted, activation, asked)) {
      expect([await one.active(), await one.disarming?.inactive()]).toEqual([false, false]);
      expect(all()).toBe(15_000);
    }
  });

  test("one that is being deleted is no part of a point", async () => {
    const there = await made();
    there.pipes.looks = 1000;
    there.pipes.StopPipe({ Name: "orders" });
    Object.assign(there.pipes.pipes.get("orders") ?? {}, { state: "DELETING" });
    await expect(captured(there)).rejects.toThrow("orders is gone");
  });

  test("a restore waits for it, and is held by one that stays so", async () => {
    const one = await captured(await made());
    const there = await made({ Description: "theirs" });
    there.pipes.looks = 5;
    there.pipes.StopPipe({ Name: "orders" });
    expect((await planAt(there, request(one, { replace: true }))).plan.blocked).toEqual([]);
    there.pipes.looks = 100;
    there.pipes.StartPipe({ Name: "orders" });
    expect((await planAt(there, request(one, { replace: true }))).plan.blocked).toEqual([
      {
        because: "held",
        message: "pipe orders stays STARTING: AWS takes no change of it meanwhile",
        hint: "run the restore again when that is done",
      },
    ]);
  });

  test("one that is being deleted is made again once it is gone", async () => {
    const one = await captured(await made());
    const there = await made({ Description: "theirs" });
    const theirs = there.pipes.pipes.get("orders");
    if (theirs !== undefined) theirs.state = "DELETING";
    const asked = request(one);
    const { plan } = await planAt(there, asked);
    // The fake's deletion is done as soon as somebody looks.
    expect([plan.live, plan.blocked]).toEqual(["absent", []]);
    await apply(there, asked);
    expect(stored(there)).not.toHaveProperty("Description");
  });
});

describe("what AWS could not do is told with its reason", () => {
  const WHY = "Error occurred while sending message to SQS queue";

  test("of a pipe that cannot be made, which is to be deleted first", async () => {
    const one = await captured(await made());
    const there = place();
    there.pipes.failing = WHY;
    await expect(apply(there, request(one))).rejects.toThrow(
      `pipe orders: pipes:CreatePipe: it is CREATE_FAILED (${WHY})\n  help: correct what the reason says, delete pipe orders, and run the restore again`,
    );
    expect((await planAt(there, request(one, { replace: true }))).plan.blocked).toMatchObject([
      {
        because: "live",
        message: `pipe orders is there, and is CREATE_FAILED (${WHY}): AWS changes no pipe that it could not make`,
      },
    ]);
  });

  test("of an update, and of a start", async () => {
    const one = await captured(await made({ Description: "orders" }));
    const there = await made();
    there.pipes.failing = WHY;
    await expect(apply(there, request(one, { replace: true }))).rejects.toThrow(
      `pipe orders: pipes:UpdatePipe: it is UPDATE_FAILED (${WHY})`,
    );
    const { activation } = await apply(there, request(one, { replace: true }));
    there.pipes.failing = WHY;
    await expect(arm(there, activation)).rejects.toThrow(
      `pipe orders: pipes:StartPipe: it is START_FAILED (${WHY})\n  help: correct what the reason says; then arm again`,
    );
    expect(await arm(there, activation)).toEqual(["written"]);
  });

  test("of an update that AWS takes back: the pipe runs on as it was, and none says that it was set", async () => {
    const one = await captured(await made({ Description: "orders" }));
    for (const [state, told] of [
      ["RUNNING", "it is RUNNING (Internal error), though it was written stopped"],
      ["STOPPED", "it is STOPPED (Internal error), and not as it was written"],
    ] as const) {
      const there = await made();
      const before = stored(there);
      const { UpdatePipe } = there.pipes;
      there.pipes.UpdatePipe = (input) => {
        const answer = UpdatePipe.call(there.pipes, input);
        const after = { ...before, desired: state, state, reason: "Internal error" };
        Object.assign(there.pipes.pipes.get("orders") ?? {}, { Description: undefined }, after);
        return answer;
      };
      await expect(apply(there, request(one, { replace: true }))).rejects.toThrow(
        `pipe orders: pipes:UpdatePipe: ${told}\n  help: correct what the reason says, and run the restore again with --replace`,
      );
    }
  });

  test.each(["CREATE_FAILED", "CREATE_ROLLBACK_FAILED"])(
    "of one that is %s, which no call changes",
    async (state) => {
      const one = await captured(await made());
      const there = await made({ Description: "theirs" });
      Object.assign(there.pipes.pipes.get("orders") ?? {}, { state, reason: WHY });
      expect((await planAt(there, request(one, { replace: true }))).plan.blocked).toMatchObject([
        {
          because: "live",
          hint: "correct what the reason says, delete pipe orders, and run the restore again",
        },
      ]);
    },
  );

  test("of one that AWS stopped itself: a capture and a plan say so, and arm starts it", async () => {
    const there = await made();
    const one = await captured(there);
    const live = there.pipes.pipes.get("orders");
    Object.assign(live ?? {}, { state: "STOPPED", reason: "Access denied to the source" });
    expect((await captured(there)).warnings).toEqual([
      "pipe orders is STOPPED (Access denied to the source): it is kept as it says that it is to be, and no person stopped it",
    ]);
    const { plan } = await planAt(there, request(one));
    expect(plan.warnings).toEqual([
      "pipe orders is STOPPED (Access denied to the source): arm tries to start it again, once the reason is gone",
    ]);
    expect(plan.atArm).toMatchObject([{ title: "start pipe orders" }]);
    Object.assign(live ?? {}, { desired: "STOPPED", reason: "USER_INITIATED" });
    expect((await captured(there)).warnings).toEqual([]);
  });

  test.each(["START_FAILED", "STOP_FAILED", "UPDATE_FAILED"])(
    "of one that was stopped and is %s: it is set, and arm has nothing to do",
    async (state) => {
      const one = await captured(await made({ DesiredState: "STOPPED" }));
      const there = await made({ DesiredState: "STOPPED" });
      Object.assign(there.pipes.pipes.get("orders") ?? {}, { state, reason: WHY });
      const { plan, titles } = await planAt(there, request(one, { replace: true }));
      expect(plan.warnings[0]).toBe(`pipe orders is ${state} (${WHY})`);
      expect([titles.at(-1), plan.atArm]).toEqual(["replace set pipe orders as it was, stopped", []]);
      await apply(there, request(one, { replace: true }));
      expect(stored(there).state).toBe("STOPPED");
    },
  );

  test("by a capture, which shows nothing of what is sealed", async () => {
    const there = await made({ SourceParameters: filtered("canary-1") });
    Object.assign(there.pipes.pipes.get("orders") ?? {}, {
      state: "UPDATE_FAILED",
      reason: "no canary-1 here",
    });
    expect((await captured(there)).warnings).toEqual([
      "pipe orders is UPDATE_FAILED (no *** here): it is kept as it says that it is to be, and may never have run so",
    ]);
  });

  test("at a plan: of one that could not start, arm tries again, and nothing that is sealed is shown", async () => {
    const there = await made({ SourceParameters: filtered("canary-1") });
    const one = await captured(there);
    Object.assign(there.pipes.pipes.get("orders") ?? {}, {
      state: "START_FAILED",
      reason: "no canary-1 here",
    });
    const { plan } = await planAt(there, request(one));
    expect(plan).toMatchObject({
      blocked: [],
      warnings: [
        "pipe orders is START_FAILED (no *** here): arm tries to start it again, once the reason is gone",
      ],
      atArm: [{ title: "start pipe orders" }],
    });
  });

  test("of a full account, with the way out", async () => {
    const there = place();
    const full = Object.assign(new Error("The quota of pipes is exceeded"), {
      ...{ name: "ServiceQuotaExceededException", $metadata: { httpStatusCode: 402 } },
    });
    there.pipes.wire.refusals.set("CreatePipe", [full]);
    await expect(apply(there, request(await captured(await made())))).rejects.toThrow(
      /help: delete pipes that nothing uses, or ask for a higher quota of pipes in Service Quotas/,
    );
  });
});

test("a name that is taken meanwhile is ours where it is the same, and stopped", async () => {
  const one = await captured(await made());
  for (const [parts, taken] of [
    [{ DesiredState: "STOPPED" }, false],
    [{}, true],
    [{ DesiredState: "STOPPED", Description: "theirs" }, true],
  ] as const) {
    const there = place();
    const { plan } = await planAt(there, request(one));
    await made(parts, there);
    const done = (async () => {
      for (const { perform } of plan.steps) await perform?.(new Map(plan.ids));
    })();
    if (taken) await expect(done).rejects.toThrow("one of that name was made meanwhile, and is another");
    else await done;
  }
});

describe("of a stream", () => {
  const at = new Date("2026-01-02");
  const of = (StartingPosition: "AT_TIMESTAMP" | "TRIM_HORIZON") => ({
    Source: STREAM,
    SourceParameters: {
      KinesisStreamParameters: {
        StartingPosition,
        ...(StartingPosition === "AT_TIMESTAMP" && { StartingPositionTimestamp: at }),
      },
    },
  });

  test("a pipe starts where it once did, and that it may read twice is said", async () => {
    const there = place();
    const { plan } = await apply(there, request(await captured(await made(of("AT_TIMESTAMP")))));
    expect(plan.warnings).toEqual([
      `pipe orders starts at AT_TIMESTAMP 2026-01-02T00:00:00.000Z of ${STREAM}: how far it had read is told to nobody, so records may come twice or be skipped`,
    ]);
    expect(stored(there)).toMatchObject({
      SourceParameters: {
        KinesisStreamParameters: { StartingPosition: "AT_TIMESTAMP", StartingPositionTimestamp: at },
      },
    });
  });

  test("or where the person says", async () => {
    const there = place();
    const asked = request(await captured(await made(of("AT_TIMESTAMP"))), { streams: "latest" });
    const { plan } = await apply(there, asked);
    expect(plan.warnings[0]).toMatch(/^pipe orders starts at LATEST of /);
    const { KinesisStreamParameters: told } = stored(there).SourceParameters ?? {};
    expect(told).toMatchObject({ StartingPosition: "LATEST" });
    expect(told).not.toHaveProperty("StartingPositionTimestamp");
  });

  test.each(["ManagedStreamingKafkaParameters", "SelfManagedKafkaParameters"] as const)(
    "of Kafka (%s) it starts where nobody said, where its group is, or where the person says",
    async (key) => {
      const Source = key.startsWith("Self") ? "smk://kafka.example.com:9096" : here("kafka", "cluster/a/1");
      const of = async (more: { ConsumerGroupID?: string }) =>
        captured(await made({ Source, SourceParameters: { [key]: { TopicName: "orders", ...more } } }));
      const told = async (more: { ConsumerGroupID?: string }, streams?: "latest") =>
        (await planAt(place(), request(await of(more), streams ? { streams } : {}))).plan.warnings;
      const twice = "so records may come twice or be skipped";
      expect(await told({})).toEqual([
        `pipe orders starts where AWS begins by itself in ${Source}: how far it had read is told to nobody, ${twice}`,
      ]);
      expect(await told({ ConsumerGroupID: "g" }, "latest")).toEqual([
        `pipe orders goes on where its cluster has consumer group g, and starts at LATEST of ${Source} where that is not known, ${twice}`,
      ]);
      const there = place();
      const one = await of({});
      await apply(there, request(one, { streams: "latest" }));
      expect(stored(there).SourceParameters?.[key]).toMatchObject({ StartingPosition: "LATEST" });
      const now = await captured(there);
      expect(pipe.differences(one.document, now.document, {}, { armed: false })).toEqual([]);
    },
  );

  test("that is a table's, it reads the one that the restore switches on", async () => {
    const was = here("dynamodb", "table/orders/stream/2026-01-01T00:00:00.000");
    const now = here("dynamodb", "table/orders/stream/2026-02-01T00:00:00.000");
    const one = await captured(
      await made({
        Source: was,
        SourceParameters: { DynamoDBStreamParameters: { StartingPosition: "LATEST" } },
      }),
    );
    const there = place();
    const map = { [was]: here("dynamodb", "table/orders/stream/new") };
    await apply(there, request(one, { map }), { [was]: now });
    expect(stored(there)).toMatchObject({ Source: now });
  });
});

test("a live pipe that calls an API destination which is made again is bound to the new one", async () => {
  const there = await made({ Enrichment: DESTINATION });
  const one = await captured(there);
  haveDestination(there.events, DESTINATION);
  expect((await planAt(there, request(one))).titles).toEqual(["keep pipe orders is as it was"]);
  there.events.destinations.clear();
  const together = new Set([DESTINATION]);
  const { plan } = await planAt(there, request(one, { together }));
  expect(plan.blocked.map(({ message }) => message)).toEqual([
    "pipe orders is there and differs: set pipe orders as it was, stopped",
  ]);
  await apply(there, request(one, { together, replace: true }), { [DESTINATION]: `${DESTINATION}2` });
  expect(stored(there)).toMatchObject({ Enrichment: `${DESTINATION}2`, state: "STOPPED" });
});

test("what a pipe needs and is not there is told before anything is made, but for what comes back with it", async () => {
  const one = await captured(await made({ Enrichment: DESTINATION, KmsKeyIdentifier: here("kms", "key/1") }));
  const there = place();
  for (const gone of ["orders", FUNCTION, ROLE, here("kms", "key/1")]) there.absent.add(gone);
  const { plan } = await planAt(there, request(one));
  expect(plan.blocked.map(({ because, message }) => `${because}: ${message}`)).toEqual([
    `role: role ${ROLE} of pipe orders does not exist`,
    `key: key ${here("kms", "key/1")} of pipe orders does not exist or is not enabled`,
    `prerequisite: queue ${QUEUE} of pipe orders is not there`,
    `prerequisite: API destination ${DESTINATION} of pipe orders is not there`,
    `prerequisite: function ${FUNCTION} of pipe orders is not there`,
  ]);
  const together = new Set([QUEUE, FUNCTION, DESTINATION]);
  expect(
    (await planAt(there, request(one, { together }))).plan.blocked.map(({ because }) => because),
  ).toEqual(["role", "key"]);
});

test("what is to take what comes to nothing has to be there too", async () => {
  const dead = here("sqs", "dead");
  const one = await captured(
    await made({
      Source: STREAM,
      SourceParameters: {
        KinesisStreamParameters: { StartingPosition: "LATEST", DeadLetterConfig: { Arn: dead } },
      },
    }),
  );
  const there = place();
  there.absent.add("dead");
  expect((await planAt(there, request(one))).plan.blocked).toEqual([
    {
      because: "prerequisite",
      message: `queue ${dead} of pipe orders is not there`,
      hint: "restore sqs-queue/dead with it, create it first, or map it to another one",
    },
  ]);
  const together = new Set([dead]);
  expect((await planAt(there, request(one, { together }))).plan.blocked).toEqual([]);
});

describe("a pipe that logs", () => {
  const LogConfiguration = {
    Level: "INFO" as const,
    S3LogDestination: { BucketName: "logs", BucketOwner: "111122223333" },
  };

  test("is made with the rights that AWS asks for, but for the policy of a bucket: that is said", async () => {
    const asked = pipe.spec.permissions.restore.map(({ action }) => action);
    const deliveries = ["Create", "Get", "Update", "Delete"].map((verb) => `logs:${verb}LogDelivery`);
    const more = ["logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:DescribeResourcePolicies"];
    const others = ["s3:GetBucketPolicy", "firehose:TagDeliveryStream", "iam:CreateServiceLinkedRole"];
    expect(asked).toEqual(
      expect.arrayContaining([...deliveries, ...more, "logs:DescribeLogGroups", ...others]),
    );
    expect(asked).not.toContain("s3:PutBucketPolicy");
    const one = await captured(await made({ LogConfiguration }));
    const told =
      "pipe orders logs to bucket logs: a restore may not write the policies of buckets (s3:PutBucketPolicy), so that of this one has to let in delivery.logs.amazonaws.com before";
    expect((await planAt(place(), request(one))).plan.warnings).toEqual([told]);
    expect((await planAt(await made(), request(one, { replace: true }))).plan.warnings).toContain(told);
    expect((await planAt(await made({ LogConfiguration }), request(one))).plan.warnings).toEqual([]);
    const off = await captured(await made({ LogConfiguration: { ...LogConfiguration, Level: "OFF" } }));
    expect((await planAt(place(), request(off))).plan.warnings).toEqual([]);
  });
});

test.each([
  [QUEUE, undefined, 2],
  [
    here("mq", "broker:orders:b-1"),
    {
      ActiveMQBrokerParameters: {
        QueueName: "q",
        Credentials: { BasicAuth: here("secretsmanager", "secret:mq") },
      },
    },
    15,
  ],
  ["smk://kafka.example.com:9096", { SelfManagedKafkaParameters: { TopicName: "orders" } }, 15],
])(
  "a stop of a pipe that reads %s is no end of its events at once, which a plan and disarm say",
  async (Source, SourceParameters, minutes) => {
    const parts = { Source, ...(SourceParameters && { SourceParameters }) };
    const there = await made(parts);
    const goesOn = `it may go on with events for up to ${minutes} minutes more`;
    const { activation } = await apply(there, request(await captured(there)));
    const other = await captured(await made({ ...parts, Description: "orders" }));
    expect((await planAt(there, request(other, { replace: true }))).plan.warnings).toContain(
      `pipe orders is stopped before it is set: ${goesOn}`,
    );
    const notes: string[] = [];
    await disarm(there, activation, notes);
    expect(notes).toEqual([`pipe orders is stopped: ${goesOn}`]);
    notes.length = 0;
    await disarm(there, activation, notes);
    expect(notes).toEqual([]);
  },
);

test("a version that it calls is the one that comes back, and one that does not is told", async () => {
  const one = await captured(await made({ Target: `${FUNCTION}:3` }));
  const there = place();
  const away = { region: "eu-west-1", account: "111122223333", partition: "aws" };
  const other = FUNCTION.replace("us-east-1", "eu-west-1");
  const map = { [FUNCTION]: other, [QUEUE]: QUEUE.replace("us-east-1", "eu-west-1") };
  const eu = place(away);
  const alone = await planAt(eu, request(one, { map }, away));
  expect(alone.plan.blocked).toMatchObject([
    { because: "untranslated", message: expect.stringContaining("version 3") },
  ]);
  const asked = request(one, { map, together: new Set([other]) }, away);
  await apply(eu, asked, { [`${FUNCTION}:3`]: `${other}:8` });
  expect(stored(eu)).toMatchObject({ Target: `${other}:8` });
  const lost = place(away);
  await expect(apply(lost, asked, { [`${FUNCTION}:2`]: `${other}:8` })).rejects.toThrow(
    "version 3 that it calls did not come back",
  );
  expect(there.pipes.pipes.size + lost.pipes.pipes.size).toBe(0);
});

describe("a pipe is not started", () => {
  test("while the secret of a connection that it calls by is not given again", async () => {
    const source = await made({ Enrichment: DESTINATION });
    haveDestination(source.events, DESTINATION);
    const there = place();
    haveDestination(there.events, DESTINATION);
    const connection = there.events.connections.get("partner");
    if (connection === undefined) throw new Error("there is no connection");
    there.events.connections.set("partner", { ...connection, Description: withSecretMark("") });
    const { activation } = await apply(there, request(await captured(source)));
    await expect(arm(there, activation)).rejects.toThrow(
      /pipe orders: pipes:StartPipe: its enrichment calls API destination partner by connection partner, whose secret is not given again yet: events would be lost/,
    );
    there.events.UpdateConnection({ Name: "partner", AuthParameters: {} });
    expect(await arm(there, activation)).toEqual(["written"]);
  });

  test("beside the one that it is a copy of, which reads the same source, unless somebody says so", async () => {
    const there = await made();
    const one = await captured(there);
    const { activation } = await apply(there, request(one, { name: "copy" }));
    const arn = PIPE.replace("/orders", "/copy");
    await expect(arm(there, activation, { arn })).rejects.toThrow(
      "pipe/orders of us-east-1, of which pipe copy is a copy, is enabled, and both would run",
    );
    const notes: string[] = [];
    expect(await arm(there, activation, { arn, alongside: true, notes })).toEqual(["written"]);
    expect(notes).toEqual(["pipe/orders of us-east-1, of which pipe copy is a copy, is enabled: both run"]);
  });

  test.each(["STOP_FAILED", "STOPPING", "RUNNING"])(
    "beside one that is %s, though it is told to stop",
    async (state) => {
      const there = await made();
      const { activation } = await apply(there, request(await captured(there), { name: "copy" }));
      there.pipes.looks = 1000;
      there.pipes.StopPipe({ Name: "orders" });
      Object.assign(there.pipes.pipes.get("orders") ?? {}, { state });
      there.pipes.looks = 1;
      const notes: string[] = [];
      const arn = PIPE.replace("/orders", "/copy");
      expect(await arm(there, activation, { arn, alongside: true, notes })).toEqual(["written"]);
      expect(notes).toEqual(["pipe/orders of us-east-1, of which pipe copy is a copy, is enabled: both run"]);
    },
  );

  test("but beside one that reads another source it is", async () => {
    const there = await made();
    const one = await captured(there);
    const map = { [QUEUE]: here("sqs", "others") };
    const { activation } = await apply(there, request(one, { name: "copy", map }));
    expect(await arm(there, activation, { arn: PIPE.replace("/orders", "/copy") })).toEqual(["written"]);
  });
});

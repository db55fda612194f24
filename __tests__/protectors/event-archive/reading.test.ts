import { LimitExceededException, ResourceNotFoundException } from "@aws-sdk/client-eventbridge";
import { beforeEach, expect, test } from "vitest";
import { readingBegan, readingName } from "../../../modules/drain/events/reading-name.ts";
import { archivedEvents } from "../../../modules/protectors/event-archive/events/archived-events.ts";

const BUS = "aws.partner/example.com/shop";
const AT = "us-east-1:123456789012";
const NAME = "replay-for-zonekeep-20261129T101500Z-1f2e3d4c";
const RULE = `arn:aws:events:${AT}:rule/${BUS}/${NAME}`;
const SESSION = "arn:aws:sts::123456789012:assumed-role/zonekeep-us-east-1-capture/zonekeep";
const WINDOW = { since: new Date("2026-11-28T10:15:00Z"), until: new Date("2026-11-29T10:15:00Z") };

const BEGAN = new Date("2026-11-29T10:15:00.500Z");

type Call = readonly [name: string, input: Record<string, unknown>];

let calls: Call[];
/** What a call answers, by its name. */
let answers: Record<string, unknown>;

beforeEach(() => {
  calls = [];
  answers = {
    DescribeArchive: {
      ArchiveArn: `arn:aws:events:${AT}:archive/orders`,
      EventSourceArn: `arn:aws:events:${AT}:event-bus/${BUS}`,
      CreationTime: new Date("2026-11-01T00:00:00Z"),
      RetentionDays: 30,
      EventCount: 12,
    },
    GetCallerIdentity: { Arn: SESSION },
    PutRule: { RuleArn: RULE },
    CreateQueue: { QueueUrl: "https://queue" },
    GetQueueUrl: { QueueUrl: "https://queue" },
  };
});

const send = async (command: object): Promise<unknown> => {
  const name = command.constructor.name.replace(/Command$/, "");
  const { input } = command as { readonly input: Record<string, unknown> };
  calls.push([name, input]);
  const answer = answers[name];
  if (answer instanceof Error) throw answer;
  return answer ?? {};
};

// biome-ignore lint/suspicious/noExplicitAny: one client of the tests stands for all.
const clients = { events: { send }, sqs: { send }, sts: { send } } as any;

async function archive() {
  const found = await archivedEvents(clients, "orders");
  if (found === undefined) throw new Error("there is none");
  calls = [];
  return found;
}

const ruleOf = (Name: string) => ({ Name, EventPattern: JSON.stringify({ "replay-name": [Name] }) });

const inputOf = (name: string): Record<string, unknown> | undefined =>
  calls.find(([called]) => called === name)?.[1];

test("a replay goes to one rule alone, which fits nothing but that replay and tells a queue that takes from nobody else", async () => {
  const reader = (await archive()).reader(NAME, BEGAN);
  await reader.open();
  await reader.start(WINDOW);
  expect(calls.map(([name]) => name)).toEqual([
    ...["GetCallerIdentity", "PutRule", "CreateQueue", "CreateQueue", "PutTargets", "StartReplay"],
  ]);
  expect(inputOf("PutRule")).toMatchObject({
    ...{ Name: NAME, EventBusName: BUS },
    EventPattern: JSON.stringify({ "replay-name": [NAME] }),
  });
  const { Attributes } = inputOf("CreateQueue") as { readonly Attributes: Record<string, string> };
  expect(JSON.parse(Attributes.Policy ?? "").Statement.slice(0, 2)).toEqual([
    {
      ...{ Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sqs:SendMessage" },
      Resource: `arn:aws:sqs:${AT}:${NAME}`,
      Condition: { ArnEquals: { "aws:SourceArn": RULE } },
    },
    {
      ...{ Effect: "Deny", Principal: "*", Action: "sqs:SendMessage" },
      Resource: `arn:aws:sqs:${AT}:${NAME}`,
      Condition: { ArnNotEquals: { "aws:SourceArn": RULE } },
    },
  ]);
  expect(Attributes.SqsManagedSseEnabled).toBe("true");
  expect(inputOf("StartReplay")).toMatchObject({
    ReplayName: NAME,
    Destination: { Arn: `arn:aws:events:${AT}:event-bus/${BUS}`, FilterArns: [RULE] },
    ...{ EventStartTime: WINDOW.since, EventEndTime: WINDOW.until },
  });
});

/** Of both queues. */
async function denied(caller: string): Promise<Record<string, unknown>[][]> {
  answers.GetCallerIdentity = { Arn: caller };
  await (await archive()).reader(NAME, BEGAN).open();
  const made = calls.filter(([name]) => name === "CreateQueue");
  return made.map(([, { Attributes }]) =>
    JSON.parse((Attributes as Record<string, string>).Policy ?? "").Statement.slice(2),
  );
}

test("who made its queues alone reads and changes them, for a day: then those who may delete what was left", async () => {
  const Condition = {
    ArnNotLike: {
      "aws:PrincipalArn": [
        "arn:aws:iam::123456789012:role/zonekeep-us-east-1-capture",
        "arn:aws:iam::123456789012:role/*/zonekeep-us-east-1-capture",
      ],
    },
    DateLessThan: { "aws:CurrentTime": "2026-11-30T10:15:00Z" },
  };
  const all = await denied(SESSION);
  expect(all).toEqual(
    [NAME, `${NAME}-dead`].map((name) => {
      const on = { Effect: "Deny", Principal: "*", Resource: `arn:aws:sqs:${AT}:${name}`, Condition };
      return [
        {
          ...on,
          Action: [
            ...["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:PurgeQueue"],
            ...["sqs:SetQueueAttributes", "sqs:AddPermission", "sqs:RemovePermission"],
          ],
        },
        { ...on, Action: ["sqs:DeleteQueue", "sqs:StartMessageMoveTask"] },
      ];
    }),
  );
  // SQS refuses a statement of more: "OverLimit: 8 Actions were found, maximum allowed is 7."
  for (const { Action } of all.flat()) expect((Action as string[]).length).toBeLessThanOrEqual(7);
});

test.each([
  "arn:aws:iam::123456789012:user/ops/alice",
  "arn:aws:iam::123456789012:root",
  "arn:aws:sts::123456789012:federated-user/alice",
])("%s, who reads by hand, is who IAM says it is", async (caller) => {
  for (const { Condition } of (await denied(caller)).flat())
    expect(Condition).toMatchObject({ ArnNotLike: { "aws:PrincipalArn": [caller] } });
});

test("nothing is made for a reading where STS does not say who reads", async () => {
  answers.GetCallerIdentity = {};
  await expect((await archive()).reader(NAME, BEGAN).open()).rejects.toThrow("without the ARN of who reads");
  expect(calls.map(([name]) => name)).toEqual(["GetCallerIdentity"]);
});

test("where an account has as many replays as AWS lets it have, that is said and nothing else", async () => {
  const reader = (await archive()).reader(NAME, BEGAN);
  await reader.open();
  expect(await reader.start(WINDOW)).toBe(true);
  answers.StartReplay = new LimitExceededException({ message: "too many", $metadata: {} });
  expect(await reader.start(WINDOW)).toBe(false);
  answers.StartReplay = new Error("AccessDenied");
  await expect(reader.start(WINDOW)).rejects.toThrow("AccessDenied");
});

test("without a rule nothing is replayed: EventBridge would tell every rule of the bus", async () => {
  const reader = (await archive()).reader(NAME, BEGAN);
  await expect(reader.start(WINDOW)).rejects.toThrow(`${NAME} has no rule to replay to`);
  answers.PutRule = {};
  await expect(reader.open()).rejects.toThrow("without the ARN");
  await expect(reader.start(WINDOW)).rejects.toThrow(`${NAME} has no rule to replay to`);
  expect(inputOf("StartReplay")).toBeUndefined();
});

test("all of it is deleted, the rule last; what is not there is deleted, and what cannot be is named", async () => {
  const reader = (await archive()).reader(NAME, BEGAN);
  await reader.open();
  await reader.start(WINDOW);
  calls = [];
  expect(await reader.close()).toEqual([]);
  expect(calls.map(([name]) => name)).toEqual([
    ...["CancelReplay", "RemoveTargets", "DeleteQueue", "DeleteQueue", "DeleteRule"],
  ]);
  answers.RemoveTargets = new ResourceNotFoundException({
    message: "none",
    $metadata: { httpStatusCode: 400 },
  });
  answers.DeleteRule = new Error("AccessDenied");
  expect(await reader.close()).toEqual([
    { id: `event rule ${BUS}/${NAME}`, why: expect.stringContaining("AccessDenied") },
  ]);
});

test("what readings left that died is found by their rules, and what is younger or another's stays", async () => {
  const young = readingName(new Date("2026-11-29T10:20:00Z"), Buffer.from("00000000", "hex"));
  answers.ListRules = {
    Rules: [
      ruleOf(NAME),
      ruleOf(young),
      ruleOf("replay-for-zonekeep-of-somebody"),
      {
        Name: readingName(new Date("2026-11-29T10:14:00Z"), Buffer.from("00000000", "hex")),
        EventPattern: "{}",
      },
    ],
  };
  expect(await (await archive()).sweep(new Date("2026-11-29T10:16:00Z"))).toEqual([]);
  expect(inputOf("ListRules")).toMatchObject({ EventBusName: BUS, NamePrefix: "replay-for-zonekeep-" });
  expect(inputOf("CancelReplay")).toEqual({ ReplayName: NAME });
  expect(calls.filter(([name]) => name === "DeleteRule").map(([, { Name }]) => Name)).toEqual([NAME]);
  expect(readingBegan(NAME)).toEqual(new Date("2026-11-29T10:15:00Z"));
});

test("of readings that died ten are deleted at once", async () => {
  const names = Array.from({ length: 12 }, (_, n) => `${NAME.slice(0, -2)}${10 + n}`);
  answers.ListRules = { Rules: names.map(ruleOf) };
  await (await archive()).sweep(new Date("2026-11-29T10:16:00Z"));
  expect(calls.filter(([name]) => name === "DeleteRule")).toHaveLength(10);
});

test("the rule of a reading stays where a queue of it could not be deleted, so that the next run finds it", async () => {
  const reader = (await archive()).reader(NAME, BEGAN);
  await reader.open();
  answers.DeleteQueue = new Error("AccessDenied");
  expect((await reader.close()).map(({ id }) => id)).toEqual([
    ...[`queue ${NAME}`, `queue ${NAME}-dead`, `event rule ${BUS}/${NAME}`],
  ]);
  expect(inputOf("DeleteRule")).toBeUndefined();
});

test("what comes into its queue and is no event of its replay is passed over and counted once, and ends no reading", async () => {
  const reader = (await archive()).reader(NAME, BEGAN);
  await reader.open();
  const event = { id: "e", source: "shop", time: "2026-11-29T10:00:00Z", detail: {} };
  const bodies = [
    {},
    event,
    { ...event, "replay-name": "other" },
    { ...event, "replay-name": NAME, time: "x" },
  ];
  const own = { ...event, id: "own", "replay-name": NAME };
  answers.ReceiveMessage = {
    Messages: ["no JSON", ...[...bodies, own].map((one) => JSON.stringify(one))].map((Body, n) => ({
      Body,
      MessageId: `m-${n}`,
    })),
  };
  for (let times = 0; times < 2; times++)
    expect((await reader.receive()).map(({ message }) => message.id)).toEqual(["own"]);
  expect(reader.strangers()).toBe(5);
});

test("an archive that is not there has no events, and one that never forgets keeps them for ever", async () => {
  answers.DescribeArchive = { ...(answers.DescribeArchive as object), RetentionDays: 0 };
  expect((await archive()).retentionMs).toBe(Number.POSITIVE_INFINITY);
  answers.DescribeArchive = new ResourceNotFoundException({
    message: "none",
    $metadata: { httpStatusCode: 400 },
  });
  expect(await archivedEvents(clients, "orders")).toBeUndefined();
});

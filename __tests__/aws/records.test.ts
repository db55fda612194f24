import { expect, test } from "vitest";
import { requireOwnPlaces } from "../../handlers/shared/own-places.ts";
import { backupRequest } from "../../modules/aws/backup-request.ts";
import { keyPolicy } from "../../modules/aws/iam/key-policy.ts";
import { runnerStatements } from "../../modules/aws/iam/runner-roles.ts";
import { functionArn } from "../../modules/aws/names.ts";
import { runnerBounds } from "../../modules/aws/runner-bounds.ts";
import type { RecordWindows } from "../../modules/contract/records.ts";
import { markOfAsked } from "../../modules/runs/asked.ts";
import { ACCOUNT, EAST, samplePlan, scheduleUnit } from "../support/sample-plan.ts";

type Amount = number | "all" | undefined;

/** A plan whose policies want these windows; the first is that of the unit. */
function planOf(...amounts: readonly Amount[]) {
  const plan = samplePlan();
  const [policy] = plan.policies;
  const site = plan.stacks.find(({ region, kind }) => region === EAST && kind === "site");
  if (policy === undefined || site === undefined) throw new Error("the sample has neither");
  const own = scheduleUnit(EAST);
  const named = (at: number): string => (at === 0 ? own.policy : `${own.policy}-${at}`);
  return {
    ...plan,
    policies: amounts.map((kinesis, at) => ({
      ...policy,
      name: named(at),
      protect: { ...policy.protect, events: kinesis === undefined ? {} : { kinesis } },
    })),
    stacks: [
      {
        ...site,
        units: [
          ...site.units.filter(({ kind }) => kind !== "schedule"),
          ...amounts.map((_, at) => ({ ...own, id: `${own.id}-${at}`, policy: named(at) })),
        ],
      },
    ],
  };
}

const here = { invokedFunctionArn: functionArn({ partition: "aws", account: ACCOUNT }, EAST, "capture") };
const requestOf = (...amounts: readonly Amount[]) =>
  backupRequest(planOf(...amounts), { site: EAST, region: EAST }, scheduleUnit(EAST));

test("a run is asked for the longest window of its region, and only where its own policy asks for one", () => {
  expect(requestOf(60, 1440, undefined).events).toEqual({ kinesis: { minutes: 1440 } });
  expect(requestOf(60, "all").events).toEqual({ kinesis: { minutes: 60, all: true } });
  expect(requestOf(undefined, 1440)).not.toHaveProperty("events");
});

test("a runner takes no longer window than is deployed, and none where none is", () => {
  const sent = requestOf(60);
  const bounds = (...amounts: readonly Amount[]) => JSON.stringify(runnerBounds(planOf(...amounts), EAST));
  const required =
    (request: typeof sent, ...amounts: readonly Amount[]) =>
    () =>
      requireOwnPlaces(request, here, bounds(...amounts));
  expect(required(sent, 60)).not.toThrow();
  expect(required(sent, 30)).toThrow('events are "');
  expect(required(sent, undefined)).toThrow("not none at most");
  const all = { ...sent, events: { kinesis: { minutes: 0, all: true as const } } };
  expect(required(all, 60)).toThrow("events are");
  expect(required(all, "all")).not.toThrow();
});

test("what a request asks of records is part of what its policy asks, and nothing changes without it", () => {
  const [none, hour, day] = [requestOf(undefined), requestOf(60), requestOf(1440)].map(markOfAsked);
  expect(new Set([none, hour, day]).size).toBe(3);
  const { events: _, ...without } = requestOf(60);
  expect(markOfAsked(without)).toBe(none);
});

/** Statements about whose turn it is. */
const TURNS = 3;

/** What the role that captures may do only since policies ask for this. */
function addedBy(events: RecordWindows) {
  const places = {
    ...{ partition: "aws", account: ACCOUNT, region: EAST, bucket: "b", prefix: "p/", key: "k", signer: "s" },
    ...{ zones: [], copies: [] },
  };
  const without = runnerStatements("capture", places).map((one) => JSON.stringify(one));
  expect(runnerStatements("summarise", { ...places, events })).toEqual(runnerStatements("summarise", places));
  return runnerStatements("capture", { ...places, events }).filter(
    (one) => !without.includes(JSON.stringify(one)),
  );
}

test("the role that captures reads records, and opens a stream's key through Kinesis, only where a policy asks for it", () => {
  expect(addedBy({ kinesis: { minutes: 60 } }).slice(0, -TURNS)).toEqual([
    {
      Effect: "Allow",
      Action: ["kinesis:GetShardIterator", "kinesis:GetRecords"],
      Resource: [`arn:aws:kinesis:${EAST}:${ACCOUNT}:stream/*`],
    },
    {
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: [`arn:aws:kms:${EAST}:${ACCOUNT}:key/*`],
      Condition: {
        StringEquals: { "kms:ViaService": `kinesis.${EAST}.amazonaws.com` },
        StringLike: {
          "kms:EncryptionContext:aws:kinesis:arn": `arn:aws:kinesis:${EAST}:${ACCOUNT}:stream/*`,
        },
      },
    },
  ]);
});

test("it replays archives only where a policy asks for events, and makes rules and queues of one name for that, which tell each other alone", () => {
  const READING = "replay-for-zonekeep-*";
  const of = (service: string, resource: string): string =>
    `arn:aws:${service}:${EAST}:${ACCOUNT}:${resource}`;
  const rules = [of("events", `rule/${READING}`), of("events", `rule/*/${READING}`)];
  expect(addedBy({ eventbridge: { minutes: 60 } }).slice(0, -TURNS)).toEqual([
    {
      Effect: "Allow",
      Action: ["events:StartReplay"],
      Resource: [of("events", "archive/*"), of("events", "event-bus/*")],
    },
    {
      Effect: "Allow",
      Action: ["events:DescribeReplay", "events:CancelReplay"],
      Resource: [of("events", `replay/${READING}`)],
    },
    {
      Effect: "Allow",
      Action: ["events:PutRule", "events:RemoveTargets", "events:DeleteRule"],
      Resource: rules,
    },
    {
      Effect: "Allow",
      Action: ["events:PutTargets"],
      Resource: rules,
      Condition: { "ForAllValues:ArnLike": { "events:TargetArn": of("sqs", READING) } },
    },
    {
      Effect: "Allow",
      Action: ["events:ListRules"],
      Resource: ["*"],
      Condition: { StringEquals: { "aws:RequestedRegion": EAST } },
    },
    {
      Effect: "Allow",
      Action: [
        ...["sqs:CreateQueue", "sqs:GetQueueUrl", "sqs:ReceiveMessage", "sqs:DeleteMessage"],
        "sqs:DeleteQueue",
      ],
      Resource: [of("sqs", READING)],
    },
  ]);
});

test("a run asks for each kind by itself, and is taken only where that kind is asked for", () => {
  const [plan] = [planOf(60)];
  const both = {
    ...plan,
    policies: plan.policies.map((one) => ({
      ...one,
      protect: { ...one.protect, events: { kinesis: 60, eventbridge: "all" as const } },
    })),
  };
  const sent = backupRequest(both, { site: EAST, region: EAST }, scheduleUnit(EAST));
  expect(sent.events).toEqual({ kinesis: { minutes: 60 }, eventbridge: { minutes: 0, all: true } });
  const required = (plan: typeof both) => () =>
    requireOwnPlaces(sent, here, JSON.stringify(runnerBounds(plan, EAST)));
  expect(required(both)).not.toThrow();
  expect(required(plan as typeof both)).toThrow('not {"kinesis":{"minutes":60}} at most');
});

test("whose turn it is the role that captures alone makes and knows, where records are asked for at all", () => {
  const [reads, ...rest] = addedBy({ kinesis: { minutes: 60 } }).slice(-TURNS);
  expect(reads).toMatchObject({ Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::b/work/turns/*"] });
  expect(rest.slice(-1)).toEqual([
    {
      Effect: "Allow",
      Action: ["kms:GenerateDataKeyWithoutPlaintext", "kms:Decrypt"],
      Resource: ["k"],
      Condition: { StringEquals: { "kms:EncryptionContext:purpose": "turn" } },
    },
  ]);
  const denied = keyPolicy({ partition: "aws", account: ACCOUNT, region: EAST, site: EAST }).find(
    ({ Sid }) => Sid === "TurnsAreOfCapture",
  );
  expect(denied).toMatchObject({
    Effect: "Deny",
    Condition: {
      StringEquals: { "kms:EncryptionContext:purpose": "turn" },
      ArnNotEquals: { "aws:PrincipalArn": [`arn:aws:iam::${ACCOUNT}:role/zonekeep-${EAST}-capture`] },
    },
  });
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  type EventSourceMappingConfiguration,
  GetEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListTagsCommand,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { makeEstate, type TheirEstate } from "../../sandbox/neighbours/estate.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { Application } from "./event-rules/application.ts";
import {
  AWAY,
  type Aws,
  clients,
  eventually,
  fresh,
  HOME,
  makeFunction,
  required,
} from "./extension/clients.ts";
import { SAYS_WHAT_IT_GOT } from "./extension/listeners.ts";
import { logLines } from "./extension/logs.ts";
import { ACCOUNT } from "./extension/servers.ts";
import { DISTANT, DISTANT_MAP, makeSources, type Sources } from "./mappings/sources.ts";

const OF_ITS_OWN = new Set([
  "UUID",
  "EventSourceMappingArn",
  "FunctionArn",
  "LastModified",
  "LastProcessingResult",
]);

type Settings = Omit<CreateEventSourceMappingCommandInput, "FunctionName">;

const FILTERED_STREAM = { Filters: [{ Pattern: '{"data":{"kind":["order"]}}' }] };
const FILTERED_TABLE = {
  Filters: [{ Pattern: '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"kind":{"S":["order"]}}}}' }],
};

let sandbox: Sandbox;
let estate: TheirEstate;
let folder: string;
let aws: Aws;
let application: Application;
let home: Sources;
let away: Sources;
const maps: Record<string, string> = { ...DISTANT_MAP };

beforeAll(async () => {
  sandbox = await startSandbox();
  estate = await makeEstate(sandbox.endpoint, [HOME, AWAY]);
  folder = await mkdtemp(join(tmpdir(), "zonekeep-mappings-"));
  aws = clients(sandbox.endpoint);
  application = new Application(sandbox.endpoint, folder);
  home = await makeSources(sandbox.endpoint, HOME);
  away = await makeSources(sandbox.endpoint, AWAY);
  maps[home.stream] = away.stream;
  maps[home.table] = away.table;
}, 120_000);

afterEach(async () => expect(await estate.changed()).toEqual([]));
afterAll(async () => {
  await sandbox?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

const lambdaIn = (region: string): LambdaClient => application.ports(region).client(LambdaClient);

/** A queue of the same name at both places; its ARN at home. */
async function makeQueues(): Promise<string> {
  const QueueName = fresh("queue");
  for (const region of [HOME, AWAY])
    await application.ports(region).client(SQSClient).send(new CreateQueueCommand({ QueueName }));
  const arn = `arn:aws:sqs:${HOME}:${ACCOUNT}:${QueueName}`;
  maps[arn] = arn.replace(HOME, AWAY);
  return arn;
}

/** A key at both places; its ARN at home. */
async function makeKeys(): Promise<string> {
  const [own, other] = await Promise.all(
    [aws.kms, aws.kmsAway].map(async (kms) =>
      required((await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn),
    ),
  );
  maps[required(own)] = required(other);
  return required(own);
}

/** Every mapping of a function as Lambda tells it by itself, once each has come to rest, with its tags. */
async function mappingsOf(region: string, name: string) {
  const lambda = lambdaIn(region);
  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: name }),
  );
  return Promise.all(
    EventSourceMappings.map((listed) =>
      eventually(aws, async () => {
        const { $metadata: _, ...told } = await lambda.send(
          new GetEventSourceMappingCommand({ UUID: required(listed.UUID) }),
        );
        const { Tags } = await lambda.send(
          new ListTagsCommand({ Resource: required(told.EventSourceMappingArn) }),
        );
        return /ing$/.test(told.State ?? "") ? undefined : { listed, told, Tags };
      }),
    ),
  );
}

/** What one is, without the ids that Lambda gives and what came of the last batch, with the names of the other region; sorted. */
function compared(found: readonly { told: EventSourceMappingConfiguration; Tags: unknown }[]): string[] {
  const mapped = (text: string): string =>
    Object.entries(maps).reduce((now, [from, to]) => now.replaceAll(from, to), text);
  return found
    .map(({ told, Tags }) => {
      const rest = Object.fromEntries(Object.entries(told).filter(([field]) => !OF_ITS_OWN.has(field)));
      return mapped(JSON.stringify({ ...rest, Tags }, null, 1));
    })
    .sort();
}

async function functionWith(mappings: readonly Settings[]): Promise<string> {
  const name = await makeFunction(aws, SAYS_WHAT_IT_GOT);
  for (const one of mappings)
    await aws.lambda.send(new CreateEventSourceMappingCommand({ ...one, FunctionName: name }));
  return name;
}

/** Kept, deleted with its mappings, and restored in the other region; what arms it. */
async function moved(name: string): Promise<() => Promise<void>> {
  const kept = (
    await application.backup(HOME, name, (text) => {
      throw new Error(text);
    })
  ).filter(({ item }) => item.kind === "lambda");
  for (const { told } of await mappingsOf(HOME, name))
    await aws.lambda.send(new DeleteEventSourceMappingCommand({ UUID: required(told.UUID) }));
  await aws.lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
  const bucket = fresh("points");
  await application.stage(AWAY, bucket, kept);
  const restored = await application.restore(kept, AWAY, bucket, { map: maps });
  return async () => {
    await application.arm(AWAY, restored);
  };
}

/** Equal in every field, disabled before arm and afterwards as they were. */
async function comesBack(mappings: readonly Settings[]) {
  const name = await functionWith(mappings);
  const before = await mappingsOf(HOME, name);
  expect(before).toHaveLength(mappings.length);
  const arm = await moved(name);
  const unarmed = await mappingsOf(AWAY, name);
  expect(unarmed.map(({ told }) => told.State)).toEqual(mappings.map(() => "Disabled"));
  const disabled = before.map((one) => ({ ...one, told: { ...one.told, State: "Disabled" } }));
  expect(compared(unarmed)).toEqual(compared(disabled));
  await arm();
  const after = await mappingsOf(AWAY, name);
  expect(compared(after)).toEqual(compared(before));
  return after;
}

describe("a record of a stream", () => {
  test("does not arrive before arm; after it, what waited where the start is, and what the filters let through", async () => {
    const name = await functionWith([
      { EventSourceArn: home.stream, StartingPosition: "TRIM_HORIZON", FilterCriteria: FILTERED_STREAM },
      { EventSourceArn: home.table, StartingPosition: "LATEST", FilterCriteria: FILTERED_TABLE },
    ]);
    const arm = await moved(name);
    await away.put({ kind: "order", n: 1 });
    await away.item({ id: "1", kind: "order" });
    await sleep(1_500);
    const group = `/aws/lambda/${name}`;
    expect(await logLines(sandbox.endpoint, group, AWAY)).toEqual([]);

    await arm();
    await away.put({ kind: "other", n: 2 });
    await away.put({ kind: "order", n: 3 });
    await away.item({ id: "2", kind: "other" });
    await away.item({ id: "3", kind: "order" });
    const got = async (): Promise<string[]> =>
      (await logLines(sandbox.endpoint, group, AWAY)).flatMap((line) =>
        line.startsWith("got ") ? said(line) : [],
      );
    const wanted = ["order 1", "order 3", "item 3"].sort();
    await eventually(aws, async () => ((await got()).length >= wanted.length ? true : undefined));
    await sleep(500);
    expect((await got()).sort()).toEqual(wanted);
  });
});

/** What a line tells of its records, by what is in them. */
function said(line: string): string[] {
  const { Records } = JSON.parse(line.slice(4)) as {
    Records: readonly { kinesis?: { data: string }; dynamodb?: { Keys: { id: { S: string } } } }[];
  };
  return Records.map(({ kinesis, dynamodb }) => {
    if (dynamodb !== undefined) return `item ${dynamodb.Keys.id.S}`;
    const { kind, n } = JSON.parse(Buffer.from(kinesis?.data ?? "", "base64").toString());
    return `${kind} ${n}`;
  });
}

describe("mappings come back equal, field for field, disabled before arm:", () => {
  test("of streams, with what happens to batches", async () => {
    const queue = await makeQueues();
    await comesBack([
      {
        EventSourceArn: home.stream,
        StartingPosition: "AT_TIMESTAMP",
        StartingPositionTimestamp: new Date("2026-01-02T03:04:05Z"),
        BatchSize: 7,
        MaximumBatchingWindowInSeconds: 3,
        ParallelizationFactor: 4,
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 0,
        MaximumRecordAgeInSeconds: 60,
        DestinationConfig: { OnFailure: { Destination: queue } },
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        FilterCriteria: FILTERED_STREAM,
        Tags: { team: "shop" },
      },
      {
        EventSourceArn: home.table,
        StartingPosition: "TRIM_HORIZON",
        TumblingWindowInSeconds: 30,
        MetricsConfig: { Metrics: ["EventCount"] },
        Enabled: false,
      },
    ]);
  });

  test("of queues, with pollers, concurrency, and filters under a key that no list shows", async () => {
    const [one, other, KMSKeyArn] = [await makeQueues(), await makeQueues(), await makeKeys()];
    const FilterCriteria = { Filters: [{ Pattern: '{"body":{"kind":["order"]}}' }] };
    const after = await comesBack([
      {
        EventSourceArn: one,
        KMSKeyArn,
        FilterCriteria,
        ScalingConfig: { MaximumConcurrency: 5 },
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        MetricsConfig: { Metrics: ["EventCount"] },
        Tags: { team: "shop", stage: "prod" },
      },
      {
        EventSourceArn: other,
        BatchSize: 50,
        MaximumBatchingWindowInSeconds: 2,
        ProvisionedPollerConfig: { MinimumPollers: 3, MaximumPollers: 9 },
      },
    ]);
    const encrypted = after.find(({ told }) => told.KMSKeyArn !== undefined);
    expect(encrypted?.listed.FilterCriteria).toBeUndefined();
    expect(encrypted?.told.FilterCriteria).toEqual(FilterCriteria);
  });

  test("of Kafka, MQ and DocumentDB, which the sandbox keeps and never polls", async () => {
    await comesBack(DISTANT as unknown as readonly Settings[]);
  });
});

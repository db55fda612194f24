import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { DeleteFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import * as P from "@aws-sdk/client-pipes";
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { makeEstate, type TheirEstate } from "../../sandbox/neighbours/estate.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { Application, type KeptThing } from "./event-rules/application.ts";
import {
  AWAY,
  type Aws,
  clients,
  eventually,
  HOME,
  makeFunction,
  makeRole,
  required,
} from "./extension/clients.ts";
import { arnOf, SAYS_WHAT_IT_GOT } from "./extension/listeners.ts";
import { logLines } from "./extension/logs.ts";
import { make } from "./extension/queues.ts";
import { ACCOUNT } from "./extension/servers.ts";

const Name = "orders";
const INTAKE = "pipe-intake";
const ENRICHES = "pipe-enriches";
const TOKEN = "canary-4711";
/** Looks up what an order costs, as a service of somebody's would. */
const LOOKS_UP = `exports.handler = async (events) => events.map(({ order, token }) => ({ order, price: 5, token }));`;

let sandbox: Sandbox;
let estate: TheirEstate;
let folder: string;
let aws: Aws;
let application: Application;
let kept: KeptThing[];
const warned: string[] = [];

const pipesIn = (region: string): P.PipesClient => application.ports(region).client(P.PipesClient);
const sqsIn = (region: string): SQSClient => application.ports(region).client(SQSClient);

beforeAll(async () => {
  sandbox = await startSandbox();
  estate = await makeEstate(sandbox.endpoint, [HOME, AWAY]);
  folder = await mkdtemp(join(tmpdir(), "zonekeep-pipes-"));
  aws = clients(sandbox.endpoint);
  application = new Application(sandbox.endpoint, folder);
  await makeFunction(aws, SAYS_WHAT_IT_GOT, { FunctionName: INTAKE });
  await makeFunction(aws, LOOKS_UP, { FunctionName: ENRICHES });
  await makePipe();
  kept = await application.backup(HOME, "pipe-*", (text) => warned.push(text));
  for (const region of [HOME, AWAY]) await application.stage(region, `points-${region}`, kept);
}, 120_000);

afterEach(async () => expect(await estate.changed()).toEqual([]));
afterAll(async () => {
  await sandbox?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

async function makePipe(): Promise<void> {
  const { arn: Source } = await make(aws, {}, Name);
  const role = await makeRole(aws, "pipes.amazonaws.com");
  const Statement = [{ Effect: "Allow", Action: ["sqs:*", "lambda:InvokeFunction"], Resource: "*" }];
  await aws.iam.send(
    new PutRolePolicyCommand({
      RoleName: required(role.split("/").at(-1)),
      PolicyName: "pipe",
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
    }),
  );
  await pipesIn(HOME).send(
    new P.CreatePipeCommand({
      Name,
      Description: "to the intake",
      Source,
      SourceParameters: {
        FilterCriteria: {
          Filters: [{ Pattern: JSON.stringify({ awsRegion: [HOME], body: { kind: ["order"] } }) }],
        },
        SqsQueueParameters: { BatchSize: 5 },
      },
      Enrichment: arnOf(ENRICHES),
      EnrichmentParameters: { InputTemplate: `{"order": <$.body.id>, "token": "${TOKEN}"}` },
      Target: arnOf(INTAKE),
      TargetParameters: {
        InputTemplate: `{"order": <$.order>, "price": <$.price>, "from": "${Source}", "by": <aws.pipes.pipe-name>}`,
      },
      RoleArn: role,
      Tags: { team: "shop" },
    }),
  );
  await settled(HOME, "RUNNING");
}

/** The pipe once it is in that state. */
function settled(region: string, state: string): Promise<P.DescribePipeCommandOutput> {
  return eventually(aws, async () => {
    const found = await pipesIn(region).send(new P.DescribePipeCommand({ Name }));
    return found.CurrentState === state ? found : undefined;
  });
}

/** A pipe as AWS describes it, in the words of the first region, without what it has of its birth. */
async function described(region: string): Promise<unknown> {
  const {
    $metadata: _,
    CreationTime: __,
    LastModifiedTime: ___,
    ...found
  } = await settled(region, "RUNNING");
  return JSON.parse(JSON.stringify(found).replaceAll(region, HOME)) as unknown;
}

async function order(region: string, body: unknown): Promise<void> {
  const { QueueUrl } = await sqsIn(region).send(new GetQueueUrlCommand({ QueueName: Name }));
  await sqsIn(region).send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body) }));
}

/** Messages of a queue, those that somebody looks at too. */
async function waiting(region: string): Promise<number> {
  const { QueueUrl } = await sqsIn(region).send(new GetQueueUrlCommand({ QueueName: Name }));
  const { Attributes = {} } = await sqsIn(region).send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
  );
  return (
    Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible)
  );
}

/** What came through the pipe, in order. */
async function arrived(region: string): Promise<unknown[]> {
  const lines = await logLines(sandbox.endpoint, `/aws/lambda/${INTAKE}`, region);
  return lines
    .filter((line) => line.startsWith("got "))
    .flatMap((line) => JSON.parse(line.slice(4)) as unknown[]);
}

const came = (region: string, id: string) => ({
  order: id,
  price: 5,
  from: `arn:aws:sqs:${region}:${ACCOUNT}:${Name}`,
  by: Name,
});

/** Sends what fits and what does not, and waits until the queue is empty. */
async function through(region: string, id: string): Promise<void> {
  await order(region, { kind: "refund", id });
  await order(region, { kind: "order", id });
  await eventually(aws, async () => ((await waiting(region)) === 0 ? true : undefined));
  await eventually(aws, async () =>
    (await arrived(region)).some((one) => (one as { order?: string }).order === id) ? true : undefined,
  );
}

async function lose(): Promise<void> {
  await pipesIn(HOME).send(new P.DeletePipeCommand({ Name }));
  await eventually(aws, async () => {
    const { Pipes = [] } = await pipesIn(HOME).send(new P.ListPipesCommand({}));
    return Pipes.some((one) => one.Name === Name) ? undefined : true;
  });
  for (const FunctionName of [INTAKE, ENRICHES])
    await application.ports(HOME).client(LambdaClient).send(new DeleteFunctionCommand({ FunctionName }));
}

test("a queue's pipe hands its events, filtered and enriched, to a function", async () => {
  await through(HOME, "first");
  expect(await arrived(HOME)).toEqual([came(HOME, "first")]);
});

test("it is followed from the functions that it calls, with its queue, and shows nothing of what it looks for and tells", () => {
  expect(warned).toEqual([]);
  expect(kept.map(({ item: { kind, id } }) => `${kind}/${id}`)).toEqual([
    `lambda/${ENRICHES}`,
    `lambda/${INTAKE}`,
    `pipe/${Name}`,
    `sqs-queue/${Name}`,
  ]);
  const { captured } = required(kept.find(({ item: { kind } }) => kind === "pipe"));
  expect(JSON.stringify(captured.document)).not.toMatch(new RegExp(`${TOKEN}|"kind":\\[|InputTemplate`));
  expect(captured.document).toMatchObject({
    running: true,
    settings: {
      SourceParameters: { FilterCriteria: { Filters: [{}] }, SqsQueueParameters: { BatchSize: 5 } },
    },
  });
});

test("lost at home, it comes back stopped, as it was: what waits stays in the queue until it is armed", async () => {
  const before = await described(HOME);
  const seen = (await arrived(HOME)).length;
  await lose();
  const restored = await application.restore(kept, HOME, `points-${HOME}`);
  expect((await settled(HOME, "STOPPED")).DesiredState).toBe("STOPPED");
  await order(HOME, { kind: "order", id: "waits" });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect([await waiting(HOME), (await arrived(HOME)).length]).toEqual([1, seen]);
  expect(await application.arm(HOME, restored)).toContain(`written: start pipe ${Name}`);
  expect(await described(HOME)).toEqual(before);
  await eventually(aws, async () => ((await waiting(HOME)) === 0 ? true : undefined));
  await through(HOME, "again");
  expect((await arrived(HOME)).slice(seen)).toEqual([came(HOME, "waits"), came(HOME, "again")]);
});

test("elsewhere it reads the queue of there, with filter and templates in the words of there; disarmed it stops, and what it is, stays", async () => {
  const before = await described(HOME);
  const restored = await application.restore(kept, AWAY, `points-${AWAY}`);
  await order(AWAY, { kind: "order", id: "early" });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect([await waiting(AWAY), await arrived(AWAY)]).toEqual([1, []]);
  await application.arm(AWAY, restored);
  expect(await described(AWAY)).toEqual(before);
  await through(AWAY, "late");
  expect(await arrived(AWAY)).toEqual([came(AWAY, "early"), came(AWAY, "late")]);
  const pipe = required(restored.find(({ arn }) => arn.includes(":pipe/")));
  const activatings = pipe.protector.activate(application.ports(AWAY), pipe.activation, {
    arn: pipe.arn,
    alongside: false,
    note: () => undefined,
  });
  for (const { disarming } of activatings) if (!(await disarming?.inactive())) await disarming?.disarm();
  await settled(AWAY, "STOPPED");
  await order(AWAY, { kind: "order", id: "disarmed" });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect([await waiting(AWAY), (await arrived(AWAY)).length]).toEqual([1, 2]);
  expect(await described(HOME)).toEqual(before);
});

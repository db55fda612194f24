import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  AddPermissionCommand,
  DeleteFunctionCommand,
  GetPolicyCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { lambda } from "../../modules/protectors/lambda/protector.ts";
import type { AnyProtector } from "../../modules/protectors/load.ts";
import type {
  Captured,
  ClientOf,
  Ids,
  PlanPorts,
  RestoreTarget,
} from "../../modules/protectors/protector.ts";
import { snsTopic } from "../../modules/protectors/sns-topic/protector.ts";
import { download } from "../../modules/store/download.ts";
import { FileSpool } from "../../modules/store/file-spool.ts";
import { makeEstate, type TheirEstate } from "../../sandbox/neighbours/estate.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { noBytes } from "../support/no-bytes.ts";
import { OPTIONS } from "../support/sample-request.ts";
import {
  AWAY,
  type Aws,
  clients,
  eventually,
  fresh,
  HOME,
  makeBucket,
  makeFunction,
  required,
} from "./extension/clients.ts";
import { arnOf, got, SAYS_WHAT_IT_GOT } from "./extension/listeners.ts";
import { logLines } from "./extension/logs.ts";
import { letters, type Mailbox, makeMailbox } from "./extension/rules.ts";
import { ACCOUNT } from "./extension/servers.ts";

const SERVICE = "sns.amazonaws.com";
const FILTER = '{"kind":["order"]}';
const at = (region: string): RestoreTarget => ({ account: ACCOUNT, partition: "aws", region });

let sandbox: Sandbox;
let estate: TheirEstate;
let aws: Aws;
let folder: string;
const stores = new Map<string, { readonly s3: S3Client; readonly bucket: string }>();

beforeAll(async () => {
  sandbox = await startSandbox();
  estate = await makeEstate(sandbox.endpoint, [HOME, AWAY]);
  folder = await mkdtemp(join(tmpdir(), "zonekeep-topics-"));
  aws = clients(sandbox.endpoint);
  for (const [region, s3] of [
    [HOME, aws.s3],
    [AWAY, aws.s3Away],
  ] as const)
    stores.set(region, { s3, bucket: await makeBucket(s3) });
});

afterEach(async () => expect(await estate.changed()).toEqual([]));
afterAll(async () => {
  await sandbox?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

function portsIn(region: string): PlanPorts {
  const credentials = { accessKeyId: "sandbox", secretAccessKey: "sandbox" };
  const client: ClientOf = (Class) =>
    new (Class as new (of: object) => InstanceType<typeof Class>)({
      ...{ endpoint: sandbox.endpoint, region, credentials },
    });
  return {
    ...at(region),
    client,
    sleep: (milliseconds) => sleep(Math.min(milliseconds, 100)),
    locate: async (sha256) => ({ bucket: required(stores.get(region)).bucket, key: sha256 }),
    open: noBytes,
    now: Date.now,
    holder: "somebody",
  };
}

interface Kept {
  readonly protector: AnyProtector;
  readonly id: string;
  readonly captured: Captured<{ readonly arn: string }, unknown>;
}

async function capture(protector: AnyProtector, id: string): Promise<Kept> {
  const ports = portsIn(HOME);
  for await (const item of protector.inventory(ports, { triggers: "all", needsTags: () => false, warn })) {
    if (item.id !== id) continue;
    const spool = await FileSpool.in(folder);
    const captured = required(
      await protector.capture({ ...ports, download, spool, known: async () => undefined }, item, OPTIONS),
    );
    for (const { content } of captured.blobs) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of content.open()) chunks.push(chunk);
      for (const { s3, bucket } of stores.values())
        await s3.send(
          new PutObjectCommand({ Bucket: bucket, Key: content.sha256, Body: Buffer.concat(chunks) }),
        );
    }
    return { protector, id, captured };
  }
  throw new Error(`${id} is not listed`);
}

function warn(message: string): never {
  throw new Error(message);
}

/** Restores a function, and the topic that tells it as what was captured with it, as `zonekeep restore lambda/...` does. */
async function restore(things: readonly Kept[], region: string) {
  const target = at(region);
  const names = Object.assign(
    {},
    ...things.map(({ protector, captured }) => protector.names(captured.document, { target })),
  ) as Record<string, string>;
  const map = Object.fromEntries(Object.entries(names).filter(([from, to]) => from !== to));
  const restored = new Set(things.map(({ captured }) => captured.document.arn));
  const arming: (() => Promise<string[]>)[] = [];
  const warnings: string[] = [];
  for (const { protector, id, captured } of things) {
    const isAsked = protector === lambda;
    const translation = protector.translate(captured.document, captured.secrets, {
      target,
      map,
      ...(!isAsked && { restored }),
    });
    const plan = await protector.plan(portsIn(region), {
      point: `${ACCOUNT}/${HOME}/points/${protector.spec.kind}/${id}/20200101T000000Z-0badcafe.json`,
      translation,
      target,
      together: new Set(Object.values(names)),
      replace: false,
      allowPublic: false,
      today: "2026-11-29",
    });
    expect(plan.blocked).toEqual([]);
    warnings.push(...plan.warnings);
    const ids: Ids = new Map(plan.ids);
    for (const { perform } of plan.steps) await perform?.(ids);
    const activation = JSON.parse(JSON.stringify(plan.activation(ids)));
    const request = {
      arn: (translation.document as { readonly arn: string }).arn,
      alongside: false,
      note: () => undefined,
    };
    arming.push(async () => {
      const done: string[] = [];
      for (const { title, activate } of protector.activate(portsIn(region), activation, request))
        done.push(`${await activate()}: ${title}`);
      return done;
    });
  }
  return {
    warnings,
    arm: async () => {
      const done = [];
      for (const each of arming) done.push(...(await each()));
      return done;
    },
  };
}

interface Scene {
  readonly topic: string;
  readonly name: string;
  readonly other: string;
  readonly queue: Mailbox;
}

/** A topic that tells a function by a filter, and others': another function, a queue and somebody by mail. */
async function scene(): Promise<Scene> {
  const { sns } = aws;
  const Tags = [{ Key: "team", Value: "shop" }];
  const Attributes = { SignatureVersion: "2", TracingConfig: "Active" };
  const topic = required(
    (await sns.send(new CreateTopicCommand({ Name: fresh("topic"), Attributes, Tags }))).TopicArn,
  );
  const [name, other] = [
    await makeFunction(aws, SAYS_WHAT_IT_GOT),
    await makeFunction(aws, SAYS_WHAT_IT_GOT),
  ];
  const queue = await makeMailbox(aws, topic, SERVICE);
  for (const FunctionName of [name, other])
    await aws.lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: "sns",
        Action: "lambda:InvokeFunction",
        Principal: SERVICE,
        SourceArn: topic,
      }),
    );
  const subscribe = (Protocol: string, Endpoint: string, given = {}) =>
    sns.send(new SubscribeCommand({ TopicArn: topic, Protocol, Endpoint, Attributes: given }));
  await subscribe("lambda", arnOf(name), { FilterPolicy: FILTER, FilterPolicyScope: "MessageBody" });
  await subscribe("lambda", arnOf(other));
  await subscribe("sqs", queue.arn, { RawMessageDelivery: "true" });
  await subscribe("email", "ops@example.com");
  return { topic, name, other, queue };
}

const nameOf = (topic: string): string => topic.split(":")[5] ?? "";

async function publish(TopicArn: string, kind: string, region = HOME): Promise<void> {
  const sns = region === HOME ? aws.sns : portsIn(region).client(SNSClient);
  await sns.send(new PublishCommand({ TopicArn, Message: JSON.stringify({ kind }) }));
}

/** Kinds of the messages that a function was invoked with. */
function kinds(events: readonly unknown[]): string[] {
  return (
    events as { readonly Records: readonly { readonly Sns: { readonly Message: string } }[] }[]
  ).flatMap(({ Records }) => Records.map(({ Sns }) => JSON.parse(Sns.Message).kind));
}

/** Every subscription as SNS describes it, but those of one endpoint. */
async function described(TopicArn: string, but: string): Promise<unknown[]> {
  const { Subscriptions = [] } = await aws.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  const others = Subscriptions.filter(({ Endpoint }) => Endpoint !== but);
  return Promise.all(
    others.map(async (listed) => {
      const { SubscriptionArn = "" } = listed;
      if (!SubscriptionArn.startsWith("arn:")) return { listed };
      const { Attributes } = await aws.sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
      return { listed, Attributes };
    }),
  );
}

const deleteFunction = (FunctionName: string) => aws.lambda.send(new DeleteFunctionCommand({ FunctionName }));

test("a topic and a function that were deleted come back, and a message invokes the function after arm and not before", async () => {
  const { topic, name, other, queue } = await scene();
  const kept = [await capture(lambda, name), await capture(snsTopic, nameOf(topic))];
  await aws.sns.send(new DeleteTopicCommand({ TopicArn: topic }));
  await deleteFunction(name);

  const { arm, warnings } = await restore(kept, HOME);
  expect(warnings).toContain(
    `topic ${nameOf(topic)} told email ops@example.com: its owner has to subscribe it again, and confirm it`,
  );
  await publish(topic, "order");
  await sleep(1_000);
  expect(await described(topic, "")).toEqual([]);
  expect(await letters(aws, queue.url)).toEqual([]);

  expect((await arm()).filter((done) => /subscribe/.test(done))).toEqual(
    [...[name, other].map((one) => `lambda ${arnOf(one)}`).sort(), `sqs ${queue.arn}`].map(
      (one) => `written: subscribe ${one} to topic ${nameOf(topic)}`,
    ),
  );
  await publish(topic, "other");
  await publish(topic, "order");
  expect(kinds(await got(aws, name))).toEqual(["order"]);
  expect(kinds(await got(aws, other, 2)).sort()).toEqual(["order", "other"]);
  await sleep(500);
  expect(kinds(await got(aws, name))).toEqual(["order"]);
});

test("of a topic that lives on, others' subscriptions stay byte for byte, and the function's comes back", async () => {
  const { topic, name } = await scene();
  const kept = [await capture(lambda, name), await capture(snsTopic, nameOf(topic))];
  const { Subscriptions = [] } = await aws.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }));
  const own = required(Subscriptions.find(({ Endpoint }) => Endpoint === arnOf(name))?.SubscriptionArn);
  await aws.sns.send(new UnsubscribeCommand({ SubscriptionArn: own }));
  await deleteFunction(name);
  const before = await described(topic, arnOf(name));
  expect(before).toHaveLength(3);

  const { arm, warnings } = await restore(kept, HOME);
  expect(warnings).toEqual([]);
  expect(await described(topic, arnOf(name))).toEqual(before);
  await publish(topic, "order");
  await sleep(1_000);
  expect(await logLines(sandbox.endpoint, `/aws/lambda/${name}`)).toEqual([]);
  expect((await arm()).filter((done) => /topic/.test(done))).toEqual([
    `written: subscribe lambda ${arnOf(name)} to topic ${nameOf(topic)}`,
  ]);
  await publish(topic, "order");
  expect(kinds(await got(aws, name))).toEqual(["order"]);
  expect(await described(topic, arnOf(name))).toEqual(before);
  expect((await arm()).filter((done) => /topic/.test(done))).toEqual([
    `kept: subscribe lambda ${arnOf(name)} to topic ${nameOf(topic)}`,
  ]);
});

test("elsewhere a topic tells what was restored with it, and names nothing of the region that it was in", async () => {
  const { topic, name, other, queue } = await scene();
  const kept = [await capture(lambda, name), await capture(snsTopic, nameOf(topic))];
  await deleteFunction(name);
  await aws.sns.send(new DeleteTopicCommand({ TopicArn: topic }));

  const { arm, warnings } = await restore(kept, AWAY);
  const left = (one: string): string =>
    `topic ${nameOf(topic)} told ${one}, which is not restored with it: it no longer does; map it to what stands for it if it is to`;
  expect(warnings).toEqual(
    expect.arrayContaining([left(`lambda ${arnOf(other)}`), left(`sqs ${queue.arn}`)]),
  );
  const moved = topic.replace(HOME, AWAY);
  await publish(moved, "order", AWAY);
  await sleep(1_000);
  await arm();
  await publish(moved, "order", AWAY);
  const lines = await eventually(aws, async () => {
    const found = await logLines(sandbox.endpoint, `/aws/lambda/${name}`, AWAY);
    const said = found.filter((line) => line.startsWith("got "));
    return said.length === 0 ? undefined : said;
  });
  expect(kinds(lines.map((line) => JSON.parse(line.slice(4))))).toEqual(["order"]);
  expect(lines.join()).not.toContain(`:${HOME}:`);
  const { Policy } = await portsIn(AWAY)
    .client(LambdaClient)
    .send(new GetPolicyCommand({ FunctionName: name }));
  expect(JSON.parse(required(Policy)).Statement).toMatchObject([
    { Principal: { Service: SERVICE }, Condition: { ArnLike: { "AWS:SourceArn": moved } } },
  ]);
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { type GetFunctionCommand, LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetBucketNotificationConfigurationCommand,
  HeadObjectCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FunctionDocument, FunctionSecrets } from "../../modules/protectors/lambda/document.ts";
import { lambda } from "../../modules/protectors/lambda/protector.ts";
import type {
  ClientOf,
  IdMap,
  Ids,
  PlanRequest,
  ThingPlan,
  TimedPorts,
} from "../../modules/protectors/protector.ts";
import type { NotificationsDocument } from "../../modules/protectors/s3-notifications/document.ts";
import { s3Notifications } from "../../modules/protectors/s3-notifications/protector.ts";
import { download } from "../../modules/store/download.ts";
import { FileSpool } from "../../modules/store/file-spool.ts";
import { type DemoClients, demoClients } from "../../sandbox/demo/clients.ts";
import { ACCOUNT, bucketOf, FUNCTIONS, LOST, QUEUES, queueArn, STANDBY } from "../../sandbox/demo/regions.ts";
import {
  createFunctions,
  createQueues,
  createRoles,
  createSurroundings,
} from "../../sandbox/demo/workload.ts";
import { makeEstate, type TheirEstate } from "../../sandbox/neighbours/estate.ts";
import { THEIRS } from "../../sandbox/neighbours/place.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { noBytes } from "../support/no-bytes.ts";
import { OPTIONS } from "../support/sample-request.ts";

const STORE = "points-eu-west-1";
const TARGET = { account: ACCOUNT, partition: "aws", region: STANDBY };
/** Somebody else's, at the bucket that stands by. */
const FOREIGN = {
  EventBridgeConfiguration: {},
  // It has the Id that ours had at home, and its function is not there any more.
  LambdaFunctionConfigurations: [
    {
      Id: "thumbnails",
      LambdaFunctionArn: `arn:aws:lambda:${STANDBY}:${ACCOUNT}:function:theirs`,
      Events: ["s3:ObjectCreated:*" as const],
      Filter: { Key: { FilterRules: [{ Name: "prefix" as const, Value: "docs/" }] } },
    },
  ],
  QueueConfigurations: [
    { Id: "theirs", QueueArn: queueArn(STANDBY, QUEUES.replies), Events: ["s3:ObjectRemoved:*" as const] },
  ],
};

interface Kept {
  readonly document: FunctionDocument;
  readonly secrets: FunctionSecrets;
}

let sandbox: Sandbox;
let estate: TheirEstate;
let folder: string;
let away: DemoClients;
let map: IdMap;
let lostAt: number;
const kept = new Map<string, Kept>();
let notifications: NotificationsDocument;

beforeAll(async () => {
  sandbox = await startSandbox();
  estate = await makeEstate(sandbox.endpoint, [STANDBY]);
  folder = await mkdtemp(join(tmpdir(), "zonekeep-restore-"));
  const home = demoClients(sandbox.endpoint, LOST);
  away = demoClients(sandbox.endpoint, STANDBY);
  await createRoles(home);
  const here = await createSurroundings(sandbox.endpoint, home);
  const there = await createSurroundings(sandbox.endpoint, away);
  await createQueues(home);
  await createFunctions(home, here);
  for (const QueueName of Object.values(QUEUES)) await away.sqs.send(new CreateQueueCommand({ QueueName }));
  await away.s3.send(
    new CreateBucketCommand({ Bucket: STORE, CreateBucketConfiguration: { LocationConstraint: STANDBY } }),
  );
  await away.s3.send(
    new PutBucketVersioningCommand({ Bucket: STORE, VersioningConfiguration: { Status: "Enabled" } }),
  );
  await away.s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: bucketOf(STANDBY),
      NotificationConfiguration: FOREIGN,
      SkipDestinationValidation: true,
    }),
  );
  map = {
    [bucketOf(LOST)]: bucketOf(STANDBY),
    [queueArn(LOST, QUEUES.orders)]: queueArn(STANDBY, QUEUES.orders),
    [queueArn(LOST, QUEUES.replies)]: queueArn(STANDBY, QUEUES.replies),
    [here.group]: there.group,
    ...Object.fromEntries(here.subnets.map((subnet, index) => [subnet, there.subnets[index] ?? ""])),
  };
  for (const name of Object.values(FUNCTIONS)) kept.set(name, await capture(home, name));
  notifications = await captureNotifications(home);
  await sandbox.cut(LOST);
  lostAt = (await sandbox.calls()).at(-1)?.id ?? 0;
});

afterAll(async () => {
  await sandbox?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

const portsOf = (clients: DemoClients, functions: DemoClients["lambda"] = clients.lambda): TimedPorts => ({
  account: ACCOUNT,
  partition: "aws",
  region: clients.region,
  client: ((Class) =>
    new Map<unknown, unknown>([
      [LambdaClient, functions],
      [S3Client, clients.s3],
      [SQSClient, clients.sqs],
      [IAMClient, clients.iam],
      [KMSClient, {}],
    ]).get(Class)) as ClientOf,
  sleep,
  now: Date.now,
});

/** Captures a function and keeps its bytes in the region that will be left. */
async function capture(from: DemoClients, name: string): Promise<Kept> {
  const ports = portsOf(from);
  const warn = (message: string): never => {
    throw new Error(message);
  };
  for await (const item of lambda.inventory(ports, { triggers: "all", needsTags: () => false, warn })) {
    if (item.name !== name) continue;
    const spool = await FileSpool.in(folder);
    const captured = await lambda.capture(
      { ...ports, download, spool, known: async () => undefined },
      item,
      OPTIONS,
    );
    if (captured === undefined) break;
    for (const { content } of captured.blobs) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of content.open()) chunks.push(chunk);
      await away.s3.send(
        new PutObjectCommand({ Bucket: STORE, Key: content.sha256, Body: Buffer.concat(chunks) }),
      );
    }
    return { document: captured.document, secrets: captured.secrets ?? {} };
  }
  throw new Error(`${name} is not there`);
}

/** What the demo's bucket of a region tells. */
async function captureNotifications(from: DemoClients): Promise<NotificationsDocument> {
  const id = bucketOf(from.region);
  const captured = await s3Notifications.capture(
    {
      ...portsOf(from),
      download,
      spool: await FileSpool.in(folder),
      known: async () => undefined,
    },
    { kind: "s3-notifications", id, name: id, arn: `arn:aws:s3:::${id}`, related: [] },
    OPTIONS,
  );
  if (captured === undefined) throw new Error(`${id} is gone`);
  return captured.document;
}

const arnAway = (name: string): string => `arn:aws:lambda:${STANDBY}:${ACCOUNT}:function:${name}`;

type Planned = ThingPlan & { readonly idMap: (ids: Ids) => IdMap };

async function plan(
  name: string,
  entries: IdMap,
  {
    as = name,
    functions = away.lambda,
    version,
  }: { as?: string; functions?: DemoClients["lambda"]; version?: string } = {},
): Promise<Planned> {
  const { document, secrets } = kept.get(name) ?? { document: undefined, secrets: {} };
  if (document === undefined) throw new Error(`${name} was not captured`);
  const translation = lambda.translate(document, secrets, { target: TARGET, map: entries, name: as });
  const request: PlanRequest<FunctionDocument, FunctionSecrets> = {
    point: `${ACCOUNT}/${LOST}/points/lambda/${name}/20200101T000000Z-0badcafe.json`,
    translation,
    target: TARGET,
    together: new Set(),
    replace: false,
    allowPublic: false,
    today: new Date().toISOString().slice(0, 10),
  };
  const ports = {
    ...portsOf(away, functions),
    locate: async (sha256: string) => ({
      bucket: STORE,
      key: sha256,
      ...(version !== undefined && { version }),
    }),
    open: noBytes,
    now: Date.now,
    holder: "drill",
  };
  const planned = await lambda.plan(ports, request);
  const names = lambda.names(document, { target: TARGET, name: as });
  return {
    ...planned,
    idMap: (ids) => ({ ...translation.replaced, ...names, ...Object.fromEntries(ids) }),
  };
}

/** Does what was planned, and nothing else. */
async function perform(planned: Planned): Promise<Ids> {
  expect(planned.blocked).toEqual([]);
  const ids: Ids = new Map(planned.ids);
  for (const step of planned.steps) await step.perform?.(ids);
  return ids;
}

const writes = async (): Promise<string[]> =>
  (await sandbox.calls(lostAt))
    .filter(({ action }) => !/^(Get|List|Head|Describe)/.test(action))
    .map(({ service, action }) => `${service}:${action}`);

test("without a map everything that is bound to the lost region is listed, and nothing is written", async () => {
  const blocked = async (name: string): Promise<ThingPlan["blocked"]> => (await plan(name, {})).blocked;
  expect((await blocked(FUNCTIONS.thumbnails)).map(({ message }) => message.split(": ")[0])).toEqual([
    "policies[0].statements[0].Condition.ArnLike.AWS:SourceArn",
  ]);
  expect((await blocked(FUNCTIONS.intake)).map(({ message }) => message.split(": ")[0])).toEqual([
    "mappings[0].settings.EventSourceArn",
    "versions[0].configuration.DeadLetterConfig.TargetArn",
    "versions[0].configuration.VpcConfig.SecurityGroupIds[0]",
    "versions[0].configuration.VpcConfig.SubnetIds[0]",
    "versions[0].configuration.VpcConfig.SubnetIds[1]",
  ]);
  expect(await blocked(FUNCTIONS.quote)).toEqual([]);
  expect(await writes()).toEqual([]);
  const { Functions } = await away.lambda.send(new ListFunctionsCommand({}));
  expect(Functions?.map(({ FunctionName }) => FunctionName)).toEqual([THEIRS]);
});

test.each(Object.values(FUNCTIONS))("%s comes back as it was, with its region cut off", async (name) => {
  const before = kept.get(name);
  if (before === undefined) throw new Error(`${name} was not captured`);
  const planned = await plan(name, map);
  const ids = await perform(planned);
  const again = await plan(name, map);
  expect(again.blocked).toEqual([]);
  expect(again.steps.filter(({ effect }) => effect !== "keep")).toEqual([]);

  const asked = { arn: arnAway(name), alongside: false, note: () => undefined };
  for (const { activate } of lambda.activate(portsOf(away), planned.activation(ids), asked)) await activate();
  const after = await capture(away, name);
  const idMap = planned.idMap(ids);
  expect(lambda.differences(before.document, after.document, idMap, { armed: true })).toEqual([]);
  expect(Object.values(after.secrets)).toEqual(
    Object.values(lambda.translate(before.document, before.secrets, { target: TARGET, map }).secrets ?? {}),
  );
});

test("a bucket tells the function again, and nothing was told before that", async () => {
  const { arn } = kept.get(FUNCTIONS.thumbnails)?.document ?? { arn: "" };
  const now = arn.replace(`:${LOST}:`, `:${STANDBY}:`);
  const translation = s3Notifications.translate(notifications, undefined, {
    target: TARGET,
    map: { ...map, [arn]: now },
    restored: new Set([arn]),
  });
  const told = async () =>
    ((await captureNotifications(away)).configuration.LambdaFunctionConfigurations ?? []).filter(
      ({ LambdaFunctionArn }) => String(LambdaFunctionArn).startsWith(now),
    );
  expect(await told()).toEqual([]);
  const planned = await s3Notifications.plan(
    {
      ...portsOf(away),
      locate: async () => ({ bucket: STORE, key: "" }),
      open: noBytes,
      now: Date.now,
      holder: "drill",
    },
    {
      point: "point",
      translation,
      target: TARGET,
      together: new Set([now]),
      replace: false,
      allowPublic: false,
      today: new Date().toISOString().slice(0, 10),
    },
  );
  expect({ blocked: planned.blocked, steps: planned.steps }).toEqual({ blocked: [], steps: [] });
  const activation = planned.activation(new Map());
  const notes: string[] = [];
  const note = (text: string): unknown => notes.push(text);
  const asked = { arn: `arn:aws:s3:::${bucketOf(STANDBY)}`, alongside: false, note };
  for (const kept of ["written", "kept"])
    for (const { activate } of s3Notifications.activate(portsOf(away), activation, asked))
      expect(await activate()).toBe(kept);
  expect(await told()).toMatchObject([{ LambdaFunctionArn: `${now}:live` }]);
  expect(notes).toEqual([
    `bucket ${bucketOf(STANDBY)}: S3 does not reach ${FOREIGN.LambdaFunctionConfigurations[0]?.LambdaFunctionArn} ` +
      "(Not authorized to invoke function [" +
      `${FOREIGN.LambdaFunctionConfigurations[0]?.LambdaFunctionArn}]); that entry is another's and stays`,
  ]);
});

test("what others have at the bucket survives", async () => {
  const { $metadata: _call, ...document } = await away.s3.send(
    new GetBucketNotificationConfigurationCommand({ Bucket: bucketOf(STANDBY) }),
  );
  const { LambdaFunctionConfigurations: theirs, ...others } = FOREIGN;
  expect(document).toMatchObject(others);
  expect(document.LambdaFunctionConfigurations).toHaveLength(2);
  // S3 writes the names of filter rules its own way.
  const asS3Writes = theirs.map((each) => ({
    ...each,
    Filter: { Key: { FilterRules: [{ Name: "Prefix", Value: "docs/" }] } },
  }));
  expect(document.LambdaFunctionConfigurations?.filter(({ Id }) => Id === "thumbnails")).toEqual(asS3Writes);
});

test("killed at any of its calls and run again, a restore comes to the same function", async () => {
  const counted = async (as: string, last: number): Promise<number> => {
    let calls = 0;
    const functions = new Proxy(away.lambda, {
      get: (target, key) =>
        key === "send"
          ? (command: GetFunctionCommand) => {
              calls += 1;
              if (calls > last) throw new Error("killed");
              return target.send(command);
            }
          : Reflect.get(target, key),
    });
    await perform(await plan(FUNCTIONS.thumbnails, map, { as, functions }));
    return calls;
  };
  const all = await counted("drill", Number.POSITIVE_INFINITY);
  const before = kept.get(FUNCTIONS.thumbnails)?.document;
  if (before === undefined) throw new Error("it was not captured");
  for (let last = 1; last < all; last += 4) {
    const as = `drill-${last}`;
    await expect(counted(as, last)).rejects.toThrow("killed");
    const planned = await plan(FUNCTIONS.thumbnails, map, { as });
    const idMap = planned.idMap(await perform(planned));
    const { document } = await capture(away, as);
    expect(lambda.differences(before, document, idMap, { armed: false })).toEqual([]);
  }
});

test("of bytes that were put over a package Lambda takes none, or what it made of them is deleted at once", async () => {
  const [first] = kept.get(FUNCTIONS.quote)?.document.versions ?? [];
  const Key = first?.codeSha256 ?? "";
  const good = await away.s3.send(new HeadObjectCommand({ Bucket: STORE, Key }));
  const Body = zipSync({ "index.mjs": strToU8("export const handler = async () => 'theirs'") });
  const evil = await away.s3.send(new PutObjectCommand({ Bucket: STORE, Key, Body }));
  try {
    const blind = await plan(FUNCTIONS.quote, map, { as: "blind" });
    await expect(perform(blind)).rejects.toThrow(
      /blind: lambda:CreateFunction: Lambda took other bytes .*: it was deleted/,
    );
    const calls = (await sandbox.calls(lostAt)).filter(
      ({ resource }) => resource?.includes("blind") === true,
    );
    const writes = calls.map(({ action }) => action).filter((action) => !/^(Get|List)/.test(action ?? ""));
    expect(writes).toEqual(["CreateFunction", "PutFunctionConcurrency", "DeleteFunction"]);
    const names = (await away.lambda.send(new ListFunctionsCommand({}))).Functions?.map(
      ({ FunctionName }) => FunctionName,
    );
    expect(names).not.toContain("blind");

    await perform(
      await plan(FUNCTIONS.quote, map, {
        as: "seeing",
        ...(good.VersionId !== undefined && { version: good.VersionId }),
      }),
    );
    const { document } = await capture(away, "seeing");
    expect(document.versions.map(({ codeSha256 }) => codeSha256)).toContain(Key);
  } finally {
    await away.s3.send(new DeleteObjectCommand({ Bucket: STORE, Key, VersionId: evil.VersionId }));
  }
});

test("nothing that another team has was touched", async () => {
  expect(await estate.changed()).toEqual([]);
});

test("nothing asked the lost region, and nothing wrote IAM", async () => {
  const calls = await sandbox.calls(lostAt);
  expect(calls.filter(({ by }) => by === "cut")).toEqual([]);
  expect(calls.filter(({ region, service }) => region === LOST && service !== "iam")).toEqual([]);
  expect(new Set(calls.filter(({ service }) => service === "iam").map(({ action }) => action))).toEqual(
    new Set(["GetRole"]),
  );
});

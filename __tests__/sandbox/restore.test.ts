import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type GetFunctionCommand, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { arm } from "../../modules/protectors/lambda/arm.ts";
import { captureFunction } from "../../modules/protectors/lambda/capture.ts";
import { compareFunctions } from "../../modules/protectors/lambda/compare.ts";
import type { FunctionDocument, FunctionSecrets } from "../../modules/protectors/lambda/document.ts";
import { inventory } from "../../modules/protectors/lambda/inventory.ts";
import { applyRestore } from "../../modules/protectors/lambda/restore/apply.ts";
import type { RestoreDeps } from "../../modules/protectors/lambda/restore/deps.ts";
import { planRestore, type RestorePlan } from "../../modules/protectors/lambda/restore/plan.ts";
import { rolePresence } from "../../modules/protectors/lambda/restore/presence.ts";
import { translate } from "../../modules/protectors/lambda/translate.ts";
import type { IdMap } from "../../modules/protectors/protector.ts";
import { download } from "../../modules/store/download.ts";
import { FileSpool } from "../../modules/store/file-spool.ts";
import { type DemoClients, demoClients } from "../../sandbox/demo/clients.ts";
import { ACCOUNT, bucketOf, FUNCTIONS, LOST, queueArn, STANDBY } from "../../sandbox/demo/regions.ts";
import { createFunctions, createRoles, createSurroundings } from "../../sandbox/demo/workload.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { OPTIONS } from "../support/sample-request.ts";

const STORE = "points-eu-west-1";
const TARGET = { account: ACCOUNT, partition: "aws", region: STANDBY };
/** Somebody else's, at the bucket that stands by. */
const FOREIGN = {
  EventBridgeConfiguration: {},
  QueueConfigurations: [
    { Id: "theirs", QueueArn: queueArn(STANDBY, "order-replies"), Events: ["s3:ObjectRemoved:*" as const] },
  ],
};

interface Kept {
  readonly document: FunctionDocument;
  readonly secrets: FunctionSecrets;
}

let sandbox: Sandbox;
let folder: string;
let away: DemoClients;
let map: IdMap;
let lostAt: number;
const kept = new Map<string, Kept>();

beforeAll(async () => {
  sandbox = await startSandbox();
  folder = await mkdtemp(join(tmpdir(), "zonekeep-restore-"));
  const home = demoClients(sandbox.endpoint, LOST);
  away = demoClients(sandbox.endpoint, STANDBY);
  await createRoles(home);
  const here = await createSurroundings(sandbox.endpoint, home);
  const there = await createSurroundings(sandbox.endpoint, away);
  await createFunctions(home, here);
  await away.s3.send(
    new CreateBucketCommand({ Bucket: STORE, CreateBucketConfiguration: { LocationConstraint: STANDBY } }),
  );
  await away.s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: bucketOf(STANDBY),
      NotificationConfiguration: FOREIGN,
    }),
  );
  map = {
    [bucketOf(LOST)]: bucketOf(STANDBY),
    [queueArn(LOST, "orders")]: queueArn(STANDBY, "orders"),
    [queueArn(LOST, "order-replies")]: queueArn(STANDBY, "order-replies"),
    [here.group]: there.group,
    ...Object.fromEntries(here.subnets.map((subnet, index) => [subnet, there.subnets[index] ?? ""])),
  };
  for (const name of Object.values(FUNCTIONS)) kept.set(name, await capture(home, name));
  await sandbox.cut(LOST);
  lostAt = (await sandbox.calls()).at(-1)?.id ?? 0;
});

afterAll(async () => {
  await sandbox?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

/** Captures a function and keeps its bytes in the region that will be left. */
async function capture(from: DemoClients, name: string): Promise<Kept> {
  const reads = { account: ACCOUNT, region: from.region, lambda: from.lambda, s3: from.s3 };
  const warn = (message: string): never => {
    throw new Error(message);
  };
  for await (const item of inventory(reads, { triggers: "all", needsTags: () => false, warn })) {
    if (item.name !== name) continue;
    const spool = await FileSpool.in(folder);
    const captured = await captureFunction(
      { ...reads, download, spool, known: async () => undefined, pause: sleep },
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
    return { document: captured.document, secrets: (captured.secrets ?? {}) as FunctionSecrets };
  }
  throw new Error(`${name} is not there`);
}

const deps = (): RestoreDeps => ({
  account: ACCOUNT,
  region: STANDBY,
  lambda: away.lambda,
  s3: away.s3,
  sleep,
  role: rolePresence(away.iam),
  key: async () => "present",
  locate: (sha256) => ({ bucket: STORE, key: sha256 }),
});

function plan(
  name: string,
  entries: IdMap,
  { as = name, ...changed }: Partial<RestoreDeps> & { as?: string } = {},
) {
  const { document, secrets } = kept.get(name) ?? { document: undefined, secrets: {} };
  if (document === undefined) throw new Error(`${name} was not captured`);
  const translation = translate(document, secrets, { target: TARGET, map: entries, name: as });
  return planRestore(
    { ...deps(), ...changed },
    { point: `point of ${name}`, translation, target: TARGET, replace: false, allowPublic: false },
  );
}

const writes = async (): Promise<string[]> =>
  (await sandbox.calls(lostAt))
    .filter(({ action }) => !/^(Get|List|Head|Describe)/.test(action))
    .map(({ service, action }) => `${service}:${action}`);

test("without a map everything that is bound to the lost region is listed, and nothing is written", async () => {
  const blocked = async (name: string): Promise<RestorePlan["blocked"]> => (await plan(name, {})).blocked;
  expect((await blocked(FUNCTIONS.thumbnails)).map(({ message }) => message.split(": ")[0])).toEqual([
    "notifications[0].bucket",
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
  expect((await away.lambda.send(new ListFunctionsCommand({}))).Functions).toEqual([]);
});

test.each(Object.values(FUNCTIONS))("%s comes back as it was, with its region cut off", async (name) => {
  const before = kept.get(name);
  if (before === undefined) throw new Error(`${name} was not captured`);
  const result = await applyRestore(await plan(name, map));
  const again = await plan(name, map);
  expect(again.blocked).toEqual([]);
  expect(again.steps.filter(({ effect }) => effect !== "keep")).toEqual([]);

  const { failed } = await arm({ ...deps() }, result, { dryRun: false });
  expect(failed).toEqual([]);
  const after = await capture(away, name);
  expect(compareFunctions(before.document, after.document, result.idMap, { armed: true })).toEqual([]);
  expect(Object.values(after.secrets)).toEqual(
    Object.values(translate(before.document, before.secrets, { target: TARGET, map }).secrets),
  );
});

test("what others have at the bucket survives", async () => {
  const { $metadata: _call, ...document } = await away.s3.send(
    new GetBucketNotificationConfigurationCommand({ Bucket: bucketOf(STANDBY) }),
  );
  expect(document).toMatchObject(FOREIGN);
  expect(document.LambdaFunctionConfigurations?.map(({ Id }) => Id)).toEqual(["thumbnails"]);
});

test("killed at any of its calls and run again, a restore comes to the same function", async () => {
  const counted = async (as: string, last: number): Promise<number> => {
    let calls = 0;
    const lambda = new Proxy(away.lambda, {
      get: (target, key) =>
        key === "send"
          ? (command: GetFunctionCommand) => {
              calls += 1;
              if (calls > last) throw new Error("killed");
              return target.send(command);
            }
          : Reflect.get(target, key),
    });
    await plan(FUNCTIONS.thumbnails, map, { as, lambda }).then((planned) => applyRestore(planned));
    return calls;
  };
  const all = await counted("drill", Number.POSITIVE_INFINITY);
  const before = kept.get(FUNCTIONS.thumbnails)?.document;
  if (before === undefined) throw new Error("it was not captured");
  for (let last = 1; last < all; last += 4) {
    const as = `drill-${last}`;
    await expect(counted(as, last)).rejects.toThrow("killed");
    const { idMap } = await applyRestore(await plan(FUNCTIONS.thumbnails, map, { as }));
    const { document } = await capture(away, as);
    expect(compareFunctions(before, document, idMap)).toEqual([]);
  }
});

test("nothing asked the lost region, and nothing wrote IAM", async () => {
  const calls = await sandbox.calls(lostAt);
  expect(calls.filter(({ by }) => by === "cut")).toEqual([]);
  expect(calls.filter(({ region, service }) => region === LOST && service !== "iam")).toEqual([]);
  expect(new Set(calls.filter(({ service }) => service === "iam").map(({ action }) => action))).toEqual(
    new Set(["GetRole"]),
  );
});

import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateFunctionCommand,
  LambdaClient,
  UpdateFunctionCodeCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { capture, type RunnerPorts } from "../../handlers/capture/capture.ts";
import { copyRulesOf } from "../../handlers/discover/copy-rules.ts";
import { discover } from "../../handlers/discover/discover.ts";
import { runSecrets } from "../../handlers/shared/run-secrets.ts";
import { summarise } from "../../handlers/summarise/summarise.ts";
import { bundleHandlers } from "../../modules/aws/handler-zip.ts";
import { functionArn } from "../../modules/aws/names.ts";
import { BOUNDS_VARIABLE, type RunnerBounds } from "../../modules/contract/bounds.ts";
import type {
  BackupRequest,
  CaptureItem,
  CopyTarget,
  Discovered,
  Run,
} from "../../modules/contract/events.ts";
import type { FunctionDocument } from "../../modules/protectors/lambda/document.ts";
import { loadProtector } from "../../modules/protectors/load.ts";
import type { ClientOf } from "../../modules/protectors/protector.ts";
import { knownBlob } from "../../modules/recovery/known-blob.ts";
import { pointKey, runKey } from "../../modules/recovery/layout.ts";
import { listPoints } from "../../modules/recovery/list-points.ts";
import { openSecrets } from "../../modules/recovery/open-secrets.ts";
import { readDocument } from "../../modules/recovery/read-blob.ts";
import { readPoint } from "../../modules/recovery/read-point.ts";
import { verifyPoint } from "../../modules/recovery/verify.ts";
import { markOfAsked } from "../../modules/runs/asked.ts";
import { runContext } from "../../modules/runs/run-secret.ts";
import { download } from "../../modules/store/download.ts";
import { FileSpool } from "../../modules/store/file-spool.ts";
import { KmsUnwrapping, KmsWrapping } from "../../modules/store/kms-keys.ts";
import { makeSecret, openSecret, turnSecrets } from "../../modules/store/kms-secret.ts";
import { KmsSigner } from "../../modules/store/kms-signer.ts";
import { S3Store } from "../../modules/store/s3-store.ts";
import { S3WorkArea } from "../../modules/store/s3-work-area.ts";
import { type DemoClients, demoClients } from "../../sandbox/demo/clients.ts";
import { ACCOUNT, bucketOf, FUNCTIONS, LOST, QUEUES, STANDBY } from "../../sandbox/demo/regions.ts";
import {
  CANARY,
  createFunctions,
  createQueues,
  createRoles,
  createSurroundings,
} from "../../sandbox/demo/workload.ts";
import { FAKE_CREDENTIALS, withoutAws } from "../../sandbox/environment.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { SIGNED } from "../support/run-witness.ts";
import { ANY } from "../support/sample-request.ts";

const BUCKET = `zonekeep-${ACCOUNT}-${LOST}`;
const PREFIX = `${ACCOUNT}/${LOST}/`;
const keyOf = (region: string): string => `arn:aws:kms:${region}:${ACCOUNT}:alias/zonekeep-${region}`;
const site = (region: string): CopyTarget => ({ site: region, region, key: keyOf(region) });

const request: BackupRequest = {
  policy: "everything",
  owner: "shop",
  because: "policies/everything.yaml:1:1",
  store: { account: ACCOUNT, ...site(LOST), bucket: BUCKET, prefix: PREFIX },
  work: { bucket: BUCKET, prefix: "work/", key: keyOf(LOST) },
  select: { ...ANY, names: ["*"], exclude: ["big"] },
  zonesElsewhere: [],
  protect: { code: "published", triggers: "all" },
  pauses: [],
  timeZone: "UTC",
  retentionDays: 35,
  lock: "GOVERNANCE",
  copies: [site(STANDBY)],
  signer: `arn:aws:kms:${LOST}:${ACCOUNT}:alias/zonekeep-${LOST}-signing`,
};

/** What is deployed beside the runner. */
const BOUNDS: RunnerBounds = {
  sites: [LOST],
  copies: [STANDBY],
  retentionDays: request.retentionDays,
  compliance: false,
  pauses: [],
  asked: [markOfAsked(request)],
};

let sandbox: Sandbox;
let home: DemoClients;
let kms: Map<string, KMSClient>;
let folder: string;
/** Requests that still get through; then the process is dead. */
let lives = Number.POSITIVE_INFINITY;
let asked = 0;

beforeAll(async () => {
  sandbox = await startSandbox();
  folder = await mkdtemp(join(tmpdir(), "zonekeep capture "));
  home = demoClients(sandbox.endpoint, LOST);
  await createRoles(home);
  await createQueues(home);
  await createFunctions(home, await createSurroundings(sandbox.endpoint, home));
  await home.s3.send(new CreateBucketCommand({ Bucket: BUCKET, ObjectLockEnabledForBucket: true }));
  const config = { endpoint: sandbox.endpoint, credentials: FAKE_CREDENTIALS };
  kms = new Map([LOST, STANDBY].map((region) => [region, new KMSClient({ ...config, region })]));
  for (const [region, client] of kms) {
    const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
    const AliasName = `alias/zonekeep-${region}`;
    await client.send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyMetadata?.KeyId }));
  }
  const { KeyMetadata } = await keyClient(LOST).send(
    new CreateKeyCommand({ KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" }),
  );
  const AliasName = `alias/zonekeep-${LOST}-signing`;
  await keyClient(LOST).send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyMetadata?.KeyId }));
});

afterAll(async () => {
  await sandbox?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

/** The client of a process that can be killed between two of its requests. */
function mortal<T extends { send: unknown }>(client: T): T {
  const send = client.send as (command: object) => Promise<object>;
  const counted = async (command: object): Promise<object> => {
    if (++asked > lives) throw new Error("killed");
    return send.call(client, command);
  };
  return { send: counted } as unknown as T;
}

function keyClient(region: string): KMSClient {
  const client = kms.get(region);
  if (client === undefined) throw new Error(`no client for ${region}`);
  return mortal(client);
}

const OPENS = new KmsUnwrapping(keyClient, (site) => keyOf(site));

const SCOPE = { account: ACCOUNT, partition: "aws", region: LOST };
/** Of other services, such as those of triggers that the functions do not have, the sandbox is asked as it is. */
const clientOf =
  ({ lambda, s3, sqs }: Pick<DemoClients, "lambda" | "s3" | "sqs">): ClientOf =>
  (Class) => {
    const found = new Map<unknown, unknown>([
      [LambdaClient, lambda],
      [S3Client, s3],
      [SQSClient, sqs],
    ]).get(Class);
    const config = { endpoint: sandbox.endpoint, credentials: FAKE_CREDENTIALS, region: LOST };
    return (found ?? new Class(config)) as InstanceType<typeof Class>;
  };

async function ports(
  prefix = PREFIX,
): Promise<RunnerPorts & { readonly store: S3Store; readonly said: string[] }> {
  const [lambda, s3] = [mortal(home.lambda), mortal(home.s3)];
  const store = new S3Store({ client: s3, location: request.store, lock: request.lock });
  const spool = await FileSpool.in(folder);
  const said: string[] = [];
  return {
    aws: {
      ...SCOPE,
      client: clientOf({ lambda, s3, sqs: mortal(home.sqs) }),
      download,
      spool,
      known: knownBlob(store, prefix),
      sleep: async () => {},
    },
    protector: loadProtector,
    store,
    keys: new KmsWrapping(keyClient),
    random: randomBytes,
    work: new S3WorkArea(s3, request),
    secretOf: runSecrets((...asked) => openSecret(keyClient(LOST), ...asked)),
    turns: turnSecrets(keyClient(LOST), request.work.key),
    log: (message, fields) => said.push(JSON.stringify({ message, ...fields })),
    now: () => new Date(),
    said,
  };
}

async function run(execution: string, change: Partial<BackupRequest> = {}): Promise<Discovered> {
  const { work, log } = await ports();
  const aws = { ...SCOPE, client: clientOf(home), sleep: async () => {} };
  const event = {
    request: { ...request, ...change },
    execution: { id: execution, startedAt: new Date().toISOString() },
  };
  const secretFor = (asked: BackupRequest, run: Run) =>
    makeSecret(keyClient(LOST), asked.work.key, runContext(asked, run));
  const copyRules = () => copyRulesOf(home.s3, request.store.bucket);
  return discover(
    {
      aws,
      protector: loadProtector,
      asked: () => true,
      begun: async () => {},
      begunElsewhere: async () => {},
      copyRules,
      work,
      secretFor,
      listSecret: {
        make: (asked, context) => makeSecret(keyClient(LOST), asked.work.key, context),
        open: (asked, context, secret) => openSecret(keyClient(LOST), asked.work.key, secret, context),
      },
      now: Date.now,
      log,
    },
    event,
  );
}

async function itemsOf({ items }: Discovered): Promise<CaptureItem[]> {
  const { Body } = await home.s3.send(new GetObjectCommand({ Bucket: items.bucket, Key: items.key }));
  return JSON.parse((await Body?.transformToString()) ?? "");
}

test("a whole run: discovered, captured, summarised, verified, and nothing secret said", async () => {
  const discovered = await run("one");
  const items = await itemsOf(discovered);
  expect(items.map(({ kind, id }) => `${kind}/${id}`)).toEqual(
    [
      ...Object.values(FUNCTIONS).map((name) => `lambda/${name}`),
      ...Object.values(QUEUES).map((name) => `sqs-queue/${name}`),
      `s3-notifications/${bucketOf(LOST)}`,
    ].toSorted(),
  );
  const deps = await ports();
  for (const item of items) await capture(deps, { ...discovered, item });
  const counted: object[] = [];
  const count = async (where: string, counts: object): Promise<void> => {
    counted.push({ where, ...counts });
  };
  const summary = await summarise(
    { ...deps, count, signer: (key) => new KmsSigner(keyClient(LOST), key) },
    discovered,
  );
  expect(summary).toMatchObject({ status: "complete", captured: items.length, failed: [], warnings: [] });
  expect(counted).toEqual([{ where: LOST, protected: items.length, failed: 0 }]);
  expect(await deps.store.head(runKey(PREFIX, request.policy, discovered.run.id))).toMatchObject({
    lockedUntil: expect.any(String),
  });

  expect(summary.points).toHaveLength(items.length);
  for (const { key } of summary.points) {
    expect(await verifyPoint(deps.store, key, { sites: [LOST, STANDBY], witness: SIGNED })).toEqual([]);
    const point = await readPoint(deps.store, key);
    const document = (await readDocument(deps.store, point)) as FunctionDocument;
    expect(JSON.stringify([document, point.manifest, deps.said, summary])).not.toContain(CANARY);
    if (document.kind !== "lambda") continue;
    const secrets = await openSecrets(deps.store, point, OPENS, STANDBY);
    const { sealed = {}, ...ofVersions } = (secrets ?? {}) as Record<string, object>;
    const named = document.versions.filter(({ environment }) => environment.length > 0);
    expect(Object.keys(ofVersions).toSorted()).toEqual(named.map(({ version }) => version).toSorted());
    // What its mappings look for in events.
    expect(Object.keys(sealed)).toEqual(
      document.mappings.map((_, n) => `mappings[${n}].settings.FilterCriteria`),
    );
  }
});

test("what the emulator holds of a function is what the document says", async () => {
  const discovered = await run("two");
  const item = (await itemsOf(discovered)).find(({ name }) => name === FUNCTIONS.thumbnails);
  if (item === undefined) throw new Error("the workload has it");
  const deps = await ports();
  const { point } = await capture(deps, { ...discovered, item });
  const document = (await readDocument(
    deps.store,
    await readPoint(deps.store, point?.key ?? ""),
  )) as FunctionDocument;
  expect(document).toMatchObject({ tags: { team: "media" } });
  expect(item.related).toMatchObject([{ kind: "s3-notifications", id: bucketOf(LOST) }]);
  expect(document.versions.map(({ version }) => version)).toEqual(["2", "3", "$LATEST"]);
  expect(document.aliases).toHaveLength(1);
  expect(Object.values(document.aliases[0]?.weights ?? {})).toHaveLength(1);
  expect(document.policies.map(({ qualifier }) => qualifier)).toEqual([document.aliases[0]?.name]);
});

test("killed after any of a sample of its requests, a capture leaves no point or a whole one, and the retry completes it", async () => {
  const names = [FUNCTIONS.quote];
  const first = await run("whole", { select: { ...ANY, names } });
  const item = (await itemsOf(first)).find(({ kind }) => kind === "lambda");
  if (item === undefined) throw new Error("the workload has it");
  const fresh = (id: number): BackupRequest["store"] => ({ ...request.store, prefix: `${id}/${PREFIX}` });
  const event = (id: number) => ({ ...first, request: { ...first.request, store: fresh(id) }, item });
  const keyIn = (id: number): string => pointKey(fresh(id).prefix, item, first.run.id);

  asked = 0;
  await capture(await ports(fresh(0).prefix), event(0));
  const requests = asked;
  expect(requests).toBeGreaterThan(25);
  const step = Math.ceil(requests / 16);
  for (let n = 1; n < requests; n += step) {
    lives = n;
    asked = 0;
    await expect(capture(await ports(fresh(n).prefix), event(n)), `after ${n} requests`).rejects.toThrow(
      "killed",
    );
    lives = Number.POSITIVE_INFINITY;
    const deps = await ports(fresh(n).prefix);
    for await (const { key } of listPoints(deps.store, fresh(n).prefix))
      expect(
        await verifyPoint(deps.store, key, { sites: [LOST], witness: SIGNED }),
        `after ${n} requests`,
      ).toEqual([]);
    await capture(deps, event(n));
    expect(
      await verifyPoint(deps.store, keyIn(n), { sites: [LOST, STANDBY], witness: SIGNED }),
      `repeated after ${n}`,
    ).toEqual([]);
  }
});

describe("the capture runner as it is deployed", () => {
  test("stays below 256 MB with a package of 50 MB", async () => {
    const code = randomBytes(50 * 1024 * 1024 - 1024);
    const Key = "big.zip";
    await home.s3.send(new CreateBucketCommand({ Bucket: "packages" }));
    const ZipFile = zipSync({ "index.mjs": Buffer.from("export const handler = () => 1;") });
    await home.lambda.send(
      new CreateFunctionCommand({
        FunctionName: "big",
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Role: `arn:aws:iam::${ACCOUNT}:role/media-lambda`,
        Code: { ZipFile },
      }),
    );
    await waitUntilFunctionActiveV2({ client: home.lambda, maxWaitTime: 30 }, { FunctionName: "big" });
    const Body = zipSync({ "data.bin": code }, { level: 0 });
    await home.s3.send(new PutObjectCommand({ Bucket: "packages", Key, Body }));
    await home.lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName: "big", S3Bucket: "packages", S3Key: Key }),
    );
    await waitUntilFunctionUpdatedV2({ client: home.lambda, maxWaitTime: 30 }, { FunctionName: "big" });

    const only = { ...ANY, names: ["big"] };
    const discovered = await run("big", { select: only });
    const [item] = await itemsOf(discovered);
    const event = JSON.stringify({ ...discovered, item });
    const invokedFunctionArn = functionArn({ account: ACCOUNT, partition: "aws" }, LOST, "capture");
    const invocation = JSON.stringify({ invokedFunctionArn });
    const { capture } = await bundleHandlers("handlers", ["capture"]);
    await writeFile(join(folder, "capture.cjs"), capture);
    const main = join(folder, "main.cjs");
    await writeFile(
      main,
      `require("./capture.cjs").handler(${event}, ${invocation}).then((outcome) => {
        process.send({ outcome, megabytes: process.resourceUsage().maxRSS / 1024 });
        process.disconnect();
      });`,
    );
    const answer = await new Promise<{
      outcome: { status: string; newBytes: number; point: { key: string } };
      megabytes: number;
    }>((resolve, reject) => {
      const child = spawn(process.execPath, [main], {
        env: { ...withoutAws(process.env), ...sandbox.env, [BOUNDS_VARIABLE]: JSON.stringify(BOUNDS) },
        stdio: ["ignore", "ignore", "inherit", "ipc"],
      });
      child.on("message", (message) => resolve(message as never));
      child.on("exit", (exit) => reject(new Error(`the runner ended with ${exit}`)));
    });
    expect(answer.outcome.status).toBe("captured");
    expect(answer.outcome.newBytes).toBeGreaterThan(code.length);
    expect(answer.megabytes).toBeLessThan(256);
    expect(
      await verifyPoint((await ports()).store, answer.outcome.point.key, { sites: [LOST], witness: SIGNED }),
    ).toEqual([]);
  });
});

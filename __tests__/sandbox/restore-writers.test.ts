import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  GetFunctionCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListTagsCommand,
  PublishVersionCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FunctionDocument } from "../../modules/protectors/lambda/document.ts";
import { lambda } from "../../modules/protectors/lambda/protector.ts";
import type { ClientOf, Ids, PlanPorts, ThingPlan } from "../../modules/protectors/protector.ts";
import { download } from "../../modules/store/download.ts";
import { FileSpool } from "../../modules/store/file-spool.ts";
import { makeEstate, type TheirEstate } from "../../sandbox/neighbours/estate.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { noBytes } from "../support/no-bytes.ts";
import { OPTIONS } from "../support/sample-request.ts";
import { type Aws, clients, HOME, makeFunction, makeQueue, required, zip } from "./extension/clients.ts";

const ACCOUNT = "123456789012";
const STORE = "points-us-east-1";
const TARGET = { account: ACCOUNT, partition: "aws", region: HOME };
const TIMES = [1, 2, 3];

let sandbox: Sandbox;
let estate: TheirEstate;
let aws: Aws;
let folder: string;

beforeAll(async () => {
  // So long that a restore of fourteen versions takes several seconds.
  sandbox = await startSandbox({ settleMs: 150 });
  estate = await makeEstate(sandbox.endpoint, [HOME]);
  folder = await mkdtemp(join(tmpdir(), "zonekeep-writers-"));
  aws = clients(sandbox.endpoint);
  await aws.s3.send(new CreateBucketCommand({ Bucket: STORE }));
});

afterAll(async () => {
  await sandbox?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

const portsOf = (holder: string): PlanPorts => ({
  ...TARGET,
  client: ((Class) =>
    new Map<unknown, unknown>([
      [LambdaClient, aws.lambda],
      [IAMClient, aws.iam],
      [KMSClient, {}],
    ]).get(Class)) as ClientOf,
  sleep: (milliseconds) => sleep(Math.min(milliseconds, 100)),
  locate: async (sha256) => ({ bucket: STORE, key: sha256 }),
  open: noBytes,
  now: Date.now,
  holder,
});

async function described(name: string, Qualifier?: string) {
  for (;;) {
    const answer = await aws.lambda.send(new GetFunctionCommand({ FunctionName: name, Qualifier }));
    const { State, LastUpdateStatus } = required(answer.Configuration);
    if (State === "Active" && LastUpdateStatus !== "InProgress") return answer;
    await sleep(50);
  }
}

async function publish(name: string, MemorySize: number): Promise<string> {
  await described(name);
  await aws.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, MemorySize }));
  await described(name);
  return required((await aws.lambda.send(new PublishVersionCommand({ FunctionName: name }))).Version);
}

/** Captured, with its bytes in the store. */
async function captured(name: string): Promise<FunctionDocument> {
  const ports = portsOf("nobody");
  const options = { triggers: "all", needsTags: () => false, warn: () => undefined } as const;
  for await (const item of lambda.inventory(ports, options)) {
    if (item.name !== name) continue;
    const spool = await FileSpool.in(folder);
    const from = { ...ports, download, spool, known: async () => undefined };
    const scope = { code: "all", triggers: "all" } as const;
    const found = required(await lambda.capture(from, item, { ...OPTIONS, scope }));
    for (const { content } of found.blobs) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of content.open()) chunks.push(chunk);
      await aws.s3.send(
        new PutObjectCommand({ Bucket: STORE, Key: content.sha256, Body: Buffer.concat(chunks) }),
      );
    }
    return found.document;
  }
  throw new Error(`${name} is not there`);
}

function plan(document: FunctionDocument, holder: string, replace = false): Promise<ThingPlan> {
  return lambda.plan(portsOf(holder), {
    point: `${ACCOUNT}/${HOME}/points/lambda/${document.name}/20200101T000000Z-0badcafe.json`,
    translation: lambda.translate(document, {}, { target: TARGET, map: {} }),
    target: TARGET,
    together: new Set(),
    replace,
    allowPublic: true,
    today: "2026-11-29",
  });
}

/** Restores and arms; from a number of the point to the one it has now. */
async function restored(document: FunctionDocument, holder: string, replace = false) {
  const planned = await plan(document, holder, replace);
  if (planned.blocked.length > 0)
    throw new Error(planned.blocked.map(({ message, hint }) => `${message}: ${hint}`).join("; "));
  const ids: Ids = new Map(planned.ids);
  for (const { perform } of planned.steps) await perform?.(ids);
  const request = { arn: document.arn, alongside: false, note: () => undefined };
  for (const { activate } of lambda.activate(portsOf(holder), planned.activation(ids), request))
    await activate();
  return (version: string): string => required(ids.get(`${document.arn}:${version}`)).split(":")[7] ?? "";
}

/** Memory and hash of the downloaded package behind a number, by AWS's own answers. */
async function behind(name: string, qualifier: string): Promise<string> {
  const { Configuration, Code } = await described(name, qualifier);
  const bytes = new Uint8Array(await (await fetch(required(Code?.Location))).arrayBuffer());
  return `${Configuration?.MemorySize} ${createHash("sha256").update(bytes).digest("hex")}`;
}

async function demandRight(document: FunctionDocument, numberOf: (version: string) => string): Promise<void> {
  const { name, versions, aliases } = document;
  const wanted = new Map(
    versions.map(({ version, configuration, codeSha256 }) => [
      version,
      `${configuration.MemorySize} ${codeSha256}`,
    ]),
  );
  for (const [version, content] of wanted)
    if (version !== "$LATEST")
      expect(`${version}: ${await behind(name, numberOf(version))}`).toBe(`${version}: ${content}`);
  for (const { name: alias, version } of aliases) {
    const { FunctionVersion } = await aws.lambda.send(
      new GetAliasCommand({ FunctionName: name, Name: alias }),
    );
    expect(`${alias}: ${await behind(name, required(FunctionVersion))}`).toBe(
      `${alias}: ${wanted.get(version)}`,
    );
  }
}

async function fourteen(): Promise<FunctionDocument> {
  const name = await makeFunction(aws, "exports.handler = async () => 14;");
  for (let n = 1; n <= 14; n++) await publish(name, 128 + 64 * n);
  for (const [Name, FunctionVersion] of [
    ["stable", "5"],
    ["live", "14"],
  ] as const)
    await aws.lambda.send(new CreateAliasCommand({ FunctionName: name, Name, FunctionVersion }));
  const document = await captured(name);
  await aws.lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
  return document;
}

test("versions of one content come back as several, each with its own grant, settings and mapping of one queue", async () => {
  const name = await makeFunction(aws, "exports.handler = async () => 1;");
  const queue = await makeQueue(aws);
  for (const size of [256, 512, 256, 512]) await publish(name, size);
  // In a row: what was between them is gone.
  await aws.lambda.send(new DeleteFunctionCommand({ FunctionName: name, Qualifier: "3" }));
  for (const Qualifier of ["1", "2", "4"]) {
    await aws.lambda.send(
      new AddPermissionCommand({
        FunctionName: name,
        Qualifier,
        StatementId: "apigw",
        Action: "lambda:InvokeFunction",
        Principal: "apigateway.amazonaws.com",
        SourceArn: `arn:aws:execute-api:${HOME}:${ACCOUNT}:api${Qualifier}/*`,
      }),
    );
    await aws.lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: name,
        Qualifier,
        MaximumEventAgeInSeconds: 60 + Number(Qualifier),
      }),
    );
    await aws.lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: `${name}:${Qualifier}`,
        EventSourceArn: queue.arn,
        BatchSize: Number(Qualifier),
        Enabled: false,
      }),
    );
  }
  const document = await captured(name);
  await aws.lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
  const numberOf = await restored(document, "ana");

  await demandRight(document, numberOf);
  const mappings = await aws.lambda.send(new ListEventSourceMappingsCommand({ EventSourceArn: queue.arn }));
  const told = await Promise.all(
    ["1", "2", "4"].map(async (version) => {
      const at = { FunctionName: name, Qualifier: numberOf(version) };
      const { Policy = "" } = await aws.lambda.send(new GetPolicyCommand(at));
      const { MaximumEventAgeInSeconds } = await aws.lambda.send(new GetFunctionEventInvokeConfigCommand(at));
      const own = mappings.EventSourceMappings?.filter(({ FunctionArn }) =>
        FunctionArn?.endsWith(`:${at.Qualifier}`),
      );
      return [
        version,
        Policy.match(/api\d/g),
        MaximumEventAgeInSeconds,
        own?.map(({ BatchSize }) => BatchSize),
      ];
    }),
  );
  expect(told).toEqual([
    ["1", ["api1"], 61, [1]],
    ["2", ["api2"], 62, [2]],
    ["4", ["api4"], 64, [4]],
  ]);
  expect(new Set(["1", "2", "4"].map(numberOf)).size).toBe(3);
  const again = await plan(document, "ana");
  expect(again.blocked).toEqual([]);
  expect(again.steps.filter(({ effect }) => effect !== "keep")).toEqual([]);
});

test.each(TIMES)(
  "a second restore two seconds later is refused by name, and the first is right (%i)",
  async () => {
    const document = await fourteen();
    const first = restored(document, "ana@laptop:1");
    await sleep(2000);
    await expect(restored(document, "ben@desk:2")).rejects.toThrow(
      new RegExp(
        `ana@laptop:1 is restoring ${document.name}: wait until it has ended, or until 20..-..-..T..:..:..Z if`,
      ),
    );
    await demandRight(document, await first);
    const { Tags } = await aws.lambda.send(new ListTagsCommand({ Resource: document.arn }));
    expect(Tags).toEqual({});
  },
);

test.each(TIMES)(
  "deployments meanwhile stop a restore by name, and put nothing behind its numbers (%i)",
  async (n) => {
    const document = await fourteen();
    const { name } = document;
    let going = true;
    const deploying = async (): Promise<void> => {
      while (going) {
        await sleep(40 * n);
        const change = new UpdateFunctionConfigurationCommand({
          FunctionName: name,
          MemorySize: 3000,
          Description: "theirs",
        });
        // Not there yet, or being updated: every deployment tries again.
        await aws.lambda.send(change).catch(() => undefined);
        await aws.lambda.send(new PublishVersionCommand({ FunctionName: name })).catch(() => undefined);
      }
    };
    const deployment = deploying();
    const ending = await restored(document, "ana").catch(String);
    going = false;
    await deployment;
    if (typeof ending === "string")
      expect(ending).toMatch(/is not what the restore made of it|has another revision each time/);
    else await demandRight(document, ending);
    await described(name);
    // The restore again: it continues, and comes to its end.
    await demandRight(document, await restored(document, "ana", true));
    const again = await plan(document, "ana");
    expect(again.steps.filter(({ effect }) => effect !== "keep")).toEqual([]);
  },
);

test("a half is no point; the restore of the run before is finished, and then it is captured again", async () => {
  const name = await makeFunction(aws, "exports.handler = async () => 2;", {
    Code: { ZipFile: zip({ "index.js": "exports.handler = async () => 3;" }) },
    Tags: Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`tag${i}`, "kept"])),
  });
  await publish(name, 256);
  await publish(name, 512);
  await aws.lambda.send(new CreateAliasCommand({ FunctionName: name, Name: "live", FunctionVersion: "2" }));
  const document = await captured(name);
  await aws.lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
  const planned = await plan(document, "ana");
  const ids: Ids = new Map(planned.ids);
  for (const { title, perform } of planned.steps) {
    if (title.startsWith("create alias")) break;
    await perform?.(ids);
  }
  await expect(captured(name)).rejects.toThrow(
    `by its tags a restore from run 20200101T000000Z-0badcafe has not finished, and no half is kept: ` +
      `finish it with npx zonekeep restore ${name} --point 20200101T000000Z-0badcafe`,
  );
  await demandRight(document, await restored(document, "ana"));
  const { Tags } = await aws.lambda.send(new ListTagsCommand({ Resource: document.arn }));
  expect(Tags).toEqual(document.tags);
  expect((await captured(name)).tags).toEqual(document.tags);
});

test("nothing that another team has was touched", async () => {
  expect(await estate.changed()).toEqual([]);
});

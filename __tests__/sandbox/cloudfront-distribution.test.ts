import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as C from "@aws-sdk/client-cloudfront";
import * as K from "@aws-sdk/client-cloudfront-keyvaluestore";
import { UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  DeleteFunctionCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { KeyValueStoreClient } from "../../modules/protectors/cloudfront-distribution/stores/client.ts";
import { makeEstate, type TheirEstate } from "../../sandbox/neighbours/estate.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { Application, type KeptThing } from "./event-rules/application.ts";
import { AWAY, type Aws, clients, HOME, makeFunction, makeRole, required, zip } from "./extension/clients.ts";
import { ACCOUNT } from "./extension/servers.ts";

const EDGE = "edge-resizes";
const ALIAS = "www.example.com";
const TOKEN = "canary-4711";
const STORE = "passwords";
/** More than a request puts and than a page lists. */
const PAIRS = Object.fromEntries(Array.from({ length: 120 }, (_, n) => [`user-${n}`, `${TOKEN}-${n}`]));
/** Names the store that it reads by its id, as AWS's examples do. */
const codeOf = (store: string): string =>
  `const kvs = cf.kvs("${store}"); function handler(event) { return event.request.headers.key.value === "${TOKEN}" ? event.request : { statusCode: 401 }; }`;
const MANAGED = "658327ea-f89d-4fab-a63d-7e88639e58f6";

let sandbox: Sandbox;
let estate: TheirEstate;
let folder: string;
let aws: Aws;
let application: Application;
let cloudfront: C.CloudFrontClient;
let keyValues: KeyValueStoreClient;
let firstStore: string;
let first: string;
let theirs: string;
let kept: KeptThing[];
let config: C.DistributionConfig;
const warned: string[] = [];

beforeAll(async () => {
  sandbox = await startSandbox();
  estate = await makeEstate(sandbox.endpoint, [HOME, AWAY]);
  folder = await mkdtemp(join(tmpdir(), "zonekeep-distributions-"));
  aws = clients(sandbox.endpoint);
  application = new Application(sandbox.endpoint, folder);
  cloudfront = application.ports(HOME).client(C.CloudFrontClient);
  keyValues = application.ports(HOME).client(KeyValueStoreClient);
  const Role = await edgeRole();
  await makeFunction(aws, "exports.handler = async (event) => event;", { FunctionName: EDGE, Role });
  const waiting = { client: aws.lambda, maxWaitTime: 20, minDelay: 1 };
  for (const number of [1, 2]) {
    const ZipFile = zip({
      "index.js": `exports.handler = async (event) => ({ ...event, number: ${number} });`,
    });
    await waitUntilFunctionActiveV2(waiting, { FunctionName: EDGE });
    await aws.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: EDGE, ZipFile }));
    await waitUntilFunctionUpdatedV2(waiting, { FunctionName: EDGE });
    await aws.lambda.send(new PublishVersionCommand({ FunctionName: EDGE }));
  }
  firstStore = await makeStore();
  await publish("checks", codeOf(idOf(firstStore)), firstStore);
  config = await wanted();
  const made = await cloudfront.send(
    new C.CreateDistributionWithTagsCommand({
      DistributionConfigWithTags: {
        DistributionConfig: config,
        Tags: { Items: [{ Key: "team", Value: "shop" }] },
      },
    }),
  );
  first = required(made.Distribution?.Id);
  theirs = await makeTheirs();
  kept = await application.backup(HOME, EDGE, (text) => warned.push(text));
  await application.stage(HOME, `points-${HOME}`, kept);
}, 120_000);

afterEach(async () => expect(await estate.changed()).toEqual([]));
afterAll(async () => {
  await sandbox?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

/** A role that the edge may take too. */
async function edgeRole(): Promise<string> {
  const arn = await makeRole(aws);
  const Service = ["lambda.amazonaws.com", "edgelambda.amazonaws.com"];
  const Statement = [{ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" }];
  await aws.iam.send(
    new UpdateAssumeRolePolicyCommand({
      RoleName: required(arn.split("/").at(-1)),
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
    }),
  );
  return arn;
}

const idOf = (arn: string): string => required(arn.split("/").at(-1));

/** Its ARN, once it is ready and holds all. */
async function makeStore(): Promise<string> {
  await cloudfront.send(new C.CreateKeyValueStoreCommand({ Name: STORE, Comment: "who may" }));
  const KvsARN = required(await readyStore());
  const all = Object.entries(PAIRS).map(([Key, Value]) => ({ Key, Value }));
  for (let at = 0; at < all.length; at += 50)
    await keyValues.send(
      new K.UpdateKeysCommand({ KvsARN, IfMatch: await etagOf(KvsARN), Puts: all.slice(at, at + 50) }),
    );
  return KvsARN;
}

async function readyStore(): Promise<string | undefined> {
  for (;;) {
    const { KeyValueStore: found } = await cloudfront.send(
      new C.DescribeKeyValueStoreCommand({ Name: STORE }),
    );
    if (found?.Status === "READY") return found.ARN;
  }
}

async function etagOf(KvsARN: string): Promise<string> {
  return required((await keyValues.send(new K.DescribeKeyValueStoreCommand({ KvsARN }))).ETag);
}

/** What the store of that name holds now, and its ARN. */
async function heldNow(): Promise<{ arn: string; pairs: Record<string, string> }> {
  const arn = required(await readyStore());
  const pairs: Record<string, string> = {};
  for (let NextToken: string | undefined; ; ) {
    const page = await keyValues.send(
      new K.ListKeysCommand({ KvsARN: arn, ...(NextToken !== undefined && { NextToken }) }),
    );
    for (const { Key, Value } of page.Items ?? []) pairs[required(Key)] = required(Value);
    NextToken = page.NextToken;
    if (NextToken === undefined) return { arn, pairs };
  }
}

async function publish(Name: string, code: string, store: string): Promise<void> {
  const { ETag: IfMatch } = await cloudfront.send(
    new C.CreateFunctionCommand({
      Name,
      FunctionConfig: {
        ...{ Comment: "asks for a key", Runtime: "cloudfront-js-2.0" },
        KeyValueStoreAssociations: list({ KeyValueStoreARN: store }),
      },
      FunctionCode: new TextEncoder().encode(code),
    }),
  );
  await cloudfront.send(new C.PublishFunctionCommand({ Name, IfMatch }));
}

const list = <T>(...Items: T[]) => ({ Quantity: Items.length, Items });
const lambdaArn = (qualifier: string): string =>
  `arn:aws:lambda:${HOME}:${ACCOUNT}:function:${EDGE}:${qualifier}`;

/** A site whose origin knows it by a header, with a version of a function and a CloudFront function before it. */
async function wanted(): Promise<C.DistributionConfig> {
  const { CachePolicy } = await cloudfront.send(
    new C.CreateCachePolicyCommand({ CachePolicyConfig: { Name: "shop", MinTTL: 1 } }),
  );
  const calls = {
    LambdaFunctionAssociations: list({
      LambdaFunctionARN: lambdaArn("2"),
      EventType: "origin-request" as const,
      IncludeBody: true,
    }),
    FunctionAssociations: list({
      FunctionARN: `arn:aws:cloudfront::${ACCOUNT}:function/checks`,
      EventType: "viewer-request" as const,
    }),
  };
  return {
    CallerReference: "the shop",
    Comment: "the shop",
    Enabled: true,
    Aliases: list(ALIAS),
    Origins: list({
      Id: "shop",
      DomainName: "shop.example.com",
      CustomHeaders: list({ HeaderName: "x-origin-verify", HeaderValue: TOKEN }),
      CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: "https-only" },
    }),
    DefaultCacheBehavior: {
      ...{ TargetOriginId: "shop", ViewerProtocolPolicy: "redirect-to-https", CachePolicyId: MANAGED },
      ...calls,
    },
    CacheBehaviors: list({
      ...{ PathPattern: "/images/*", TargetOriginId: "shop", ViewerProtocolPolicy: "https-only" },
      CachePolicyId: required(CachePolicy?.Id),
      LambdaFunctionAssociations: list({
        LambdaFunctionARN: lambdaArn("2"),
        EventType: "origin-response" as const,
      }),
    }),
  };
}

async function makeTheirs(): Promise<string> {
  const { Distribution: made } = await cloudfront.send(
    new C.CreateDistributionCommand({
      DistributionConfig: {
        ...{ CallerReference: "theirs", Comment: "theirs", Enabled: true },
        Origins: list({
          Id: "theirs",
          DomainName: "theirs.example.com",
          CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: "https-only" },
        }),
        DefaultCacheBehavior: {
          ...{ TargetOriginId: "theirs", ViewerProtocolPolicy: "https-only", CachePolicyId: MANAGED },
        },
      },
    }),
  );
  return required(made?.Id);
}

/** Numbers of versions are never given twice: the last one of a function by a word. */
const LAST = new RegExp(`(function:${EDGE}):[0-9]+"`, "g");

const described = async (Id: string) => cloudfront.send(new C.GetDistributionCommand({ Id }));

/** What CloudFront says of it, without what it draws, its dates and what it was made with. */
async function shown(Id: string): Promise<unknown> {
  const { Distribution: found } = await described(Id);
  const { ARN, DistributionConfig: { CallerReference: _, ...rest } = {} as C.DistributionConfig } =
    found ?? {};
  const { Tags: tags } = await cloudfront.send(new C.ListTagsForResourceCommand({ Resource: ARN }));
  const own = tags?.Items?.filter(({ Key }) => !Key?.startsWith("zonekeep:"));
  return JSON.parse(JSON.stringify({ rest, own }).replaceAll(LAST, '$1:last"'));
}

async function ids(): Promise<string[]> {
  const { DistributionList: found } = await cloudfront.send(new C.ListDistributionsCommand({}));
  return (found?.Items ?? []).flatMap(({ Id }) => Id ?? []);
}

async function disable(Id: string): Promise<void> {
  const { Distribution: found, ETag: IfMatch } = await described(Id);
  const given = { ...required(found?.DistributionConfig), Enabled: false };
  await cloudfront.send(new C.UpdateDistributionCommand({ Id, IfMatch, DistributionConfig: given }));
}

/** The distribution, its CloudFront function with the store that this reads, and its function of Lambda are gone. */
async function lose(Id: string): Promise<void> {
  await disable(Id);
  const { ETag: IfMatch } = await described(Id);
  await cloudfront.send(new C.DeleteDistributionCommand({ Id, IfMatch }));
  const { ETag } = await cloudfront.send(new C.DescribeFunctionCommand({ Name: "checks" }));
  await cloudfront.send(new C.DeleteFunctionCommand({ Name: "checks", IfMatch: ETag }));
  const { ETag: own } = await cloudfront.send(new C.DescribeKeyValueStoreCommand({ Name: STORE }));
  await cloudfront.send(new C.DeleteKeyValueStoreCommand({ Name: STORE, IfMatch: own }));
  await application
    .ports(HOME)
    .client(LambdaClient)
    .send(new DeleteFunctionCommand({ FunctionName: EDGE }));
}

const distribution = (): KeptThing =>
  required(kept.find(({ item: { kind } }) => kind === "cloudfront-distribution"));

/** Number of the version that was published last. */
async function newest(): Promise<string> {
  const lambda = application.ports(HOME).client(LambdaClient);
  const { Versions = [] } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName: EDGE }));
  return required(Versions.at(-1)?.Version);
}

async function restored(): Promise<string> {
  const { DistributionList: found } = await cloudfront.send(new C.ListDistributionsCommand({}));
  return required(found?.Items?.find(({ Aliases: names }) => names?.Items?.includes(ALIAS))?.Id);
}

test("CloudFront refuses a write that names another ETag, and a function without a version's number", async () => {
  const { Distribution: found } = await described(first);
  const change = (IfMatch: string | undefined, given: C.DistributionConfig) =>
    cloudfront.send(new C.UpdateDistributionCommand({ Id: first, IfMatch, DistributionConfig: given }));
  const now = required(found?.DistributionConfig);
  await expect(change("ESTALE", now)).rejects.toMatchObject({ name: "PreconditionFailed" });
  await expect(change(undefined, now)).rejects.toMatchObject({ name: "InvalidIfMatchVersion" });
  const behaviour = required(now.DefaultCacheBehavior);
  const calls = list({ LambdaFunctionARN: lambdaArn("$LATEST"), EventType: "origin-request" as const });
  const { ETag } = await described(first);
  const latest = { ...now, DefaultCacheBehavior: { ...behaviour, LambdaFunctionAssociations: calls } };
  await expect(change(ETag, latest)).rejects.toThrow("must reference a specific function version");
});

test("it is followed from the function that it calls, whose version is kept, and shows neither its header nor code", () => {
  expect(warned).toEqual([]);
  expect(kept.map(({ item: { kind } }) => kind)).toEqual(["cloudfront-distribution", "lambda"]);
  const { captured, item } = distribution();
  expect(item.id).toBe(first);
  expect(JSON.stringify(captured.document)).not.toContain(TOKEN);
  expect(captured.secrets).toMatchObject({
    sealed: {
      "config.Origins.Items[0].CustomHeaders.Items[0].HeaderValue": TOKEN,
      "functions[0].code": codeOf(idOf(firstStore)),
      "stores[0].pairs": PAIRS,
    },
  });
  expect(captured.document).toMatchObject({ enabled: true, config: { Comment: "the shop" } });
});

test("lost, it comes back disabled under another id, with the version, the function and all else as they were; arming enables it", async () => {
  const before = await shown(first);
  await lose(first);
  const done = await application.restore(kept, HOME, `points-${HOME}`);
  const id = await restored();
  expect(id).not.toBe(first);
  expect((await described(id)).Distribution?.DistributionConfig?.Enabled).toBe(false);
  const armed = await application.arm(HOME, done);
  expect(armed).toContain(`written: enable distribution ${first} (${ALIAS})`);
  expect(await shown(id)).toEqual(before);
  expect(JSON.stringify(await described(id))).toContain(`${EDGE}:${await newest()}"`);
  const { FunctionCode: code } = await cloudfront.send(
    new C.GetFunctionCommand({ Name: "checks", Stage: "LIVE" }),
  );
  const { arn, pairs } = await heldNow();
  expect([pairs, arn === firstStore]).toEqual([PAIRS, false]);
  expect(new TextDecoder().decode(code)).toBe(codeOf(idOf(arn)));
  const { FunctionSummary: found } = await cloudfront.send(
    new C.DescribeFunctionCommand({ Name: "checks", Stage: "LIVE" }),
  );
  expect(found?.FunctionConfig?.KeyValueStoreAssociations).toEqual(list({ KeyValueStoreARN: arn }));
});

test("restored again it is found by its tag, and nothing is written", async () => {
  const id = await restored();
  const { ETag } = await described(id);
  const all = await ids();
  const done = await application.restore(kept, HOME, `points-${HOME}`);
  expect(done.map(({ arn }) => arn)).toContain(`arn:aws:cloudfront::${ACCOUNT}:distribution/${id}`);
  expect(await application.arm(HOME, done)).toContain(`kept: enable distribution ${first} (${ALIAS})`);
  expect([(await described(id)).ETag, await ids()]).toEqual([ETag, all]);
});

test("what somebody changed is left alone without --replace, and with it is as it was while it answers", async () => {
  const id = await restored();
  const before = await shown(id);
  const { Distribution: found, ETag: IfMatch } = await described(id);
  const now = required(found?.DistributionConfig);
  const given = { ...now, Comment: "theirs now", CacheBehaviors: { Quantity: 0 } };
  await cloudfront.send(new C.UpdateDistributionCommand({ Id: id, IfMatch, DistributionConfig: given }));
  await expect(application.restore(kept, HOME, `points-${HOME}`)).rejects.toThrow(
    `distribution ${first} (${ALIAS}) is there and differs`,
  );
  await application.restore(kept, HOME, `points-${HOME}`, { replace: true });
  expect(await shown(id)).toEqual(before);
});

test("what its store holds is left alone without --replace, and with it is what it held, while the function reads it", async () => {
  const { arn: KvsARN } = await heldNow();
  const Puts = [
    { Key: "user-7", Value: "theirs" },
    { Key: "user-999", Value: "theirs" },
  ];
  await keyValues.send(
    new K.UpdateKeysCommand({ KvsARN, IfMatch: await etagOf(KvsARN), Puts, Deletes: [{ Key: "user-8" }] }),
  );
  await expect(application.restore(kept, HOME, `points-${HOME}`)).rejects.toThrow(
    `there and differs: have key-value store ${STORE} hold what it held`,
  );
  await application.restore(kept, HOME, `points-${HOME}`, { replace: true });
  expect(await heldNow()).toEqual({ arn: KvsARN, pairs: PAIRS });
});

test("CloudFront refuses keys that name another ETag, more than 50 of them, and a function whose store is not there", async () => {
  const { arn: KvsARN } = await heldNow();
  const puts = (many: number) => Array.from({ length: many }, (_, n) => ({ Key: `k${n}`, Value: "v" }));
  const put = (IfMatch: string, many: number) =>
    keyValues.send(new K.UpdateKeysCommand({ KvsARN, IfMatch, Puts: puts(many) }));
  await expect(put("KSTALE", 1)).rejects.toMatchObject({ name: "ConflictException" });
  await expect(put(await etagOf(KvsARN), 51)).rejects.toMatchObject({ name: "ValidationException" });
  await expect(publish("reads", "//", `${KvsARN.slice(0, -4)}0000`)).rejects.toMatchObject({
    name: "InvalidArgument",
  });
});

test("disarmed it is disabled; while us-east-1 is lost nothing enables it, and afterwards arming does", async () => {
  const id = await restored();
  const all = await application.restore(kept, HOME, `points-${HOME}`);
  const { arn, activation } = required(all.find((one) => one.arn.includes(":cloudfront:")));
  const activate = (region: string) =>
    distribution().protector.activate(application.ports(region), activation, {
      arn,
      alongside: false,
      note: () => undefined,
    });
  for (const { disarming } of activate(HOME)) if (!(await disarming?.inactive())) await disarming?.disarm();
  expect((await described(id)).Distribution?.DistributionConfig?.Enabled).toBe(false);
  await sandbox.cut(HOME);
  const [lost] = activate(AWAY);
  const impatient = { ...application.ports(AWAY), sleep: () => Promise.resolve() };
  const [refused] = distribution().protector.activate(impatient, activation, {
    arn,
    alongside: false,
    note: () => undefined,
  });
  await expect(refused?.activate()).rejects.toThrow("cloudfront:UpdateDistribution");
  await sandbox.heal(HOME);
  expect(await lost?.activate()).toBe("written");
  expect((await described(theirs)).Distribution?.DistributionConfig).toMatchObject({
    Comment: "theirs",
    Enabled: true,
  });
});

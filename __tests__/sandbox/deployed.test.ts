import { readFileSync } from "node:fs";
import { join } from "node:path";
import { KMSClient } from "@aws-sdk/client-kms";
import {
  GetFunctionConfigurationCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { storeLocation } from "../../modules/aws/backup-request.ts";
import {
  alarmName,
  bucketName,
  deadLetterQueueName,
  functionName,
  signingAliasArn,
  stateMachineArn,
  topicArn,
} from "../../modules/aws/names.ts";
import { BOUNDS_VARIABLE, type RunnerBounds } from "../../modules/contract/bounds.ts";
import type { BackupRequest, CaptureItem, CaptureScope, RunSummary } from "../../modules/contract/events.ts";
import type { FunctionDocument } from "../../modules/protectors/lambda/document.ts";
import { pointKey, runKey, sourcePrefix } from "../../modules/recovery/layout.ts";
import { readDocument } from "../../modules/recovery/read-blob.ts";
import { readPoint } from "../../modules/recovery/read-point.ts";
import { runStatement } from "../../modules/recovery/signing/run-statement.ts";
import { verifyPoint } from "../../modules/recovery/verify.ts";
import { markOfPauses } from "../../modules/runs/pause.ts";
import { runId } from "../../modules/runs/run-id.ts";
import { KmsSigner } from "../../modules/store/kms-signer.ts";
import { S3Store } from "../../modules/store/s3-store.ts";
import { type DemoClients, demoClients } from "../../sandbox/demo/clients.ts";
import { ACCOUNT, FUNCTIONS, LOST, QUEUES, STANDBY, ZONE } from "../../sandbox/demo/regions.ts";
import {
  CANARY,
  createFunctions,
  createQueues,
  createRoles,
  createSurroundings,
} from "../../sandbox/demo/workload.ts";
import { FAKE_CREDENTIALS } from "../../sandbox/environment.ts";
import type { RecordedCall } from "../../sandbox/gateway/call.ts";
import { deployStacks, planStacks } from "../../sandbox/terraform/deploy.ts";
import { SIGNED } from "../support/run-witness.ts";
import { captureEvent, captureKilledAfter, killFunction, lastCall } from "./deployed/capture-runs.ts";
import { type Deployment, startDeployment } from "./deployed/deployment.ts";
import { EAR, listenToTopic } from "./deployed/ear.ts";
import { currentObjects, everyVersion } from "./deployed/objects.ts";
import { runRequest } from "./deployed/run-request.ts";
import { executions, heardByAlarm, logged, messagesIn } from "./deployed/said.ts";
import { WRITERS, writers } from "./deployed/writers.ts";

const SCOPE = { account: ACCOUNT, partition: "aws" };
const STORE = bucketName(ACCOUNT, LOST);
const PREFIX = sourcePrefix(ACCOUNT, LOST);
let deployment: Deployment;
let home: DemoClients;
let away: DemoClients;

beforeAll(async () => {
  deployment = await startDeployment();
  home = demoClients(deployment.sandbox.endpoint, LOST);
  away = demoClients(deployment.sandbox.endpoint, STANDBY);
});
afterAll(() => deployment?.end());

/** Runs a policy and returns how it ended, with the calls that were made meanwhile. */
async function backup(policy: string): Promise<{ code: number; run: RunSummary; calls: RecordedCall[] }> {
  const last = await lastCall(deployment.sandbox);
  const { code, stdout } = await deployment.zonekeep("backup", policy, "--json");
  const [run] = (JSON.parse(stdout) as { runs: RunSummary[] }).runs;
  if (run === undefined) throw new Error(`${policy} did not run`);
  return { code, run, calls: await deployment.sandbox.calls(last) };
}

/** Lets discover know a policy's pauses, as a deployment of them would. */
async function withPauses(pauses: Parameters<typeof markOfPauses>[0]): Promise<void> {
  const FunctionName = functionName(LOST, "discover");
  const { Environment } = await home.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const bounds = JSON.parse(Environment?.Variables?.[BOUNDS_VARIABLE] ?? "") as RunnerBounds;
  const known = JSON.stringify({ ...bounds, pauses: [...(bounds.pauses ?? []), markOfPauses(pauses)] });
  await home.lambda.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName,
      Environment: { Variables: { [BOUNDS_VARIABLE]: known } },
    }),
  );
  await waitUntilFunctionUpdatedV2({ client: home.lambda, maxWaitTime: 30 }, { FunctionName });
}

describe("the stacks", () => {
  test("provider 5.100.0 applies each, and a second plan of each finds nothing to change", async () => {
    const applied = await deployStacks(deployment.options);
    expect(applied.map(({ stack }) => stack).sort()).toEqual(deployment.stacks);
    expect(applied.filter(({ added }) => added === 0)).toEqual([]);
    for (const stack of deployment.stacks) {
      const lock = join(deployment.options.dir, "stacks", "stacks", stack, ".terraform.lock.hcl");
      expect(readFileSync(lock, "utf8")).toMatch(/\/hashicorp\/aws" \{\s+version\s+= "5\.100\.0"/);
    }
    const planned = await planStacks(deployment.options);
    expect(planned.map(({ stack }) => stack).sort()).toEqual(deployment.stacks);
    expect(
      planned.flatMap(({ stack, resources }) => resources.map((resource) => `${stack}: ${resource}`)),
    ).toEqual([]);
  });
});

/** The captures that were killed one by one belong to no run: nobody signed what they left, and all else is whole. */
const BY_HAND = [`${FUNCTIONS.quote}: unsigned manifest`];

/** What orders-intake is captured with: the queue that it reads, its dead-letter queue, and the function's own. */
const QUEUED = Object.values(QUEUES)
  .toSorted()
  .map((id) => ({ kind: "sqs-queue" as const, id }));

describe("the runners, in this order,", () => {
  let made: number;
  let quote: CaptureItem;

  beforeAll(async () => {
    await createRoles(home);
    await createSurroundings(deployment.sandbox.endpoint, away);
    await createQueues(home);
    await createFunctions(home, await createSurroundings(deployment.sandbox.endpoint, home));
    await listenToTopic(deployment.sandbox.endpoint, home);
    // Of the region that runs anything.
    expect(await deployment.zonekeep("pin", "--check")).toMatchObject({ code: 3 });
    expect(await deployment.zonekeep("pin")).toMatchObject({ code: 0 });
    made = await lastCall(deployment.sandbox);
  });

  test("a function that cannot be read makes the run partial: named everywhere, and the other point stands", async () => {
    const fault = { kind: "error", status: 403, code: "AccessDeniedException", message: "denied" } as const;
    await deployment.sandbox.faults([
      { service: "lambda", action: "GetPolicy", resource: FUNCTIONS.quote, fault },
    ]);
    const { code, run, calls } = await backup("orders");
    await deployment.sandbox.faults([]);

    const error = `lambda:GetPolicy of ${FUNCTIONS.quote}: AccessDeniedException: denied`;
    const stands = [{ kind: "lambda", id: FUNCTIONS.intake }, ...QUEUED]
      .map((thing) => pointKey(PREFIX, thing, run.run))
      .toSorted();
    expect({ code, run }).toMatchObject({
      code: 3,
      run: {
        status: "partial",
        captured: stands.length,
        failed: [{ kind: "lambda", id: FUNCTIONS.quote, error }],
        points: stands.map((key) => ({ key, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })),
        signature: { algorithm: "ECDSA_SHA_256" },
      },
    });
    expect(await deployment.zonekeep("verify", "--json")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(run.run),
    });
    expect((await deployment.zonekeep("verify", FUNCTIONS.quote)).code).toBe(1); // there is none

    const letters = await messagesIn(home.sqs, deadLetterQueueName(LOST));
    expect(letters.map((letter) => JSON.parse(letter))).toMatchObject([
      { item: { name: FUNCTIONS.quote }, error: { Cause: expect.stringContaining(error) } },
    ]);
    const { endpoint } = deployment.sandbox;
    expect(await heardByAlarm(endpoint, LOST, alarmName(LOST, "failed-resources"))).toBe(1);
    expect(await heardByAlarm(endpoint, LOST, alarmName(LOST, "no-run-of-orders"))).toBeGreaterThan(0);
    expect(published(calls)).toEqual([[topicArn(SCOPE, LOST, LOST), 200]]);
    const [heard = "{}"] = await messagesIn(home.sqs, EAR);
    expect(JSON.parse((JSON.parse(heard) as { Message: string }).Message)).toEqual(run);

    const items = (await currentObjects(home.s3, STORE)).get(`work/${run.run}/items.json`);
    const found = (JSON.parse(String(items)) as CaptureItem[]).find(({ name }) => name === FUNCTIONS.quote);
    if (found === undefined) throw new Error(`${FUNCTIONS.quote} was not pinned`);
    quote = found;
  });

  const published = (calls: readonly RecordedCall[]): unknown[] =>
    calls.filter(({ action }) => action === "Publish").map(({ resource, status }) => [resource, status]);

  test("killed after any of its calls, a capture leaves no point or a whole one, and its retry completes it", async () => {
    const startedAt = new Date().toISOString();
    const run = { id: runId({ id: "killed", startedAt }), startedAt };
    const event = captureEvent(deployment.plan, "orders", run, quote);
    const key = pointKey(PREFIX, { kind: "lambda", id: FUNCTIONS.quote }, run.id);
    const store = new S3Store({
      client: home.s3,
      location: storeLocation(SCOPE, LOST, LOST),
      lock: "GOVERNANCE",
    });
    const sites = [LOST, STANDBY];
    const states = new Set<string>();
    for (let n = 1; ; n += 1) {
      const { killed, answer } = await captureKilledAfter(n, deployment, home.lambda, event);
      const present = (await store.head(key)) !== undefined;
      states.add(`${killed ? "killed" : "done"}, ${present ? "whole" : "absent"}`);
      if (present) expect(await verifyPoint(store, key, { sites, witness: SIGNED })).toEqual([]);
      if (!killed) {
        expect(JSON.parse(answer)).toMatchObject({ status: "captured", point: { key } });
        break;
      }
      expect(answer).toContain("Runtime exited with error: signal: 9");
    }
    expect([...states]).toEqual(["killed, absent", "killed, whole", "done, whole"]);
  });

  test("a runner that is killed within a run is named by the summary, and the other point stands", async () => {
    const last = await lastCall(deployment.sandbox);
    await deployment.sandbox.faults([
      {
        service: "s3",
        action: "PutObject",
        resource: `/points/lambda/${FUNCTIONS.quote}/`,
        fault: { kind: "delay", ms: 3_600_000 },
      },
    ]);
    const running = backup("orders");
    // The other items are done, and this one waits before its manifest.
    await vi.waitFor(
      async () => {
        const calls = await deployment.sandbox.calls(last);
        const ended = calls.filter(({ resource }) => resource?.includes("/outcomes/")).length;
        const wraps = calls.filter(
          ({ action, resource }) =>
            action === "PutObject" && resource?.includes(`/wraps/lambda/${FUNCTIONS.quote}/`),
        ).length;
        expect([ended, wraps]).toEqual([1 + QUEUED.length, 2]);
      },
      { timeout: 60_000, interval: 50 },
    );
    expect(killFunction(deployment.folder, functionName(LOST, "capture"))).toBe(true);
    const { code, run } = await running;
    await deployment.sandbox.faults([]);
    expect({ code, run }).toMatchObject({
      code: 3,
      run: {
        status: "partial",
        captured: 1 + QUEUED.length,
        failed: [
          { kind: "lambda", id: FUNCTIONS.quote, error: expect.stringContaining("without an outcome") },
        ],
        points: [{ kind: "lambda", id: FUNCTIONS.intake }, ...QUEUED]
          .map((thing) => pointKey(PREFIX, thing, run.run))
          .toSorted()
          .map((key) => ({ key, sha256: expect.any(String) })),
      },
    });
  });

  test("the next runs are complete, and write no blob that is there already", async () => {
    const ends = await Promise.all(["orders", "media", "edge"].map(backup));
    expect(ends.map(({ code, run: { site, status, captured } }) => [site, code, status, captured])).toEqual([
      [LOST, 0, "complete", 2 + QUEUED.length],
      [LOST, 0, "complete", 2],
      [ZONE, 0, "complete", 1],
    ]);
    const again = await backup("media");
    expect(again).toMatchObject({ code: 0, run: { status: "complete" } });
    // It has no secrets, whose encryption is new each time: all it keeps is there already.
    expect(blobsPut(again.calls)).toEqual([]);

    const all = blobsPut(await deployment.sandbox.calls(made));
    expect(all.length).toBeGreaterThan(10);
    expect(all).toEqual([...new Set(all)]);
    expect(await unproven("--point", "all")).toEqual(BY_HAND);
  });

  /** Every finding of `verify`; without one, that it found none. */
  async function unproven(...args: readonly string[]): Promise<readonly string[]> {
    const { code, stdout } = await deployment.zonekeep("verify", ...args, "--json");
    const { points } = JSON.parse(stdout) as {
      points: { id: string; findings: { problem: string; about: string }[] }[];
    };
    const found = points.flatMap(({ id, findings }) =>
      findings.map(({ problem, about }) => `${id}: ${problem} ${about}`),
    );
    expect(code).toBe(found.length === 0 ? 0 : 1);
    return found;
  }

  /** Keys of the blobs that were sent to S3, taken or not. */
  const blobsPut = (calls: readonly RecordedCall[]): string[] =>
    calls
      .filter(({ action, status }) => action === "PutObject" && status > 0)
      .flatMap(({ resource = "" }) => (resource.includes("/blobs/") ? [resource] : []));

  test("an unchanged function costs a run few calls: tags come by the page, and each object is looked at once", async () => {
    const protect: CaptureScope = { code: "published", triggers: "all" };
    const select = { tags: { service: ["orders"] }, names: [], arns: [], runtimes: [], exclude: [] };
    const callsOf = async (runner: string, since: number, action: string) =>
      (await deployment.sandbox.calls(since)).filter(
        (call) => String(call.caller).includes(`/zonekeep-us-east-1-${runner}/`) && call.action === action,
      );
    let last = await lastCall(deployment.sandbox);
    await runRequest(deployment, "orders", { select, protect });
    expect(await callsOf("discover", last, "GetResources")).toHaveLength(1);
    const asked = await callsOf("discover", last, "ListTags");
    for (const name of Object.values(FUNCTIONS))
      expect(asked.filter(({ resource = "" }) => resource.includes(name))).toEqual([]);

    last = await lastCall(deployment.sandbox);
    const run = await runRequest(deployment, "orders", {
      select: { ...select, names: [FUNCTIONS.quote] },
      protect,
    });
    expect(run).toMatchObject({ status: "complete", captured: 1, warnings: [] });
    const own = (await deployment.sandbox.calls(last)).filter(({ caller }) =>
      String(caller).includes("/zonekeep-us-east-1-capture/"),
    );
    expect(own.length).toBeLessThanOrEqual(24);
    const of = (action: string) => own.filter((call) => call.action === action);
    const looked = of("HeadObject").map(({ resource }) => resource);
    expect(looked).toHaveLength(new Set(looked).size);
    // Secrets, a key for each of two sites, the manifest, and how it ended.
    expect(of("PutObject")).toHaveLength(5);
    expect([...of("GenerateDataKey"), ...of("Encrypt")]).toHaveLength(2);
    expect([...of("PutObjectRetention"), ...of("ListTags")]).toEqual([]);
  });

  test("runs of one start window list the region once, and take what the first of them left sealed", async () => {
    const protect: CaptureScope = { code: "published", triggers: "all" };
    const listsOf = async (policy: string, change: Partial<BackupRequest>) => {
      const last = await lastCall(deployment.sandbox);
      const { status, captured, warnings } = await runRequest(deployment, policy, { protect, ...change });
      const calls = (await deployment.sandbox.calls(last)).filter(({ caller }) =>
        String(caller).includes("/zonekeep-us-east-1-discover/"),
      );
      const lists = calls
        .map(({ action }) => action)
        // Aliases are one function's.
        .filter((action) => /^List(?!Tags|Aliases)|^GetRes/.test(action));
      return { run: { status, captured, warnings }, lists };
    };
    const alone = await listsOf("media", {});
    // A window that opens in this minute, and is still open when the second run begins.
    const left = 60_000 - (Date.now() % 60_000);
    if (left < 5_000) await new Promise((resolve) => setTimeout(resolve, left));
    const opened = Math.floor(Date.now() / 60_000);
    const first = await listsOf("orders", { minutesIntoWindow: 0 });
    const minutesIntoWindow = Math.floor(Date.now() / 60_000) - opened;
    const second = await listsOf("media", { minutesIntoWindow });
    expect(first.lists).toContain("ListFunctions");
    expect(second).toEqual({ run: alone.run, lists: [] });
    expect(second.run.warnings).toEqual([]);
  });

  test("a run that begins within a pause ends well: it captures nothing, and tells nobody", async () => {
    const pause = { from: "0001-01-01", to: "9999-12-31", reason: "a freeze" };
    const paused = { pauses: [pause], timeZone: "Europe/Berlin" };
    await withPauses({ policy: "media", ...paused });
    const last = await lastCall(deployment.sandbox);
    const run = await runRequest(deployment, "media", paused);
    expect(run).toMatchObject({ status: "paused", pause, captured: 0, failed: [], warnings: [], points: [] });
    const actions = (await deployment.sandbox.calls(last)).map(({ action }) => action);
    expect(actions).toContain("PutObject"); // its summary
    // That it began is told all the same, here and to the region that watches: it is not missing.
    expect(actions.filter((action) => action === "PutMetricData")).toHaveLength(2);
    for (const action of ["ListFunctions", "GetFunction", "Publish", "SendMessage"])
      expect(actions).not.toContain(action);
  });

  test("a run takes what its policy narrows it to, and no more of it", async () => {
    const arns = [`arn:aws:lambda:${LOST}:*:function:media-*`];
    const select = { tags: {}, names: [], arns, runtimes: ["nodejs*"], exclude: [] };
    const taken = async (protect: CaptureScope) => {
      const { status, points, warnings } = await runRequest(deployment, "media", { select, protect });
      expect({ status, warnings }).toEqual({ status: "complete", warnings: [] });
      const location = storeLocation(SCOPE, LOST, LOST);
      const store = new S3Store({ client: home.s3, location, lock: "GOVERNANCE" });
      const documents: unknown[] = [];
      for (const { key } of points) documents.push(await readDocument(store, await readPoint(store, key)));
      const [first, ...others] = documents;
      const { versions, ...rest } = first as FunctionDocument;
      return { ...rest, versions: versions.map(({ version }) => version), others };
    };

    expect(await taken({ code: "latest", triggers: ["sqs", "url"] })).toMatchObject({
      name: FUNCTIONS.thumbnails,
      versions: ["$LATEST"],
      aliases: [],
      others: [],
    });
    expect(await taken({ code: "all", triggers: ["s3"] })).toMatchObject({
      versions: ["2", "3", "$LATEST"],
      aliases: [{ name: "live" }],
      others: [{ configuration: { LambdaFunctionConfigurations: [{ Id: "thumbnails" }] } }],
    });
  });

  test("what a policy names without a function is kept with what it needs, and no function is", async () => {
    const select = {
      tags: {},
      names: [],
      arns: [],
      runtimes: [],
      exclude: [],
      resources: ["sqs-queue/orders"],
    };
    const { status, points, warnings } = await runRequest(deployment, "media", { select });
    expect({ status, warnings }).toEqual({ status: "complete", warnings: [] });
    expect(points.map(({ key }) => key.replace(/\/[^/]+$/, ""))).toEqual(
      [QUEUES.dead, QUEUES.orders].map((name) => `${PREFIX}points/sqs-queue/${name}`),
    );
  });

  test("every object of every point can be read in the other region, byte for byte, and nothing else", async () => {
    const own = new Map(
      [...(await currentObjects(home.s3, STORE))].filter(([key]) => key.startsWith(`${ACCOUNT}/`)),
    );
    for (const kind of ["blobs", "points", "wraps", "runs"])
      for (const site of [LOST, ZONE])
        expect([...own.keys()].join("\n")).toContain(`${sourcePrefix(ACCOUNT, site)}${kind}/`);
    await vi.waitFor(
      async () =>
        expect([...(await currentObjects(away.s3, bucketName(ACCOUNT, STANDBY))).keys()].sort()).toEqual(
          [...own.keys()].sort(),
        ),
      { timeout: 30_000, interval: 500 },
    );
    const replicas = await currentObjects(away.s3, bucketName(ACCOUNT, STANDBY));
    expect([...own].filter(([key, bytes]) => replicas.get(key)?.equals(bytes) !== true)).toEqual([]);
    expect(await unproven("--from", STANDBY, "--point", "all")).toEqual(BY_HAND);
  });

  test("every write was made by the one role that should make it, those of an edge zone by the zone's own", async () => {
    expect(writers(await deployment.sandbox.calls(made))).toEqual(WRITERS);
  });

  test("a signing key is rotated: what each signed is signed, the next signs, and the one before can sign no later run", async () => {
    const signatures = async (): Promise<ReadonlyMap<string, string>> => {
      const { stdout } = await deployment.zonekeep("list", "--json");
      const { points } = JSON.parse(stdout) as { points: { run: string; signature: string }[] };
      return new Map(points.map(({ run, signature }) => [run, signature]));
    };
    const [first, next] = [1, 2].map((generation) => signingAliasArn(SCOPE, LOST, generation)) as [
      string,
      string,
    ];
    const earlier = await backup("media");
    expect(await deployment.zonekeep("pin", "--rotate", LOST)).toMatchObject({ code: 0 });
    expect(await deployment.zonekeep("pin", "--rotate", LOST)).toMatchObject({ code: 1 });
    await deployment.again();
    const later = await backup("media");
    expect([earlier.run.signature?.key === later.run.signature?.key, later.code]).toEqual([false, 0]);
    expect((await signatures()).get(later.run.run)).toBe("unpinned");

    expect(await deployment.zonekeep("pin")).toMatchObject({ code: 0 });
    // The parameters are not deployed yet.
    expect(await deployment.zonekeep("pin", "--check")).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(
        new RegExp(`^${STANDBY} /zonekeep/signers/${LOST} has other days of sha256:.*, lacks sha256:`, "m"),
      ),
    });
    await deployment.again();
    expect(await deployment.zonekeep("pin", "--check")).toMatchObject({ code: 0 });
    const proven = await signatures();
    expect([earlier, later].map(({ run }) => proven.get(run.run))).toEqual(["signed", "signed"]);

    const late = await runRequest(deployment, "media", { signer: first });
    expect(late).toMatchObject({
      status: "complete",
      warnings: [expect.stringMatching(/^the run is not signed: its request names another signing key/)],
    });
    const name = { account: ACCOUNT, site: LOST, policy: "media", run: late.run };
    const kms = new KMSClient({
      endpoint: deployment.sandbox.endpoint,
      region: LOST,
      credentials: FAKE_CREDENTIALS,
    });
    const sign = async (alias: string): Promise<string | undefined> => {
      const signature = await new KmsSigner(kms, alias).sign(runStatement(name, late));
      await home.s3.send(
        new PutObjectCommand({
          ...{ Bucket: STORE, Key: runKey(PREFIX, "media", late.run) },
          Body: JSON.stringify({ ...late, signature }),
        }),
      );
      return (await signatures()).get(late.run);
    };
    expect([await sign(first), await sign(next)]).toEqual(["forged", "signed"]);
  });

  test("the value of an environment variable appears nowhere", async () => {
    const { Environment } = await home.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: FUNCTIONS.quote }),
    );
    expect(Environment?.Variables?.API_TOKEN).toBe(CANARY); // it is there to be found
    const { endpoint } = deployment.sandbox;
    const said: Record<string, readonly (string | Buffer)[]> = {
      logs: [...(await logged(endpoint, LOST)), ...(await logged(endpoint, STANDBY))],
      history: await executions(endpoint, LOST, stateMachineArn(SCOPE, LOST)),
      "dead letters": await messagesIn(home.sqs, deadLetterQueueName(LOST)),
      topic: await messagesIn(home.sqs, EAR),
      store: await everyVersion(home.s3, STORE),
      replica: await everyVersion(away.s3, bucketName(ACCOUNT, STANDBY)),
      "command line": deployment.printed,
      calls: (await deployment.sandbox.calls()).map((call) => JSON.stringify(call)),
    };
    const holds = (places: readonly (string | Buffer)[], word: string): boolean =>
      places.some((place) => place.includes(word));
    const places = Object.entries(said);
    expect(places.filter(([, texts]) => !holds(texts, FUNCTIONS.quote)).map(([place]) => place)).toEqual([]);
    for (const secret of [CANARY, Buffer.from(CANARY).toString("base64"), "X-Amz-Signature="])
      expect(places.filter(([, texts]) => holds(texts, secret)).map(([place]) => place)).toEqual([]);
  });
});

import * as E from "@aws-sdk/client-eventbridge";
import * as K from "@aws-sdk/client-kinesis";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunSummary } from "../../modules/contract/events.ts";
import { LOST } from "../../sandbox/demo/regions.ts";
import { FAKE_CREDENTIALS } from "../../sandbox/environment.ts";
import { deployStacks } from "../../sandbox/terraform/deploy.ts";
import { type Deployment, startDeployment } from "./deployed/deployment.ts";
import { logged } from "./deployed/said.ts";

const StreamName = "clicks";
const ArchiveName = "orders";
const RECORDS = 200;
const EVENTS = 23;
const SECRET = "card 4711";
const STREAM = `kinesis-stream/${StreamName}`;
const ARCHIVE = `event-archive/${ArchiveName}`;
const policy = (...resources: readonly string[]) => ({
  ...{ owner: "team-shop", select: { resources }, sites: [LOST] },
  ...{ schedule: { every: "1d" }, retention: "35d" },
  protect: { events: { kinesis: "24h", eventbridge: "24h" } },
});
/** Two that keep one stream: each waits for what the other one reads. */
const POLICIES = { clicks: policy(STREAM, ARCHIVE), "clicks-too": policy(STREAM) };

let deployment: Deployment;
let kinesis: K.KinesisClient;
let events: E.EventBridgeClient;

beforeAll(async () => {
  deployment = await startDeployment([], POLICIES);
  await deployStacks(deployment.options);
  const own = {
    ...{ endpoint: deployment.sandbox.endpoint, region: LOST, credentials: FAKE_CREDENTIALS },
    requestHandler: new NodeHttpHandler(),
  };
  [kinesis, events] = [new K.KinesisClient(own), new E.EventBridgeClient(own)];
  await makeStream();
  for (let at = 0; at < RECORDS; at += 50)
    await kinesis.send(
      new K.PutRecordsCommand({
        StreamName,
        Records: Array.from({ length: 50 }, (_, n) => ({
          Data: Buffer.from(`${SECRET} of ${at + n}`),
          PartitionKey: `user-${(at + n) % 7}`,
        })),
      }),
    );
  await events.send(new E.CreateEventBusCommand({ Name: "shop" }));
  await makeArchive();
  const began = Date.now() - 3_600_000;
  for (let n = 0; n < EVENTS; n++)
    await events.send(
      new E.PutEventsCommand({
        Entries: [
          {
            ...{ EventBusName: "shop", Source: "shop", DetailType: "Ordered" },
            ...{ Detail: JSON.stringify({ n, secret: SECRET }), Time: new Date(began + n * 1000) },
          },
        ],
      }),
    );
  await deployment.zonekeep("pin");
}, 600_000);

afterAll(() => deployment?.end());

async function makeArchive(): Promise<void> {
  const { Arn: EventSourceArn } = await events.send(new E.DescribeEventBusCommand({ Name: "shop" }));
  await events.send(new E.CreateArchiveCommand({ ArchiveName, EventSourceArn, RetentionDays: 30 }));
}

async function makeStream(): Promise<void> {
  await kinesis.send(new K.CreateStreamCommand({ StreamName, ShardCount: 2 }));
  const patience = { client: kinesis, maxWaitTime: 30, minDelay: 1, maxDelay: 1 };
  await K.waitUntilStreamExists(patience, { StreamName });
}

async function backup(policy: string): Promise<RunSummary> {
  const { code, stdout, stderr } = await deployment.zonekeep("backup", policy, "--json");
  const [run] = (JSON.parse(stdout) as { runs: RunSummary[] }).runs;
  if (run === undefined) throw new Error(`${policy} did not run: ${code} ${stderr}`);
  return run;
}

test("two deployed runs at once keep the records of a stream: one reads while the other one waits, and one keeps events in several calls; all points are whole", async () => {
  const runs = await Promise.all(Object.keys(POLICIES).map(backup));
  const ofStream = expect.objectContaining({ kind: "kinesis-stream", id: StreamName, records: RECORDS });
  const ofArchive = expect.objectContaining({ kind: "event-archive", id: ArchiveName, records: EVENTS });
  for (const run of runs) expect(run).toMatchObject({ status: "complete", failed: [] });
  expect(runs[0]?.records).toEqual(expect.arrayContaining([ofStream, ofArchive]));
  expect(runs[1]?.records).toEqual([ofStream]);
  const lines = await logged(deployment.sandbox.endpoint, LOST);
  for (const [status, thing] of [
    ["waiting", STREAM],
    ["reading", ARCHIVE],
  ])
    expect(lines.filter((line) => line.includes(`"${status}"`) && line.includes(`"${thing}"`))).not.toEqual(
      [],
    );
  expect(lines.join("\n")).not.toContain(SECRET);
  const { Rules = [] } = await events.send(new E.ListRulesCommand({ EventBusName: "shop" }));
  expect(Rules.map(({ Name }) => Name)).toEqual([`Events-Archive-${ArchiveName}`]);
  expect(await deployment.zonekeep("verify")).toMatchObject({ code: 0 });
}, 900_000);

test("the next run reads nothing twice, and what the stream had lies in the one that took its place", async () => {
  const run = await backup("clicks");
  expect(run.records).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: "kinesis-stream", records: RECORDS, read: 0 }),
      expect.objectContaining({ kind: "event-archive", records: EVENTS, read: 0 }),
    ]),
  );
  const replay = (thing = STREAM) =>
    deployment.zonekeep("replay", thing, "--point", "latest", "--site", LOST, "--json");
  // All that the point has is in the stream that is there.
  expect(await replay()).toMatchObject({ code: 1 });
  await kinesis.send(new K.DeleteStreamCommand({ StreamName }));
  await K.waitUntilStreamNotExists(
    { client: kinesis, maxWaitTime: 30, minDelay: 1, maxDelay: 1 },
    { StreamName },
  );
  await makeStream();
  const replayed = await replay();
  expect(replayed).toMatchObject({ code: 0 });
  expect(JSON.parse(replayed.stdout)).toMatchObject({ sent: RECORDS, failed: [], ended: true });

  const put = () => replay(ARCHIVE);
  expect(await put()).toMatchObject({ code: 1 });
  await events.send(new E.DeleteArchiveCommand({ ArchiveName }));
  await makeArchive();
  expect(JSON.parse((await put()).stdout)).toMatchObject({ sent: EVENTS, failed: [], ended: true });
}, 600_000);

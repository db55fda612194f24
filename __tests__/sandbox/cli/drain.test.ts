import { rmSync } from "node:fs";
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bucketName } from "../../../modules/aws/names.ts";
import { makeEstate, type TheirEstate } from "../../../sandbox/neighbours/estate.ts";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox.ts";
import { makeStores } from "./restoring/make-stores.ts";
import { clientsOf, EAST, SCOPE, storeOf, WEST } from "./restoring/places.ts";
import { runZonekeep, userFolder } from "./restoring/user-folder.ts";

const QUEUE = "orders.fifo";
const SECRET = "card 4711";

let folder = "";
let sandbox: Sandbox;
let estate: TheirEstate;
const urls = new Map<string, string>();
let run = "";

const zonekeep = (...args: readonly string[]) => runZonekeep(folder, sandbox, args);

beforeAll(async () => {
  folder = userFolder("zonekeep-drain-");
  sandbox = await startSandbox();
  estate = await makeEstate(sandbox.endpoint, [EAST, WEST]);
  await makeStores(sandbox);
  for (const region of [EAST, WEST]) {
    const { sqs } = clientsOf(sandbox, region);
    const Attributes = { FifoQueue: "true" };
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: QUEUE, Attributes }));
    urls.set(region, QueueUrl);
  }
  const { sqs } = clientsOf(sandbox, EAST);
  for (let n = 0; n < 12; n++)
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: urls.get(EAST),
        MessageBody: `${SECRET} of ${n}`,
        MessageGroupId: ["a", "b"][n % 2],
        MessageDeduplicationId: `d${n}`,
        MessageAttributes: {
          author: { DataType: "String", StringValue: "John" },
          raw: { DataType: "Binary", BinaryValue: Uint8Array.from([0, 1]) },
        },
      }),
    );
}, 120_000);

afterAll(async () => {
  await sandbox?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function all(region: string): Promise<Message[]> {
  const { sqs } = clientsOf(sandbox, region);
  const QueueUrl = urls.get(region);
  const found: Message[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["All"],
      }),
    );
    if (Messages.length === 0) return found;
    found.push(...Messages);
    for (const { ReceiptHandle } of Messages)
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
}

test("a drain without consent tells how many wait, and reads none", async () => {
  expect(await zonekeep("drain", QUEUE, "--site", EAST)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(`about 12 messages wait in ${QUEUE}; nothing was read\n  help: --yes `),
    stderr: "",
  });
  const { code, stdout } = await zonekeep("drain", QUEUE, "--site", EAST, "--json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ dryRun: true, waiting: { visible: 12 } });
});

test("a drain moves what waits into the store, sealed, locked, and deleted by nobody", async () => {
  const { code, stdout } = await zonekeep("drain", QUEUE, "--site", EAST, "--yes", "--json");
  const told = JSON.parse(stdout) as { run: string };
  expect({ code, told }).toMatchObject({
    code: 0,
    told: { messages: 12, left: [], waiting: { visible: 0 } },
  });
  ({ run } = told);
  const store = storeOf(sandbox, EAST);
  const keys: string[] = [];
  for await (const { key } of store.list(`${SCOPE.account}/${EAST}/drained/`)) {
    keys.push(key);
    const { sha256, lockedUntil = "", version } = (await store.head(key)) ?? {};
    expect(sha256).toBeDefined();
    expect(Date.parse(lockedUntil)).toBeGreaterThan(Date.now() + 6 * 86_400_000);
    const chunks: Uint8Array[] = [];
    for await (const chunk of (await store.open(key)) ?? []) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString("latin1")).not.toContain(SECRET);
    const Bucket = bucketName(SCOPE.account, EAST);
    await expect(
      clientsOf(sandbox, EAST).s3.send(new DeleteObjectCommand({ Bucket, Key: key, VersionId: version })),
    ).rejects.toThrow(/Access Denied/);
  }
  const at = `${SCOPE.account}/${EAST}/drained/${QUEUE}/${run}`;
  expect(keys.map((key) => key.replace(/-[0-9a-f]{32}$/, "-*"))).toEqual(
    ["batches/000001-*", "batches/000002-*", "drained-*", "key.json"].map((name) => `${at}/${name}`),
  );
});

test("a replay sends it to the queue of another region, as it was and once", async () => {
  const replay = ["replay", QUEUE, "--run", run, "--site", EAST, "--region", WEST];
  const { code, stdout, stderr } = await zonekeep(...replay);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toBe(`12 messages of 12 sent to arn:aws:sqs:${WEST}:${SCOPE.account}:${QUEUE}\n`);
  const again = await zonekeep(...replay, "--json");
  expect(JSON.parse(again.stdout)).toMatchObject({ sent: 0, before: 12, failed: [], ended: true });
  const got = await all(WEST);
  expect(got).toHaveLength(12);
  for (const [at, group] of ["a", "b"].entries())
    expect(
      got.filter(({ Attributes }) => Attributes?.MessageGroupId === group).map(({ Body }) => Body),
    ).toEqual(Array.from({ length: 6 }, (_, n) => `${SECRET} of ${2 * n + at}`));
  expect(got[0]).toMatchObject({
    Attributes: { MessageDeduplicationId: "d0" },
    MessageAttributes: {
      author: { DataType: "String", StringValue: "John" },
      raw: { DataType: "Binary", BinaryValue: Uint8Array.from([0, 1]) },
    },
  });
}, 60_000);

test("a run that is not there, and a queue that is not, are told in a sentence", async () => {
  const none = await zonekeep("replay", QUEUE, "--run", "20260101T000000Z-00000000", "--site", EAST);
  expect(none).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`help: its runs, newest first: ${run}`),
  });
  const absent = await zonekeep("drain", "nobody", "--site", EAST);
  expect(absent).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`there is no queue nobody in ${EAST}`),
  });
}, 60_000);

test("a drain of an empty queue names no run, for there is none to replay", async () => {
  const { code, stdout } = await zonekeep("drain", QUEUE, "--site", EAST, "--yes");
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: `nothing waited in ${QUEUE}: nothing was taken, and there is no run to replay\n`,
  });
  const json = await zonekeep("drain", QUEUE, "--site", EAST, "--yes", "--json");
  expect(JSON.parse(json.stdout)).not.toHaveProperty("run");
}, 60_000);

test("nothing that another team has was touched", async () => {
  expect(await estate.changed()).toEqual([]);
});

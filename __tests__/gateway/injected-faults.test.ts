import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { DecryptCommand, KMSClient } from "@aws-sdk/client-kms";
import { GetFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Fault } from "../../sandbox/gateway/faults.ts";
import { type Rig, signedFor, startRig } from "./fake-aws.ts";

let rig: Rig;
let carriedOut: number;
const BODY = Buffer.from("0123456789");

beforeEach(async () => {
  rig = await startRig();
  carriedOut = 0;
  rig.answerWith = (_, response) => {
    carriedOut += 1;
    response.writeHead(200, { "content-length": BODY.length }).end(BODY);
  };
});
afterEach(async () => {
  await rig.close();
});

const read = (): Promise<Response> =>
  fetch(`${rig.endpoint}/orders/a`, { headers: signedFor("s3", "us-east-1") });
const inject = (fault: Fault): Promise<void> => rig.faults([{ service: "s3", times: 1, fault }]);

test("an injected error is not carried out, says when to come again, and is over after its times", async () => {
  await inject({ kind: "error", status: 503, code: "SlowDown", message: "less", retryAfterSeconds: 2 });
  const refused = await read();
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "2"]);
  expect(await refused.text()).toContain("<Code>SlowDown</Code><Message>less</Message>");
  expect(carriedOut).toBe(0);
  expect((await read()).status).toBe(200);
  expect((await rig.calls()).map(({ status, by }) => [status, by])).toEqual([
    [503, "fault"],
    [200, "aws"],
  ]);
});

const client = {
  region: "us-east-1",
  credentials: { accessKeyId: "AKID", secretAccessKey: "s" },
  maxAttempts: 1,
};
test.each([
  [
    "rest-json",
    (endpoint: string) =>
      new LambdaClient({ ...client, endpoint }).send(new GetFunctionCommand({ FunctionName: "pay" })),
  ],
  [
    "json",
    (endpoint: string) =>
      new KMSClient({ ...client, endpoint }).send(new DecryptCommand({ CiphertextBlob: BODY })),
  ],
  [
    "query",
    (endpoint: string) =>
      new CloudWatchClient({ ...client, endpoint }).send(
        new PutMetricDataCommand({ Namespace: "n", MetricData: [] }),
      ),
  ],
  [
    "s3",
    (endpoint: string) =>
      new S3Client({ ...client, endpoint, forcePathStyle: true }).send(
        new GetObjectCommand({ Bucket: "b", Key: "k" }),
      ),
  ],
])("an SDK reads an injected error in the %s protocol", async (_, send) => {
  await rig.faults([
    { fault: { kind: "error", status: 400, code: "ThrottledForTest", message: "a < b & c" } },
  ]);
  await expect(send(rig.endpoint)).rejects.toMatchObject({
    name: "ThrottledForTest",
    message: "a < b & c",
    $metadata: { httpStatusCode: 400 },
  });
});

test("a delayed call is carried out", async () => {
  await inject({ kind: "delay", ms: 50 });
  expect(await (await read()).text()).toBe("0123456789");
  expect((await rig.calls()).map(({ durationMs, by }) => [durationMs >= 45, by])).toEqual([[true, "fault"]]);
});

test("a delayed call whose caller goes away is not carried out", async () => {
  await inject({ kind: "delay", ms: 600_000 });
  const caller = new AbortController();
  const call = fetch(`${rig.endpoint}/orders/a`, {
    headers: signedFor("s3", "us-east-1"),
    signal: caller.signal,
  });
  setTimeout(() => caller.abort(), 50);
  await expect(call).rejects.toThrow("aborted");
  await vi.waitFor(async () =>
    expect((await rig.calls()).map(({ status, by }) => [status, by])).toEqual([[0, "fault"]]),
  );
  expect(carriedOut).toBe(0);
});

test("a call dropped before it is sent is not carried out", async () => {
  await inject({ kind: "drop-before" });
  await expect(read()).rejects.toThrow("fetch failed");
  expect(carriedOut).toBe(0);
});

test("a call dropped after it is sent is carried out, and its answer lost", async () => {
  await inject({ kind: "drop-after" });
  await expect(read()).rejects.toThrow("fetch failed");
  expect(carriedOut).toBe(1);
  expect((await rig.calls()).map(({ status, by }) => [status, by])).toEqual([[0, "fault"]]);
});

test("a truncated answer breaks off, in the middle or where the fault says", async () => {
  await inject({ kind: "truncate" });
  await expect((await read()).text()).rejects.toThrow("terminated");
  await inject({ kind: "truncate", bytes: 3 });
  const reader = (await read()).body?.getReader();
  const first = await reader?.read();
  expect(Buffer.from(first?.value ?? []).toString()).toBe("012");
  await expect(reader?.read()).rejects.toThrow("terminated");
});

test("a flipped byte leaves the answer as long as it was", async () => {
  await inject({ kind: "flip", at: 3 });
  const altered = Buffer.from(await (await read()).arrayBuffer());
  const expected = Buffer.from(BODY);
  expected[3] = 0x33 ^ 0xff;
  expect(altered).toEqual(expected);
  await inject({ kind: "flip" });
  expect(Buffer.from(await (await read()).arrayBuffer())[5]).toBe(0x35 ^ 0xff);
});

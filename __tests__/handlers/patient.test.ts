import { createServer } from "node:net";
import { EncryptCommand, KMSClient } from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { brief } from "../../handlers/shared/patient.ts";
import { MAX_COPIES } from "../../modules/aws/limits.ts";

/** Milliseconds: a runner's 900 seconds, of which the capture itself needs its share. */
const TO_SPARE = 300_000;

test("the most copies a policy can have, all of them silent, leave a capture time to commit its point", () => {
  const { connectionTimeout, socketTimeout } = brief.requestHandler;
  expect(MAX_COPIES.value * brief.maxAttempts * (connectionTimeout + socketTimeout)).toBeLessThan(TO_SPARE);
});

test("a region that takes the call and never answers is given up", async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((listening) => silent.listen(0, "127.0.0.1", listening));
  const { port } = silent.address() as { port: number };
  const client = new KMSClient({
    ...brief,
    requestHandler: { ...brief.requestHandler, socketTimeout: 50 },
    region: "eu-west-1",
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
  const call = new EncryptCommand({ KeyId: "alias/zonekeep-eu-west-1", Plaintext: new Uint8Array(32) });
  await expect(client.send(call)).rejects.toMatchObject({ name: "TimeoutError" });
  silent.close();
});

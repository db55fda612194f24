import { createServer } from "node:net";
import { EncryptCommand, KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { brief, ownClients, patient, storeClients } from "../../handlers/shared/clients.ts";
import { MAX_COPIES } from "../../modules/aws/limits.ts";
import { LimitedHandler } from "../../modules/store/limited-handler.ts";
import { request } from "../support/sample-request.ts";

/** Milliseconds: a runner's 900 seconds, of which the capture itself needs its share. */
const TO_SPARE = 300_000;

test("the most copies a policy can have, all of them silent, leave a capture time to commit its point", () => {
  const { total } = brief.limits;
  expect(MAX_COPIES.value * brief.maxAttempts * total).toBeLessThan(TO_SPARE);
});

test("the region itself, where it is silent, is given up before a runner's time ends", () => {
  const { connect, idle } = patient.limits;
  const longest = Math.max(connect, idle);
  // The SDK waits up to 20 s between attempts, 100 ms doubled each time.
  const pauses = Array.from({ length: patient.maxAttempts - 1 }, (_, n) => Math.min(20_000, 100 * 2 ** n));
  const sum = pauses.reduce((all, pause) => all + pause, patient.maxAttempts * longest);
  expect(sum).toBeLessThan(TO_SPARE);
});

test("a region that takes the call and never answers is given up", async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((listening) => silent.listen(0, "127.0.0.1", listening));
  const { port } = silent.address() as { port: number };
  const client = new KMSClient({
    ...brief,
    requestHandler: new LimitedHandler({ ...brief.limits, idle: 50 }),
    region: "eu-west-1",
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
  const call = new EncryptCommand({ KeyId: "alias/zonekeep-eu-west-1", Plaintext: new Uint8Array(32) });
  await expect(client.send(call)).rejects.toMatchObject({
    name: "TimeoutError",
    message: "not a byte for 0.05 s",
  });
  silent.close();
});

test("each role and region has its own clients, made once", () => {
  const stores = storeClients("zonekeep-capture");
  const region = request.store;
  const zone = { ...region, site: "us-east-1-bos-1a", role: "arn:aws:iam::123456789012:role/zone" };
  const other = { ...zone, site: "us-east-1-chi-1a", role: "arn:aws:iam::123456789012:role/other" };
  const made = [region, zone, other, zone, region].map((location) => stores(location)("us-east-1")(S3Client));
  expect(new Set(made).size).toBe(3);
  expect(made[3]).toBe(made[1]);
  expect(made[4]).toBe(made[0]);
});

test("the region itself is waited for, and a copy's region only briefly", async () => {
  const clients = storeClients("zonekeep-capture")(request.store);
  const settings = async (region: string) => {
    const { maxAttempts, region: asked } = clients(region)(KMSClient).config;
    return { region: await asked(), attempts: await maxAttempts() };
  };
  expect(await settings("us-east-1")).toEqual({ region: "us-east-1", attempts: 10 });
  expect(await settings("eu-west-1")).toEqual({ region: "eu-west-1", attempts: 2 });
  const own = ownClients("us-east-1")(S3Client).config;
  expect([await own.maxAttempts(), await own.region()]).toEqual([10, "us-east-1"]);
});

import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { formatSigningLock } from "../../modules/policy/signing/read-signing-lock.ts";
import { runId } from "../../modules/runs/run-id.ts";
import { testSigner } from "../support/run-witness.ts";
import { signRunOf } from "../support/signed-run.ts";
import { useFakeAws } from "./support/fake-aws.ts";
import { type Ran, runIn } from "./support/io.ts";
import { keepPoint, memorySource } from "./support/points.ts";

const EAST = "us-east-1";
const EXECUTION = "arn:aws:states:us-east-1:123456789012:execution:zonekeep-us-east-1:by-hand";
const STARTED = "2026-11-23T08:00:00.000Z";
const RUN = runId({ id: EXECUTION, startedAt: STARTED });
const SIGNER = testSigner();

const aws = useFakeAws();

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonekeep proof "));
  cpSync(join(import.meta.dirname, "..", "..", "policies"), join(folder, "policies"), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A run of one function that ended well, signed. */
beforeEach(async () => {
  const source = memorySource(EAST, EAST, aws.store(EAST));
  const { point } = await keepPoint(source, "orders-quote", RUN);
  const output = JSON.stringify(await signRunOf(source, [point], RUN, SIGNER));
  const startDate = Date.parse(STARTED) / 1000;
  aws.execution = { executionArn: EXECUTION, status: "SUCCEEDED", startDate, output };
});

async function backup(pin?: typeof SIGNER.pin): Promise<Ran> {
  writeFileSync(
    join(folder, "policies/signing.lock.json"),
    formatSigningLock(pin === undefined ? [] : [pin]),
  );
  const env = { AWS_ENDPOINT_URL: process.env.AWS_ENDPOINT_URL };
  const ran = await runIn(folder, ["backup", "orders", "--site", EAST], { env });
  return { ...ran, stderr: ran.stderr.replace(/^started .*\n/, "") };
}

test("a run whose signature a pinned key made says no more than that it is complete", async () => {
  await expect(backup(SIGNER.pin)).resolves.toEqual({
    code: 0,
    stdout: `orders at us-east-1: complete, 1 captured in 2 min (run ${RUN})\n`,
    stderr: "",
  });
});

test("one whose key is not pinned yet is whole, and says what a restore will want", async () => {
  await expect(backup()).resolves.toMatchObject({
    code: 0,
    stderr: `warning: the run of orders at us-east-1 is unpinned: ${SIGNER.pin.key} signed its run, and is not pinned
  help: npx zonekeep pin, and commit it: until then a restore of its points wants --unsigned\n`,
  });
});

test("one that somebody else signed under the name of our key fails", async () => {
  await expect(backup(testSigner().pin)).resolves.toMatchObject({
    code: 1,
    stderr: `warning: the run of orders at us-east-1 is forged: the signature of its run is not that of ${SIGNER.pin.key}
  help: no restore takes its points: find out who wrote the summary, and run it again\n`,
  });
});

test("one that kept nothing and that nobody signed says both", async () => {
  const source = memorySource(EAST, EAST, aws.store(EAST));
  for (const key of aws.store(EAST).objects.keys()) aws.store(EAST).objects.delete(key);
  const output = JSON.stringify(await signRunOf(source, [], RUN, undefined));
  aws.execution = { ...aws.execution, output };
  await expect(backup(SIGNER.pin)).resolves.toMatchObject({
    code: 0,
    stdout: expect.stringContaining(`complete, it kept nothing in 2 min (run ${RUN})`),
    stderr: expect.stringMatching(/^warning: the run of orders at us-east-1 is unsigned: /),
  });
});

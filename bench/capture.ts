import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { zipSync } from "fflate";
import { storeLocation } from "../modules/aws/backup-request.ts";
import { bundleHandlers } from "../modules/aws/handler-zip.ts";
import { functionArn, keyAlias, WORK_PREFIX } from "../modules/aws/names.ts";
import { BOUNDS_VARIABLE, type RunnerBounds } from "../modules/contract/bounds.ts";
import type { CaptureEvent } from "../modules/contract/events.ts";
import { FAKE_CREDENTIALS, withoutAws } from "../sandbox/environment.ts";
import { type Sandbox, startSandbox } from "../sandbox/sandbox.ts";
import type { Measured } from "./measure.ts";

const SCOPE = { account: "123456789012", partition: "aws" };
const REGION = "us-east-1";
const NAME = "large";
/** Bytes of a package that does not compress: the largest that Lambda takes by upload. */
const SIZE = 50 * 1024 * 1024;
const run = promisify(execFile);

/** What the stack would tell the runner. */
const BOUNDS: RunnerBounds = { sites: [REGION], copies: [], retentionDays: 7, compliance: false };

/** The most memory the deployed capture runner holds while it captures a large package in the sandbox. */
export async function benchCapture(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "zonekeep-bench-"));
  const sandbox = await startSandbox({ account: SCOPE.account, region: REGION });
  try {
    await makeLargeFunction(sandbox);
    const handler = join(folder, "index.cjs");
    const { capture } = await bundleHandlers(join(import.meta.dirname, "..", "handlers"), ["capture"]);
    writeFileSync(handler, capture);
    const env = { ...withoutAws(process.env), ...sandbox.env, [BOUNDS_VARIABLE]: JSON.stringify(BOUNDS) };
    const args = [handler, JSON.stringify(captureEvent()), functionArn(SCOPE, REGION, "capture")];
    const { stdout } = await run(process.execPath, ["-e", RUN, ...args], { env });
    const { outcome, kilobytes } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Ended;
    if (outcome.status !== "captured" || outcome.newBytes < SIZE) throw new Error(`it ended ${stdout}`);
    return {
      name: "capture runner",
      unit: "MB at its peak",
      value: kilobytes / 1000,
      bound: 256,
      detail: `a package of ${SIZE / 1024 ** 2} MiB, its own process`,
    };
  } finally {
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Ended {
  readonly outcome: { readonly status: string; readonly newBytes: number };
  readonly kilobytes: number;
}

const RUN = `
const [handler, event, invokedFunctionArn] = process.argv.slice(-3);
require(handler).handler(JSON.parse(event), { invokedFunctionArn }).then((outcome) =>
  console.log(JSON.stringify({ outcome, kilobytes: process.resourceUsage().maxRSS })));
`;

async function makeLargeFunction({ endpoint }: Sandbox): Promise<void> {
  const config = { endpoint, region: REGION, credentials: FAKE_CREDENTIALS };
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const { bucket } = storeLocation(SCOPE, REGION, REGION);
  await s3.send(new CreateBucketCommand({ Bucket: bucket, ObjectLockEnabledForBucket: true }));
  const kms = new KMSClient(config);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await kms.send(new CreateAliasCommand({ AliasName: keyAlias(REGION), TargetKeyId: KeyMetadata?.KeyId }));
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
    ],
  });
  const role = await new IAMClient(config).send(
    new CreateRoleCommand({ RoleName: NAME, AssumeRolePolicyDocument }),
  );
  const zip = zipSync({
    "index.mjs": new TextEncoder().encode("export const handler = () => {};"),
    data: noise(),
  });
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "large.zip", Body: zip }));
  await new LambdaClient(config).send(
    new CreateFunctionCommand({
      FunctionName: NAME,
      Role: role.Role?.Arn,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Code: { S3Bucket: bucket, S3Key: "large.zip" },
    }),
  );
}

function noise(): [Uint8Array, { level: 0 }] {
  return [randomBytes(SIZE), { level: 0 }];
}

function captureEvent(): CaptureEvent {
  const store = storeLocation(SCOPE, REGION, REGION);
  return {
    request: {
      policy: "bench",
      owner: "bench",
      because: "bench/capture.ts:1:1",
      store,
      work: { bucket: store.bucket, prefix: WORK_PREFIX, key: store.key },
      select: { tags: {}, names: [NAME], arns: [], runtimes: [], exclude: [] },
      zonesElsewhere: [],
      protect: { code: "published", triggers: "all" },
      pauses: [],
      timeZone: "UTC",
      retentionDays: 7,
      lock: "GOVERNANCE",
      copies: [],
    },
    run: { id: "20261123T210800Z-0000000a", startedAt: "2026-11-23T21:08:00.000Z" },
    item: {
      kind: "lambda",
      id: NAME,
      name: NAME,
      arn: `arn:aws:lambda:${REGION}:${SCOPE.account}:function:${NAME}`,
      related: [],
      hints: { mappings: [] },
    },
  };
}

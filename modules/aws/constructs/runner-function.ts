import { resolve } from "node:path";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function/index.js";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import type { ZipFile } from "../handler-zip.ts";
import { type RunnerPlaces, runnerStatements } from "../iam/runner-roles.ts";
import { trustService } from "../iam/trust.ts";
import { functionName, logGroupName, type Runner } from "../names.ts";
import { Role } from "./role.ts";

/** Days. */
const LOG_RETENTION = 90;

/** Sizes in MB, timeout in seconds: 900 is the most Lambda allows, and a large account's inventory takes minutes. */
interface Sizing {
  readonly memory: number;
  readonly timeout: number;
  readonly disk: number;
}

/**
 * Capture streams and stays under 256 MB of memory; twice that buys it a share of CPU to hash and encrypt at
 * the pace of the network. Its disk holds one function's versions and layers while they are verified.
 */
const SIZING: Readonly<Record<Runner, Sizing>> = {
  discover: { memory: 256, timeout: 900, disk: 512 },
  capture: { memory: 512, timeout: 900, disk: 4096 },
  summarise: { memory: 256, timeout: 300, disk: 512 },
};

const DESCRIPTION: Readonly<Record<Runner, string>> = {
  discover: "Lists what a policy selects, and what triggers it",
  capture: "Writes one function's recovery point",
  summarise: "Counts a run's outcomes and says how it ended",
};

export interface RunnerFunctionProps {
  readonly runner: Runner;
  readonly zip: ZipFile;
  readonly places: RunnerPlaces;
}

/** One runner: its log group first, so that retention and key are ours, then its role, then the function. */
export class RunnerFunction extends Construct {
  readonly functionName: string;

  constructor(scope: Construct, id: string, { runner, zip, places }: RunnerFunctionProps) {
    super(scope, id);
    const logs = new CloudwatchLogGroup(this, "Logs", {
      name: logGroupName(places.region, runner),
      retentionInDays: LOG_RETENTION,
      kmsKeyId: places.key,
    });
    const role = new Role(this, "Role", {
      site: places.region,
      use: runner,
      description: `zonekeep runner: ${DESCRIPTION[runner]}`,
      trust: trustService(places, "lambda.amazonaws.com"),
      statements: runnerStatements(runner, places),
    });
    const code = new TerraformAsset(this, "Code", {
      path: resolve(zip.path),
      type: AssetType.FILE,
      assetHash: zip.sha256,
    });
    const { memory, timeout, disk } = SIZING[runner];
    const lambda = new LambdaFunction(this, "Resource", {
      functionName: functionName(places.region, runner),
      description: DESCRIPTION[runner],
      role: role.arn,
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      handler: "index.handler",
      filename: code.path,
      sourceCodeHash: Buffer.from(zip.sha256, "hex").toString("base64"),
      memorySize: memory,
      timeout,
      ephemeralStorage: { size: disk },
      dependsOn: [logs, role.policy],
    });
    this.functionName = lambda.functionName;
  }
}

import { resolve } from "node:path";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function/index.js";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { base64Of } from "../../core/digest.ts";
import type { ZipFile } from "../handler-zip.ts";
import { kindStatementsOf, type RunnerPlaces, runnerStatements } from "../iam/runner-roles.ts";
import { trustService } from "../iam/trust.ts";
import { functionName, logGroupName, type Runner } from "../names.ts";
import { LOG_RETENTION, SIZING } from "../sizing.ts";
import { Role } from "./role.ts";

const DESCRIPTION: Readonly<Record<Runner, string>> = {
  discover: "Lists what a policy selects, and what triggers it",
  capture: "Writes one function's recovery point",
  summarise: "Counts a run's outcomes and says how it ended",
};

export interface RunnerFunctionProps {
  readonly runner: Runner;
  readonly zip: ZipFile;
  readonly places: RunnerPlaces;
  /** What it is told by its stack alone: no secrets, at most 4 KB. */
  readonly variables: Readonly<Record<string, string>>;
}

/** One runner: its log group first, so that retention and key are ours, then its role, then the function. */
export class RunnerFunction extends Construct {
  readonly functionName: string;

  constructor(scope: Construct, id: string, { runner, zip, places, variables }: RunnerFunctionProps) {
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
      attached: kindStatementsOf(runner, places),
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
      sourceCodeHash: base64Of(zip.sha256),
      memorySize: memory,
      timeout,
      ephemeralStorage: { size: disk },
      environment: { variables },
      // Lambda's key lets in a role by its id: one that was deleted and is deployed again could not read the variables.
      // https://repost.aws/knowledge-center/lambda-kmsaccessdeniedexception-errors
      lifecycle: { replaceTriggeredBy: [role.idAddress] },
      dependsOn: [logs, role.policy],
    });
    this.functionName = lambda.functionName;
  }
}

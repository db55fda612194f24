import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { backupRequest } from "../../../modules/aws/backup-request.ts";
import { functionName, stateMachineArn } from "../../../modules/aws/names.ts";
import { waitForSummary } from "../../../modules/cli/points/run-backup.ts";
import { selectScheduled } from "../../../modules/cli/points/select-site.ts";
import { BOUNDS_VARIABLE, type RunnerBounds } from "../../../modules/contract/bounds.ts";
import type { BackupRequest, RunSummary } from "../../../modules/contract/events.ts";
import { markOfAsked } from "../../../modules/runs/asked.ts";
import { S3Store } from "../../../modules/store/s3-store.ts";
import { FAKE_CREDENTIALS } from "../../../sandbox/environment.ts";
import type { Deployment } from "./deployment.ts";

/** Lets discover know what another policy asks for, as a deployment of that would. */
async function letAsk(
  at: { readonly endpoint: string; readonly region: string },
  request: BackupRequest,
): Promise<void> {
  const client = new LambdaClient({ ...at, credentials: FAKE_CREDENTIALS });
  const FunctionName = functionName(at.region, "discover");
  const { Environment } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const { asked = [], ...bounds } = JSON.parse(
    Environment?.Variables?.[BOUNDS_VARIABLE] ?? "",
  ) as RunnerBounds;
  if (asked.includes(markOfAsked(request))) return;
  const known = JSON.stringify({ ...bounds, asked: [...asked, markOfAsked(request)] });
  const Variables = { [BOUNDS_VARIABLE]: known };
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  await waitUntilFunctionUpdatedV2({ client, maxWaitTime: 30 }, { FunctionName });
}

/**
 * Runs the deployed state machine with a policy's request, changed: as the schedule of another policy would, which shares
 * no lists unless it says so.
 */
export async function runRequest(
  { plan, sandbox: { endpoint } }: Pick<Deployment, "plan" | "sandbox">,
  policy: string,
  change: Partial<BackupRequest>,
): Promise<RunSummary> {
  const [scheduled] = selectScheduled(plan, policy, undefined);
  if (scheduled === undefined) throw new Error(`${policy} has no schedule`);
  const { site, region } = scheduled.stack;
  const sfn = new SFNClient({ endpoint, region, credentials: FAKE_CREDENTIALS });
  const { minutesIntoWindow: _, ...own } = backupRequest(plan, scheduled.stack, scheduled.unit);
  const request = { ...own, ...change };
  await letAsk({ endpoint, region }, request);
  const { executionArn = "" } = await sfn.send(
    new StartExecutionCommand({
      stateMachineArn: stateMachineArn(plan, region),
      input: JSON.stringify(request),
    }),
  );
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const started = { policy, site, region, execution: executionArn };
  const { bucket, prefix, key } = request.store;
  const location = { account: plan.account, bucket, key };
  const client = new S3Client({ endpoint, region, credentials: FAKE_CREDENTIALS, forcePathStyle: true });
  const source = { store: new S3Store({ client, location, lock: "GOVERNANCE" }), prefix };
  return waitForSummary({ sfn, sleep, source }, started);
}

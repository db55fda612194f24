import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { backupRequest } from "../../../modules/aws/backup-request.ts";
import { stateMachineArn } from "../../../modules/aws/names.ts";
import { waitForSummary } from "../../../modules/cli/points/run-backup.ts";
import { selectScheduled } from "../../../modules/cli/points/select-site.ts";
import type { BackupRequest, RunSummary } from "../../../modules/contract/events.ts";
import { S3Store } from "../../../modules/store/s3-store.ts";
import { FAKE_CREDENTIALS } from "../../../sandbox/environment.ts";
import type { Deployment } from "./deployment.ts";

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

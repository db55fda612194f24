import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { bucketName } from "../../../modules/aws/names.ts";
import type { RunSummary } from "../../../modules/contract/events.ts";
import { pointKey, sourcePrefix } from "../../../modules/recovery/layout.ts";
import { type DemoClients, demoClients } from "../../../sandbox/demo/clients.ts";
import { ACCOUNT, LOST, STANDBY } from "../../../sandbox/demo/regions.ts";
import {
  createFunctions,
  createQueues,
  createRoles,
  createSurroundings,
} from "../../../sandbox/demo/workload.ts";
import { zonekeep } from "../../../sandbox/demo/zonekeep.ts";
import { FAKE_CREDENTIALS, withoutAws } from "../../../sandbox/environment.ts";
import { makeEstate, type TheirEstate } from "../../../sandbox/neighbours/estate.ts";
import { deployStacks } from "../../../sandbox/terraform/deploy.ts";
import { type Deployment, startDeployment } from "../deployed/deployment.ts";
import { listenToTopic } from "../deployed/ear.ts";

export const SCOPE = { account: ACCOUNT, partition: "aws" };
export const STORE = bucketName(ACCOUNT, LOST);
export const PREFIX = sourcePrefix(ACCOUNT, LOST);

/** What is deployed by the real Terraform, a workload, and one signed run of its policy `orders`. */
export interface Scene {
  readonly deployment: Deployment;
  readonly home: DemoClients;
  readonly away: DemoClients;
  readonly run: RunSummary;
  readonly estate: TheirEstate;
  /** What a client of the attacker's needs: a role that may do anything in IAM, so that only policies of resources are in its way. */
  readonly mallory: Caller;
}

export interface Caller {
  readonly endpoint: string;
  readonly region: string;
  readonly maxAttempts: number;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
}

export async function setScene(): Promise<Scene> {
  const deployment = await startDeployment(["orders"]);
  try {
    return { deployment, ...(await inhabited(deployment)) };
  } catch (error) {
    await deployment.end();
    throw error;
  }
}

async function inhabited(deployment: Deployment): Promise<Omit<Scene, "deployment">> {
  const { endpoint } = deployment.sandbox;
  await deployStacks(deployment.options);
  const [home, away] = [demoClients(endpoint, LOST), demoClients(endpoint, STANDBY)];
  await createRoles(home);
  await createQueues(home);
  await createFunctions(home, await createSurroundings(endpoint, home));
  const estate = await makeEstate(endpoint, [LOST, STANDBY]);
  await listenToTopic(endpoint, home);
  await deployment.zonekeep("pin");
  const { code, stdout, stderr } = await deployment.zonekeep("backup", "orders", "--json");
  const [run] = (JSON.parse(stdout) as { runs: RunSummary[] }).runs;
  if (code !== 0 || run === undefined) throw new Error(`nothing to attack: ${stdout}${stderr}`);
  const arn = await makeRole(home, "mallory");
  return { home, away, run, estate, mallory: await become(endpoint, arn) };
}

/** A role of the account that trusts the account. @returns its ARN */
export async function makeRole({ iam }: DemoClients, RoleName: string): Promise<string> {
  const trust = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
    Action: "sts:AssumeRole",
  };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  return Role?.Arn ?? "";
}

/** By the account's root, or by whoever has taken a role already. */
export async function become(endpoint: string, RoleArn: string, by?: Caller): Promise<Caller> {
  const asking = by ?? { endpoint, region: LOST, credentials: FAKE_CREDENTIALS };
  const { Credentials } = await new STSClient(asking).send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: "attack" }),
  );
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
  return {
    ...{ endpoint, region: LOST, maxAttempts: 1 },
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
  };
}

/** The command line with the rights of whoever has taken a role. */
export function zonekeepAs({ deployment }: Scene, { credentials }: Caller, ...args: readonly string[]) {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const own = {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  };
  const env = { ...withoutAws(process.env), ...deployment.sandbox.env, ...own, CI: "1" };
  return zonekeep(args, { env, dir: deployment.folder });
}

export function s3Of(caller: Caller): S3Client {
  return new S3Client({ ...caller, forcePathStyle: true });
}

/** Key of a function's manifest. */
export function manifestKey(name: string, run: string): string {
  return pointKey(PREFIX, { kind: "lambda", id: name }, run);
}

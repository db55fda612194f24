import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  DeleteFunctionCommand,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand, DeleteQueueCommand, GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import type { DemoClients } from "../clients.ts";
import { makeSample } from "../make-sample.ts";
import { functionZip } from "../packages.ts";
import { ACCOUNT } from "../regions.ts";
import { HOME, REFUNDS, REPLIES, SHOP, shopQueueArn, TABLE } from "./names.ts";

/** What its deployments tag functions with, as the rule of the estate says. */
const COMMIT = "5f0c1e92ab34d6708192a3b4c5d6e7f80a1b2c3d";
/** What the roles of the shop may do, each with the service that takes it. */
const ROLES = {
  "shop-lambda": ["lambda", "dynamodb:*", "kinesis:*", "sqs:*"],
  "shop-pipes": ["pipes", "sqs:*", "lambda:InvokeFunction"],
} as const;

/** IAM is global: whoever deletes an application rarely deletes its roles. */
export async function createShopRoles({ iam }: DemoClients): Promise<void> {
  const policy = (statement: object): string =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
  for (const [RoleName, [service, ...Action]] of Object.entries(ROLES)) {
    const who = { Principal: { Service: `${service}.amazonaws.com` }, Action: "sts:AssumeRole" };
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policy(who) }));
    const PolicyDocument = policy({ Action, Resource: "*" });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "shop", PolicyDocument }));
  }
}

export async function createShopQueues({ sqs }: DemoClients): Promise<void> {
  for (const QueueName of [REPLIES, REFUNDS])
    await sqs.send(new CreateQueueCommand({ QueueName, tags: { service: "shop" } }));
}

export async function createShopFunctions(clients: DemoClients): Promise<void> {
  const making = Object.values(SHOP).map(async (name) =>
    makeSample(clients, name, "shop", await functionZip(name, "1"), {
      Tags: { service: "shop", "git-commit": COMMIT },
      DeadLetterConfig: { TargetArn: shopQueueArn(REPLIES) },
      Environment: { Variables: { REPLY_QUEUE: shopQueueArn(REPLIES), TABLE } },
    }),
  );
  await Promise.all(making);
}

/** Has a function read a stream from its beginning. */
export async function mapStream(
  { lambda }: DemoClients,
  FunctionName: string,
  EventSourceArn: string | undefined,
): Promise<void> {
  await lambda.send(
    new CreateEventSourceMappingCommand({
      ...{ FunctionName, EventSourceArn, StartingPosition: "TRIM_HORIZON" },
      ...{ BatchSize: 10, MaximumRetryAttempts: 3 },
    }),
  );
}

/** Lets an API call a function, by whichever of its stages. */
export async function letApiIn(
  { lambda }: DemoClients,
  FunctionName: string,
  { id, kind }: { readonly id: string | undefined; readonly kind: string },
): Promise<void> {
  await lambda.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId: kind,
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
      SourceArn: `arn:aws:execute-api:${HOME}:${ACCOUNT}:${id}/*`,
    }),
  );
}

export async function deleteShopFunctions({ lambda, sqs }: DemoClients): Promise<void> {
  for (const FunctionName of Object.values(SHOP))
    await lambda.send(new DeleteFunctionCommand({ FunctionName }));
  for (const QueueName of [REPLIES, REFUNDS]) {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  }
}

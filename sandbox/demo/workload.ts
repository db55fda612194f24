import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionCommand,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionCodeCommand,
} from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
} from "@aws-sdk/client-s3";
import { CreateQueueCommand, DeleteQueueCommand, GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import type { DemoClients } from "./clients.ts";
import { functionReady } from "./function-ready.ts";
import { makeSample } from "./make-sample.ts";
import { createNetwork, type Network } from "./network.ts";
import { functionZip, rateTablesLayer } from "./packages.ts";
import { ACCOUNT, bucketOf, FUNCTIONS, LOST, QUEUES, queueArn, STANDBY, ZONE } from "./regions.ts";

/** A value that must appear in no output: the tests look for it. */
export const CANARY = "canary-7f3a-do-not-print";

/** Execution roles: IAM is global, so they outlive the region. */
export async function createRoles({ iam }: DemoClients): Promise<void> {
  const reads = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
  for (const team of ["orders", "media", "edge"]) {
    const RoleName = `${team}-lambda`;
    await iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
          ],
        }),
      }),
    );
    // Without it Lambda refuses a mapping that reads a queue.
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: reads, Resource: "*" }],
    });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "queues", PolicyDocument }));
  }
}

/** What a region holds besides functions; a standby region holds no more than this. */
export async function createSurroundings(endpoint: string, clients: DemoClients): Promise<Network> {
  const { s3, region } = clients;
  const place =
    region === "us-east-1" ? {} : { CreateBucketConfiguration: { LocationConstraint: STANDBY } as const };
  await s3.send(new CreateBucketCommand({ Bucket: bucketOf(region), ...place }));
  await s3.send(
    new PutBucketVersioningCommand({
      Bucket: bucketOf(region),
      VersioningConfiguration: { Status: "Enabled" },
    }),
  );
  return createNetwork(endpoint, clients);
}

/** In the region that will be lost only: elsewhere a restore makes them. */
export async function createQueues({ sqs, region }: DemoClients): Promise<void> {
  for (const name of [QUEUES.dead, QUEUES.replies])
    await sqs.send(
      new CreateQueueCommand({ QueueName: name, Attributes: { MessageRetentionPeriod: "1209600" } }),
    );
  await sqs.send(
    new CreateQueueCommand({
      QueueName: QUEUES.orders,
      Attributes: {
        VisibilityTimeout: "60",
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn: queueArn(region, QUEUES.dead),
          maxReceiveCount: 3,
        }),
      },
      tags: { service: "orders" },
    }),
  );
}

/** The four functions and their triggers, in the region that will be lost. */
export async function createFunctions(clients: DemoClients, network: Network): Promise<void> {
  await createThumbnails(clients);
  await createIntake(clients, network);
  await createQuote(clients);
  await makeSample(clients, FUNCTIONS.nearest, "edge", await functionZip("nearest", "1"), {
    Environment: { Variables: { ZONE } },
    Tags: { "edge-zone": ZONE, service: "edge" },
  });
}

/** Two live versions behind a weighted alias, and a bucket that calls the alias. The first version is gone. */
async function createThumbnails(clients: DemoClients): Promise<void> {
  const { lambda, s3, region } = clients;
  const FunctionName = FUNCTIONS.thumbnails;
  await makeSample(clients, FunctionName, "media", await functionZip("thumbnails", "1"), {
    MemorySize: 512,
    EphemeralStorage: { Size: 1024 },
    Tags: { team: "media" },
  });
  await lambda.send(new PublishVersionCommand({ FunctionName }));
  for (const build of ["2", "3"]) {
    await lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName, ZipFile: await functionZip("thumbnails", build) }),
    );
    await functionReady(lambda, FunctionName);
    await lambda.send(new PublishVersionCommand({ FunctionName, Description: `build ${build}` }));
  }
  await lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier: "1" }));
  const { AliasArn } = await lambda.send(
    new CreateAliasCommand({
      FunctionName,
      Name: "live",
      FunctionVersion: "3",
      RoutingConfig: { AdditionalVersionWeights: { "2": 0.25 } },
    }),
  );
  await lambda.send(
    new AddPermissionCommand({
      FunctionName,
      Qualifier: "live",
      StatementId: "uploads",
      Action: "lambda:InvokeFunction",
      Principal: "s3.amazonaws.com",
      SourceArn: `arn:aws:s3:::${bucketOf(region)}`,
      SourceAccount: ACCOUNT,
    }),
  );
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: bucketOf(region),
      NotificationConfiguration: {
        LambdaFunctionConfigurations: [
          {
            Id: "thumbnails",
            LambdaFunctionArn: AliasArn,
            Events: ["s3:ObjectCreated:*"],
            Filter: { Key: { FilterRules: [{ Name: "prefix", Value: "uploads/" }] } },
          },
        ],
      },
    }),
  );
}

/** In a network, fed by a queue through a filter; answers on another queue that its environment names. */
async function createIntake(clients: DemoClients, { subnets, group }: Network): Promise<void> {
  const { lambda, region } = clients;
  await makeSample(clients, FUNCTIONS.intake, "orders", await functionZip("intake", "1"), {
    Tags: { service: "orders" },
    VpcConfig: { SubnetIds: [...subnets], SecurityGroupIds: [group] },
    DeadLetterConfig: { TargetArn: queueArn(region, QUEUES.replies) },
    Environment: { Variables: { REPLY_QUEUE: queueArn(region, QUEUES.replies) } },
  });
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: FUNCTIONS.intake,
      EventSourceArn: queueArn(region, QUEUES.orders),
      BatchSize: 5,
      FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ body: { kind: ["order"] } }) }] },
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    }),
  );
}

/** A layer, a function URL with CORS, secrets in the environment, retries for asynchronous calls. */
async function createQuote(clients: DemoClients): Promise<void> {
  const { lambda } = clients;
  const FunctionName = FUNCTIONS.quote;
  const { LayerVersionArn = "" } = await lambda.send(
    new PublishLayerVersionCommand({
      LayerName: "rate-tables",
      Content: { ZipFile: rateTablesLayer() },
      CompatibleRuntimes: ["nodejs24.x"],
    }),
  );
  await makeSample(clients, FunctionName, "orders", await functionZip("quote", "1"), {
    Layers: [LayerVersionArn],
    Tags: { service: "orders" },
    Environment: { Variables: { MARGIN: "1.05", API_TOKEN: CANARY } },
  });
  await lambda.send(
    new CreateFunctionUrlConfigCommand({
      FunctionName,
      AuthType: "AWS_IAM",
      Cors: { AllowOrigins: ["https://shop.example.com"], AllowMethods: ["GET"], MaxAge: 600 },
    }),
  );
  await lambda.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId: "shop",
      Action: "lambda:InvokeFunctionUrl",
      Principal: ACCOUNT,
      FunctionUrlAuthType: "AWS_IAM",
    }),
  );
  await lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName,
      MaximumRetryAttempts: 1,
      MaximumEventAgeInSeconds: 600,
    }),
  );
}

/** What an operator's mistake, or an attacker, does first. */
export async function deleteWorkload({ lambda, sqs, region }: DemoClients): Promise<void> {
  if (region !== LOST) throw new Error(`only the workload of ${LOST} may be deleted`);
  for (const QueueName of Object.values(QUEUES)) {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  }
  for (const FunctionName of Object.values(FUNCTIONS))
    await lambda.send(new DeleteFunctionCommand({ FunctionName }));
}

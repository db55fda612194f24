import { randomBytes } from "node:crypto";
import { CreateRepositoryCommand } from "@aws-sdk/client-ecr";
import { CreateRoleCommand, GetRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateAliasCommand as CreateKeyAliasCommand, CreateKeyCommand } from "@aws-sdk/client-kms";
import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  UpdateFunctionCodeCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutBucketNotificationConfigurationCommand } from "@aws-sdk/client-s3";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { zipSync } from "fflate";
import { bucketName, keyAlias } from "../../../../modules/aws/names.ts";
import type { Sandbox } from "../../../../sandbox/sandbox.ts";
import { type BuiltImage, buildImage, pushImage } from "../../images.ts";
import { bucketIn, clientsOf, EAST, functionIn, IMAGE, NAME, REPOSITORY, SCOPE, WEST } from "./places.ts";

/** A function with a secret and a queue, and in the other region what a standby would hold. */
export async function makeWorkload(sandbox: Sandbox): Promise<void> {
  for (const region of [EAST, WEST]) {
    const { s3, kms, sqs } = clientsOf(sandbox, region);
    const Bucket = bucketName(SCOPE.account, region);
    await s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    await kms.send(
      new CreateKeyAliasCommand({ AliasName: keyAlias(region), TargetKeyId: KeyMetadata?.KeyId }),
    );
    await sqs.send(new CreateQueueCommand({ QueueName: "quotes" }));
    await s3.send(new CreateBucketCommand({ Bucket: bucketIn(region) }));
  }
  await clientsOf(sandbox, EAST).sqs.send(new CreateQueueCommand({ QueueName: "late" }));
  // A function's entry in a bucket outlives it: S3 goes on calling whoever has that name.
  await clientsOf(sandbox, WEST).s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: bucketIn(WEST),
      NotificationConfiguration: {
        LambdaFunctionConfigurations: [
          { LambdaFunctionArn: functionIn(WEST), Events: ["s3:ObjectCreated:*"] },
        ],
      },
      SkipDestinationValidation: true,
    }),
  );
  const { iam, lambda } = clientsOf(sandbox, EAST);
  const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: NAME, AssumeRolePolicyDocument }));
  const reads = { Effect: "Allow", Action: "sqs:*", Resource: "*" };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [reads] });
  await iam.send(new PutRolePolicyCommand({ RoleName: NAME, PolicyName: "queues", PolicyDocument }));
  const source = new TextEncoder().encode(
    "export const handler = async (event) => { console.log('got ' + JSON.stringify(event)); return process.env.TOKEN; };",
  );
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: NAME,
      Role: Role?.Arn,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Environment: { Variables: { TOKEN: "kept-secret" } },
      Code: { ZipFile: zipSync({ "index.mjs": source }) },
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 30 }, { FunctionName: NAME });
  for (const queue of ["quotes", "late"])
    await lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: NAME,
        EventSourceArn: `arn:aws:sqs:${EAST}:${SCOPE.account}:${queue}`,
      }),
    );
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: NAME,
      StatementId: "uploads",
      Action: "lambda:InvokeFunction",
      Principal: "s3.amazonaws.com",
      SourceArn: `arn:aws:s3:::${bucketIn(EAST)}`,
      SourceAccount: SCOPE.account,
    }),
  );
}

/** A function whose image has a version of its own: both say which one they are. */
export async function makeImageFunction(
  sandbox: Sandbox,
): Promise<{ readonly first: BuiltImage; readonly second: BuiltImage }> {
  const { iam, lambda, ecr } = clientsOf(sandbox, EAST);
  const says = (word: string): Promise<BuiltImage> =>
    buildImage([
      { "/etc/os-release": randomBytes(6_000_000) },
      { "/var/task/index.js": `exports.handler = async () => "${word}";` },
    ]);
  const { repository } = await ecr.send(new CreateRepositoryCommand({ repositoryName: REPOSITORY }));
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: NAME }));
  const [first, second] = [await says("first"), await says("second")];
  const ImageUri = `${repository?.repositoryUri}:latest`;
  await pushImage(ecr, REPOSITORY, first, "latest");
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: IMAGE,
      PackageType: "Image",
      Role: Role?.Arn,
      Code: { ImageUri },
      Publish: true,
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 30 }, { FunctionName: IMAGE });
  await pushImage(ecr, REPOSITORY, second, "latest");
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: IMAGE, ImageUri }));
  await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 30 }, { FunctionName: IMAGE });
  return { first, second };
}

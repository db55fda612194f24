import { GetRoleCommand, type IAMClient } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, type KMSClient } from "@aws-sdk/client-kms";
import { GetFunctionConfigurationCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { GetQueueUrlCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { failureOf } from "../../core/failure.ts";

export type Presence = "present" | "absent" | "unknown";

/** Whatever is neither an answer nor the service's own "not found" is `unknown`. */
async function presence(isThere: () => Promise<boolean>): Promise<Presence> {
  try {
    return (await isThere()) ? "present" : "absent";
  } catch (error) {
    return failureOf(error) === "absent" ? "absent" : "unknown";
  }
}

/** Reads IAM, never writes it. Whatever is not an answer is `unknown`: with us-east-1 lost, IAM may be silent. */
export function rolePresence(iam: Pick<IAMClient, "send">): (arn: string) => Promise<Presence> {
  return (arn) =>
    presence(async () => {
      const RoleName = arn.slice(arn.lastIndexOf("/") + 1);
      const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
      return Role?.Arn === arn;
    });
}

/** A disabled key, or one that awaits deletion, is as good as absent. */
export function keyPresence(kms: Pick<KMSClient, "send">): (arn: string) => Promise<Presence> {
  return (arn) =>
    presence(async () => {
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: arn }));
      return KeyMetadata?.KeyState === "Enabled";
    });
}

/**
 * Whether AWS keeps a key for a service, such as `alias/aws/dynamodb`. Everybody in an account may ask that of such a key,
 * so one that cannot be asked about is a customer's.
 * https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html
 */
export function isAwsManaged(kms: Pick<KMSClient, "send">): (arn: string) => Promise<boolean> {
  return async (arn) => {
    try {
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: arn }));
      return KeyMetadata?.KeyManager === "AWS";
    } catch (error) {
      if (/^(denied|absent)$/.test(failureOf(error))) return false;
      throw error;
    }
  };
}

/** One version of an object, by its size where that is known: its bytes never change. Its bucket may be somebody else's. */
export function objectPresence(
  s3: Pick<S3Client, "send">,
): (
  at: { readonly bucket: string; readonly key: string; readonly version: string },
  size?: number,
) => Promise<Presence> {
  return ({ bucket, key, version }, size) =>
    presence(async () => {
      const { ContentLength } = await s3.send(
        new HeadObjectCommand({ Bucket: bucket, Key: key, VersionId: version }),
      );
      return size === undefined || ContentLength === size;
    });
}

export function queuePresence(sqs: Pick<SQSClient, "send">): (arn: string) => Promise<Presence> {
  return (arn) =>
    presence(async () => {
      const QueueName = arn.slice(arn.lastIndexOf(":") + 1);
      await sqs.send(new GetQueueUrlCommand({ QueueName }));
      return true;
    });
}

export function functionPresence(lambda: Pick<LambdaClient, "send">): (arn: string) => Promise<Presence> {
  return (FunctionName) =>
    presence(async () => {
      await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      return true;
    });
}

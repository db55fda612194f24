import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";

/**
 * Who calls: `arn:aws:sts::123456789012:assumed-role/NAME/SESSION` for a role. No permission is needed, and none can be
 * denied. `undefined` where STS does not answer.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export async function callerArn(sts: Pick<STSClient, "send">): Promise<string | undefined> {
  try {
    return (await sts.send(new GetCallerIdentityCommand({}))).Arn;
  } catch {
    return undefined;
  }
}

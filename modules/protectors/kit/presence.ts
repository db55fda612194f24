import { GetRoleCommand, type IAMClient } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, type KMSClient } from "@aws-sdk/client-kms";
import { failureOf } from "../../core/failure.ts";

export type Presence = "present" | "absent" | "unknown";

/** Reads IAM, never writes it. Whatever is not an answer is `unknown`: with us-east-1 lost, IAM may be silent. */
export function rolePresence(iam: Pick<IAMClient, "send">): (arn: string) => Promise<Presence> {
  return async (arn) => {
    const RoleName = arn.slice(arn.lastIndexOf("/") + 1);
    try {
      const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
      return Role?.Arn === arn ? "present" : "absent";
    } catch (error) {
      return failureOf(error) === "absent" ? "absent" : "unknown";
    }
  };
}

/** A disabled key, or one that awaits deletion, is as good as absent. */
export function keyPresence(kms: Pick<KMSClient, "send">): (arn: string) => Promise<Presence> {
  return async (arn) => {
    try {
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: arn }));
      return KeyMetadata?.KeyState === "Enabled" ? "present" : "absent";
    } catch (error) {
      return failureOf(error) === "absent" ? "absent" : "unknown";
    }
  };
}

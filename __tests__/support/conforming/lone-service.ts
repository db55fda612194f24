import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { awsError } from "../fake-aws/error.ts";

/**
 * One service, by the class of its client, beside every role of the account and every key that is asked for, but those that
 * are absent: ARNs of roles, and keys as they are named.
 */
export function loneService(
  Class: unknown,
  client: unknown,
  account: string,
  absent: ReadonlySet<string> = new Set(),
): ClientOf {
  const role = async ({ input }: { input: { RoleName: string } }): Promise<object> => {
    const Arn = `arn:aws:iam::${account}:role/${input.RoleName}`;
    if (absent.has(Arn)) throw awsError("NoSuchEntityException", 404);
    return { Role: { Arn } };
  };
  const key = async ({ input }: { input: { KeyId: string } }): Promise<object> => {
    if (absent.has(input.KeyId)) throw awsError("NotFoundException", 400);
    return { KeyMetadata: { KeyState: "Enabled" } };
  };
  const known = new Map<unknown, unknown>([
    [Class, client],
    [IAMClient, { send: role }],
    [KMSClient, { send: key }],
  ]);
  return (Asked) => {
    const found = known.get(Asked);
    if (found === undefined) throw new Error(`no ${Asked.name} is needed`);
    return found as InstanceType<typeof Asked>;
  };
}

import { CreateAliasCommand, CreateKeyCommand } from "@aws-sdk/client-kms";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { bucketName, keyAlias } from "../../../../modules/aws/names.ts";
import type { Sandbox } from "../../../../sandbox/sandbox.ts";
import { clientsOf, EAST, SCOPE, WEST } from "./places.ts";

/** Bucket and key of a site in both regions, as the stacks make them. */
export async function makeStores(sandbox: Sandbox): Promise<void> {
  for (const region of [EAST, WEST]) {
    const { s3, kms } = clientsOf(sandbox, region);
    const Bucket = bucketName(SCOPE.account, region);
    await s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    await kms.send(new CreateAliasCommand({ AliasName: keyAlias(region), TargetKeyId: KeyMetadata?.KeyId }));
  }
}

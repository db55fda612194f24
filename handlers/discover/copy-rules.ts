import { GetBucketReplicationCommand, type ReplicationRule, type S3Client } from "@aws-sdk/client-s3";
import type { CopyRule } from "../../modules/runs/not-replicated.ts";

/** The replication rules of a bucket; none where S3 says that it has none. */
export async function copyRulesOf(s3: Pick<S3Client, "send">, Bucket: string): Promise<readonly CopyRule[]> {
  try {
    const { ReplicationConfiguration } = await s3.send(new GetBucketReplicationCommand({ Bucket }));
    return (ReplicationConfiguration?.Rules ?? []).map(copyRule);
  } catch (error) {
    if (error instanceof Error && error.name === "ReplicationConfigurationNotFoundError") return [];
    throw error;
  }
}

/** A rule with tags takes some objects only, and we write none with tags: it copies nothing. */
function copyRule({ Status, Filter, Prefix, Destination }: ReplicationRule): CopyRule {
  const tagged = Filter?.Tag !== undefined || (Filter?.And?.Tags ?? []).length > 0;
  return {
    enabled: Status === "Enabled" && !tagged,
    prefix: Filter?.And?.Prefix ?? Filter?.Prefix ?? Prefix ?? "",
    to: Destination?.Bucket ?? "",
  };
}

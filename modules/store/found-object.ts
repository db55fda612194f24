import type { HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import type { BackupRequest } from "../contract/events.ts";
import type { ObjectHead } from "../recovery/store.ts";

/** One version of an object, as S3 tells of it without its bytes. */
export interface FoundObject {
  readonly head: ObjectHead;
  readonly version: string | undefined;
  readonly mode: BackupRequest["lock"] | undefined;
  readonly locked: Date | undefined;
}

/** What HeadObject answers, where new objects are locked in this way. */
export function foundObject(answer: HeadObjectCommandOutput, lock: BackupRequest["lock"]): FoundObject {
  const { ContentLength, ChecksumSHA256, ChecksumType, VersionId } = answer;
  const { ObjectLockRetainUntilDate: locked, ObjectLockMode: mode, ReplicationStatus: copying } = answer;
  // The checksum of a multipart upload is one of checksums: it says nothing about the bytes.
  const whole = ChecksumSHA256 !== undefined && ChecksumType !== "COMPOSITE" && !ChecksumSHA256.includes("-");
  // Where compliance is asked for, a lock that can be lifted is none.
  const holds = locked !== undefined && (lock !== "COMPLIANCE" || mode === "COMPLIANCE");
  return {
    head: {
      size: ContentLength ?? 0,
      ...(whole && { sha256: Buffer.from(ChecksumSHA256, "base64").toString("hex") }),
      ...(holds && { lockedUntil: locked.toISOString() }),
      ...(copying !== undefined && { replication: copying === "FAILED" ? "failed" : "active" }),
      ...(VersionId !== undefined && { version: VersionId }),
    },
    version: VersionId,
    mode,
    locked,
  };
}

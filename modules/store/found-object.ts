import type { HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import type { BackupRequest } from "../contract/events.ts";
import type { ObjectHead } from "../recovery/store.ts";
import { factsOf } from "./object-facts.ts";

/** One version of an object, as S3 tells of it without its bytes. */
export interface FoundObject {
  readonly head: ObjectHead;
  readonly version: string | undefined;
  readonly mode: BackupRequest["lock"] | undefined;
  readonly locked: Date | undefined;
}

/** What HeadObject answers, where new objects are locked in this way. */
export function foundObject(answer: HeadObjectCommandOutput, lock: BackupRequest["lock"]): FoundObject {
  const { VersionId, ReplicationStatus: copying } = answer;
  const { ObjectLockRetainUntilDate: locked, ObjectLockMode: mode } = answer;
  // Where compliance is asked for, a lock that can be lifted is none.
  const liftable = locked !== undefined && lock === "COMPLIANCE" && mode !== "COMPLIANCE";
  const holds = locked !== undefined && !liftable;
  return {
    head: {
      ...factsOf(answer),
      ...(holds && { lockedUntil: locked.toISOString() }),
      ...(holds && mode === "COMPLIANCE" && { irrevocable: true }),
      ...(liftable && { liftable }),
      ...(copying !== undefined && { replication: copying === "FAILED" ? "failed" : "active" }),
    },
    version: VersionId,
    mode,
    locked,
  };
}

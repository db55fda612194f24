import type { LongestLock } from "../../planner/region-bounds.ts";
import type { SiteId } from "../../policy/policy.ts";
import { bucketArn, bucketName, keyAliasArn, type NameScope, roleArn, WORK_PREFIX } from "../names.ts";
import { type Condition, denyAll, type Statement } from "./statement.ts";

export interface BucketPlaces extends NameScope {
  readonly region: SiteId;
  /** Edge zones whose points lie in this store. */
  readonly zones: readonly SiteId[];
  /** Of the region's own key. */
  readonly keyArn: string;
  readonly longest: LongestLock;
}

/**
 * Days that a lock may reach beyond: bytes that points share are locked up to a week longer, and AWS does not say how it
 * rounds what is left of a day.
 */
const BEYOND = 8;

const SSE = "s3:x-amz-server-side-encryption";
const KEY = `${SSE}-aws-kms-key-id`;

/**
 * Nobody deletes what is kept, lifts its lock, puts something over it or has it encrypted by another key, but the account's
 * root user, who needs no policy to change this one: the break-glass that always exists and that no role can become.
 * Lifecycle rules are not bound by it, nor is replication, whose writes are s3:ReplicateObject. What Terraform itself
 * changes (lock, policy, replication) stays open to IAM, or it could lock itself out.
 * The keys: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export function bucketPolicy(places: BucketPlaces): Statement[] {
  const { partition, account, region, keyArn, longest } = places;
  const bucket = bucketArn(places, bucketName(account, region));
  const root = `arn:${partition}:iam::${account}:root`;
  const kept = `${bucket}/${account}/*`;
  const all = `${bucket}/*`;
  const butWriters = { ArnNotEquals: { "aws:PrincipalArn": [root, ...rewriters(places)] } };
  const lock = (sid: string, condition: Condition): Statement =>
    denyAll(sid, ["s3:PutObject", "s3:PutObjectRetention"], [all], condition);
  return [
    denyAll("TlsOnly", ["s3:*"], [bucket, all], { Bool: { "aws:SecureTransport": "false" } }),
    denyAll(
      "NothingIsDeleted",
      ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"],
      [all],
      {
        ArnNotEquals: { "aws:PrincipalArn": root },
      },
    ),
    // S3 keeps the key of what is locked. Once a lock has run out, or by who lifts it, another key could be put below the
    // bytes; and a hold outlives every retention.
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/update-sse-encryption.html
    denyAll(
      "NothingIsChanged",
      ["s3:UpdateObjectEncryption", "s3:PutObjectLegalHold", "s3:PutObjectAcl", "s3:PutObjectVersionAcl"],
      [all],
      { ArnNotEquals: { "aws:PrincipalArn": root } },
    ),
    // Uploads in parts carry no condition, and S3 keeps no SHA-256 of what comes in parts: nobody has to make one.
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
    denyAll("WrittenOnce", ["s3:PutObject"], [kept], {
      Null: { "s3:if-none-match": "true" },
      ...butWriters,
    }),
    // A lock that nobody can shorten is paid for until it ends. Who writes points takes over the locks that are there, also
    // those of before a retention was shortened; replication writes by an action of its own.
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
    lock("LockedNoLonger", {
      NumericGreaterThan: { "s3:object-lock-remaining-retention-days": `${longest.days + BEYOND}` },
      ...butWriters,
    }),
    ...(longest.compliance
      ? []
      : [
          lock("NoComplianceLock", {
            StringEquals: { "s3:object-lock-mode": "COMPLIANCE" },
            ...butWriters,
          }),
        ]),
    // An event hold moves the end of a lock on for as long as it is on.
    lock("NoEventHolds", {
      Null: { "s3:object-lock-event-hold": "false" },
      ArnNotEquals: { "aws:PrincipalArn": root },
    }),
    // What runners tell each other is written over as often as it is: nobody else has anything to say there.
    denyAll("WorkOfRuns", ["s3:PutObject"], [`${bucket}/${WORK_PREFIX}*`], {
      ArnNotEquals: { "aws:PrincipalArn": [root, ...workers(places)] },
    }),
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
    denyAll("NoCustomerKeys", ["s3:PutObject"], [all], { Null: { [`${SSE}-customer-algorithm`]: "false" } }),
    // Without the header the bucket's default holds, which is the region's own key.
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
    denyAll("KmsOnly", ["s3:PutObject"], [all], {
      Null: { [SSE]: "false" },
      StringNotEquals: { [SSE]: "aws:kms" },
    }),
    // Whether S3 compares the header or the key that it stands for, AWS does not say of aliases: both forms are let in, of
    // this account and region. Which of the account's keys they are is told for the region's own points alone: the ids of
    // the zones' keys are known to other stacks.
    denyAll("KeysOfHere", ["s3:PutObject"], [all], {
      Null: { [KEY]: "false" },
      StringNotLike: { [KEY]: `arn:${partition}:kms:${region}:${account}:*` },
    }),
    denyAll("OwnKey", ["s3:PutObject"], [`${bucket}/${account}/${region}/*`], {
      Null: { [KEY]: "false" },
      StringNotEquals: { [KEY]: [keyArn, keyAliasArn(places, region, region)] },
    }),
  ];
}

/**
 * Who puts good bytes on top of others, or writes again what has to be copied: the runners that write points, and a role of
 * one name, which is made by hand on the day that `zonekeep repair` needs it.
 */
function rewriters({ region, zones, ...scope }: BucketPlaces): string[] {
  return [
    roleArn(scope, region, "capture"),
    roleArn(scope, region, "summarise"),
    ...zones.map((zone) => roleArn(scope, zone, "zone")),
    roleArn(scope, region, "repair"),
  ];
}

/** Who writes the work area: the runners of a run, and the state machine, which keeps there what its map came to. */
function workers({ region, ...scope }: BucketPlaces): string[] {
  return (["discover", "capture", "states"] as const).map((use) => roleArn(scope, region, use));
}

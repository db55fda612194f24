import { SHARED_LISTS, TURNS } from "../contract/events.ts";
import type { Permission } from "../contract/permission.ts";

/**
 * What a store's calls need, with `{bucket}`, `{prefix}` and `{key}` for one source of one site. A call is not
 * an action: HeadObject needs s3:GetObject, and s3:ListBucket to say 404 instead of 403; a PUT with retention
 * needs s3:PutObjectRetention; SSE-KMS needs key actions that no call shows.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
const OBJECTS = "arn:{partition}:s3:::{bucket}/{prefix}*";
const BUCKET = "arn:{partition}:s3:::{bucket}";

/** The key serves S3 alone: nobody decrypts a wrapped data key by these. */
const VIA_S3 = {
  StringEquals: { "kms:ViaService": "s3.{region}.{dns}" },
} as const;

/**
 * HeadObject of a missing key carries no s3:prefix, so the bound holds only where there is one. A listing
 * without a prefix then shows names beyond the source's own; no bytes.
 */
const WITHIN_PREFIX = { StringLikeIfExists: { "s3:prefix": "{prefix}*" } } as const;

/** Create, read back and lock objects below one source's prefix; no delete. */
export const storeWrites: readonly Permission[] = [
  { action: "s3:PutObject", resources: [OBJECTS] },
  { action: "s3:PutObjectRetention", resources: [OBJECTS] },
  { action: "s3:GetObject", resources: [OBJECTS] },
  { action: "s3:GetObjectVersion", resources: [OBJECTS] },
  { action: "s3:GetObjectRetention", resources: [OBJECTS] },
  { action: "s3:ListBucket", resources: [BUCKET], condition: WITHIN_PREFIX },
  { action: "s3:ListBucketVersions", resources: [BUCKET], condition: WITHIN_PREFIX },
  { action: "kms:GenerateDataKey", resources: ["{key}"], condition: VIA_S3 },
  { action: "kms:Decrypt", resources: ["{key}"], condition: VIA_S3 },
];

/** Read every object and version below a prefix; an empty prefix is the whole store. */
export const storeReads: readonly Permission[] = [
  { action: "s3:GetObject", resources: [OBJECTS] },
  { action: "s3:GetObjectVersion", resources: [OBJECTS] },
  { action: "s3:GetObjectRetention", resources: [OBJECTS] },
  { action: "s3:ListBucket", resources: [BUCKET], condition: WITHIN_PREFIX },
  { action: "s3:ListBucketVersions", resources: [BUCKET], condition: WITHIN_PREFIX },
  { action: "kms:Decrypt", resources: ["{key}"], condition: VIA_S3 },
];

/** Put a run's item list or an item's outcome; `{prefix}` is the work prefix. */
export const workWrites: readonly Permission[] = [
  { action: "s3:PutObject", resources: [OBJECTS] },
  { action: "kms:GenerateDataKey", resources: ["{key}"], condition: VIA_S3 },
];

/** Read what the items of a run came to; `{prefix}` is the work prefix. */
export const workReads: readonly Permission[] = [
  { action: "s3:GetObject", resources: [OBJECTS] },
  { action: "s3:ListBucket", resources: [BUCKET], condition: WITHIN_PREFIX },
  { action: "kms:Decrypt", resources: ["{key}"], condition: VIA_S3 },
];

/** Read what runs of a region have listed for each other; `{prefix}` is the work prefix. */
export const listReads: readonly Permission[] = [
  { action: "s3:GetObject", resources: [`arn:{partition}:s3:::{bucket}/{prefix}${SHARED_LISTS}*`] },
  { action: "s3:ListBucket", resources: [BUCKET], condition: WITHIN_PREFIX },
  { action: "kms:Decrypt", resources: ["{key}"], condition: VIA_S3 },
];

/** Read whose turn it is; `{prefix}` is the work prefix. Writing it is `workWrites`, and SSE's reads are `storeWrites`. */
export const turnReads: readonly Permission[] = [
  { action: "s3:GetObject", resources: [`arn:{partition}:s3:::{bucket}/{prefix}${TURNS}*`] },
  { action: "s3:ListBucket", resources: [BUCKET], condition: WITHIN_PREFIX },
];

/** Wrap the data key of a point's secrets by the source's own key; unwrapping it is a restore's. */
export const secretWrites: readonly Permission[] = [{ action: "kms:Encrypt", resources: ["{key}"] }];

/** A run's secret is no data key of a point, nor the other way round. */
const OF_RUNS = { StringEquals: { "kms:EncryptionContext:purpose": "run" } } as const;

/** Make the secret of a run without seeing it. */
export const runSecretWrites: readonly Permission[] = [
  { action: "kms:GenerateDataKeyWithoutPlaintext", resources: ["{key}"], condition: OF_RUNS },
];

/** Open the secret of a run, and nothing that a point keeps. */
export const runSecretReads: readonly Permission[] = [
  { action: "kms:Decrypt", resources: ["{key}"], condition: OF_RUNS },
];

/** What lists of a region are sealed with is no secret of a run, and no data key of a point. */
const OF_LISTS = { StringEquals: { "kms:EncryptionContext:purpose": "list" } } as const;

/** Make what lists of a region are sealed with, and open it again. */
export const listSecrets: readonly Permission[] = [
  { action: "kms:GenerateDataKeyWithoutPlaintext", resources: ["{key}"], condition: OF_LISTS },
  { action: "kms:Decrypt", resources: ["{key}"], condition: OF_LISTS },
];

/** What says whose turn it is is no secret of a run, and seals nothing. */
const OF_TURNS = { StringEquals: { "kms:EncryptionContext:purpose": "turn" } } as const;

/** Make what says whose turn it is, and know it again. */
export const turnSecretUse: readonly Permission[] = [
  { action: "kms:GenerateDataKeyWithoutPlaintext", resources: ["{key}"], condition: OF_TURNS },
  { action: "kms:Decrypt", resources: ["{key}"], condition: OF_TURNS },
];

/** Tell which points the region's key has signed. */
export const runChecking: readonly Permission[] = [{ action: "kms:GetPublicKey", resources: ["{signer}"] }];

/** Sign a run; its public half is asked for only where something lies at the summary's place. */
export const runSigning: readonly Permission[] = [
  { action: "kms:Sign", resources: ["{signer}"] },
  ...runChecking,
];

/** Open the data key of a point's secrets. */
export const secretReads: readonly Permission[] = [{ action: "kms:Decrypt", resources: ["{key}"] }];

import {
  GetBucketNotificationConfigurationCommand,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
} from "@aws-sdk/client-s3";
import type { JsonObject, NotificationDocument } from "../document.ts";
import { attempt } from "../restore/attempt.ts";
import type { ArmDeps } from "../restore/deps.ts";
import { AGAIN, RestoreError } from "../restore/error.ts";
import { type BucketDocument, holdsEntries, mergeNotifications, overlaps } from "./merge.ts";

/** S3 has no condition for this PUT, so it is read again afterwards; so often may another writer come between. */
const MOST_WRITES = 4;

export async function readNotifications(
  deps: ArmDeps,
  bucket: string,
  account: string,
): Promise<BucketDocument> {
  const what = { resource: `bucket ${bucket}`, call: "s3:GetBucketNotificationConfiguration" };
  const { $metadata: _call, ...document } = await attempt(deps.sleep, what, () =>
    deps.s3.send(
      new GetBucketNotificationConfigurationCommand({ Bucket: bucket, ExpectedBucketOwner: account }),
    ),
  );
  return document as unknown as JsonObject;
}

/** Merges our entries into the bucket's document, writes it, and reads it again until they are there. */
export async function armNotifications(
  deps: ArmDeps,
  notification: NotificationDocument,
  account: string,
): Promise<"kept" | "written"> {
  const { bucket } = notification;
  const call = "s3:PutBucketNotificationConfiguration";
  for (let writes = 0; ; writes++) {
    const there = await readNotifications(deps, bucket, account);
    if (holdsEntries(there, notification)) return writes === 0 ? "kept" : "written";
    if (writes === MOST_WRITES)
      throw new RestoreError(
        `bucket ${bucket}`,
        call,
        "another writer keeps undoing it",
        "stop that one; then arm again",
      );
    const foreign = overlaps(there, notification);
    if (foreign.length > 0)
      throw new RestoreError(
        `bucket ${bucket}`,
        call,
        `S3 takes no two destinations for one event: ${foreign.join(", ")} overlaps`,
        "remove or narrow that entry; then arm again",
      );
    const what = {
      resource: `bucket ${bucket}`,
      call,
      wayOut: `S3 must be allowed to invoke the function (lambda:AddPermission, done by the restore); ${AGAIN}`,
    };
    await attempt(deps.sleep, what, () =>
      deps.s3.send(
        new PutBucketNotificationConfigurationCommand({
          Bucket: bucket,
          ExpectedBucketOwner: account,
          NotificationConfiguration: mergeNotifications(
            there,
            notification,
          ) as unknown as NotificationConfiguration,
        }),
      ),
    );
  }
}

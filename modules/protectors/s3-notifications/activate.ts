import {
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
} from "@aws-sdk/client-s3";
import { attempt } from "../kit/attempt.ts";
import { parserOf } from "../kit/parse.ts";
import { AGAIN, RestoreError } from "../kit/restore-error.ts";
import type { Activating } from "../protector.ts";
import schema from "./document.schema.json" with { type: "json" };
import { type Configuration, LISTS, type List } from "./document.ts";
import { destinationOf, entriesOf, holdsEntries, mergeNotifications, overlaps } from "./merge.ts";
import { type BucketPorts, READ_ACTION, readConfiguration } from "./read.ts";

interface NotificationsActivation {
  readonly bucket: string;
  readonly configuration: Configuration;
  /** ARNs of the source: versions that an entry calls, and that did not come back. */
  readonly lost: readonly string[];
}

/** @throws FormError */
export const parseActivation = parserOf<NotificationsActivation>(
  {
    type: "object",
    additionalProperties: false,
    required: ["bucket", "configuration", "lost"],
    properties: {
      bucket: schema.properties.bucket,
      configuration: schema.properties.configuration,
      lost: { type: "array", items: { type: "string" } },
    },
    definitions: schema.definitions,
  },
  "what activates a bucket's notifications",
);

/** As IAM calls it: what a person has to allow. */
const WRITE_ACTION = "s3:PutBucketNotification";
/** S3 has no condition for this PUT, so it is read again afterwards; so often may another writer come between. */
const MAX_WRITES = 4;

/** One for the bucket, none where nothing is to be told, and one for each version that cannot be called. */
export function activatings(
  ports: BucketPorts,
  { bucket, configuration, lost }: NotificationsActivation,
): Activating[] {
  return [
    ...bucketActivating(ports, bucket, configuration),
    ...lost.map((arn) => lostActivating(bucket, arn)),
  ];
}

/** A version that was not published again stays uncalled, and is said at every activation. */
function lostActivating(bucket: string, arn: string): Activating {
  const fail = async (): Promise<never> => {
    throw new RestoreError(
      `bucket ${bucket}`,
      WRITE_ACTION,
      `the version that it called did not come back: ${arn}`,
      "let the bucket call an alias or another version of the function",
    );
  };
  return {
    title: `notify ${arn} of events in bucket ${bucket}`,
    call: WRITE_ACTION,
    active: fail,
    activate: fail,
  };
}

function bucketActivating(ports: BucketPorts, bucket: string, configuration: Configuration): Activating[] {
  const names = Object.keys(LISTS) as readonly List[];
  const told = names.flatMap((list) => entriesOf(configuration, list).map(nameOf));
  if (configuration.EventBridgeConfiguration !== undefined) told.push("EventBridge");
  if (told.length === 0) return [];
  return [
    {
      title: `notify ${[...new Set(told)].join(", ")} of events in bucket ${bucket}`,
      call: WRITE_ACTION,
      active: async () => {
        const there = await read(ports, bucket);
        refuseOverlaps(bucket, there, configuration);
        return holdsEntries(there, configuration);
      },
      activate: () => write(ports, bucket, configuration),
    },
  ];
}

/** Merges our entries into the bucket's document, writes it, and reads it again until they are there. */
async function write(ports: BucketPorts, bucket: string, ours: Configuration): Promise<"kept" | "written"> {
  for (let writes = 0; ; writes++) {
    const there = await read(ports, bucket);
    if (holdsEntries(there, ours)) return writes === 0 ? "kept" : "written";
    if (writes === MAX_WRITES)
      throw new RestoreError(
        `bucket ${bucket}`,
        WRITE_ACTION,
        "another writer keeps undoing it",
        "stop that one; then arm again",
      );
    refuseOverlaps(bucket, there, ours);
    const what = {
      resource: `bucket ${bucket}`,
      call: WRITE_ACTION,
      hint: `S3 must be allowed to invoke the function (lambda:AddPermission, done by the restore); ${AGAIN}`,
    };
    const NotificationConfiguration = mergeNotifications(there, ours) as unknown as NotificationConfiguration;
    await attempt(ports.sleep, what, () =>
      ports.s3.send(
        new PutBucketNotificationConfigurationCommand({
          Bucket: bucket,
          ExpectedBucketOwner: ports.account,
          NotificationConfiguration,
        }),
      ),
    );
  }
}

function read(ports: BucketPorts, bucket: string): Promise<Configuration> {
  return attempt(ports.sleep, { resource: `bucket ${bucket}`, call: READ_ACTION }, () =>
    readConfiguration(ports, bucket),
  );
}

function refuseOverlaps(bucket: string, there: Configuration, ours: Configuration): void {
  if (holdsEntries(there, ours)) return;
  const foreign = overlaps(there, ours);
  if (foreign.length > 0)
    throw new RestoreError(
      `bucket ${bucket}`,
      WRITE_ACTION,
      `S3 takes no two destinations for one event: ${foreign.join(", ")} overlaps`,
      "remove or narrow that entry; then arm again",
    );
}

/** The function, queue or topic that an entry tells. */
function nameOf(entry: Parameters<typeof destinationOf>[0]): string {
  const parts = (destinationOf(entry) ?? "").split(":");
  return (parts[5] === "function" ? parts[6] : parts[5]) ?? "";
}

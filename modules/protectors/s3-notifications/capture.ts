import type { CaptureItem } from "../../contract/events.ts";
import { call, callOrNone } from "../kit/calls.ts";
import { hashOfRead } from "../kit/hash-of-read.ts";
import { pick } from "../kit/json.ts";
import { atOneMoment, ChangedError } from "../kit/moment.ts";
import { type Captured, FormError } from "../protector.ts";
import { type Configuration, LISTS, type NotificationsDocument } from "./document.ts";
import { type BucketPorts, READ, readConfiguration } from "./read.ts";

/**
 * A bucket's notification document. S3 has no revision of it, so it is read twice, and its hash stands for one. Emptied
 * since the inventory it is captured empty: that is what the bucket is, and not a bucket that is gone.
 */
export function captureNotifications(
  ports: BucketPorts,
  item: CaptureItem,
): Promise<Captured<NotificationsDocument, never> | undefined> {
  if (item.hints !== undefined) throw new FormError("hints are not a bucket's: it has none");
  const { id: bucket, arn } = item;
  return atOneMoment(
    ports.sleep,
    bucket,
    async () => {
      const read = () => call(READ, bucket, async () => knownOf(await readConfiguration(ports, bucket)));
      const configuration = await read();
      const [before, after] = [hashOfRead(configuration), hashOfRead(await read())];
      if (before !== after) throw new ChangedError("its notifications were written meanwhile");
      const { account, region } = ports;
      return {
        document: { kind: "s3-notifications" as const, bucket, arn, account, region, configuration },
        blobs: [],
        revision: { before, after },
        warnings: [],
      };
    },
    async () => (await callOrNone(READ, bucket, () => readConfiguration(ports, bucket))) === undefined,
  );
}

/** What this version of the kind can bring back. */
function knownOf(configuration: Configuration): Configuration {
  return pick(configuration, [...Object.keys(LISTS), "EventBridgeConfiguration"] as (keyof Configuration)[]);
}

import {
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
} from "@aws-sdk/client-s3";
import { attempt } from "../kit/attempt.ts";
import { RestoreError } from "../kit/restore-error.ts";
import type { Configuration } from "./document.ts";
import { destinationsOf } from "./merge.ts";
import type { BucketPorts } from "./read.ts";

/** As IAM calls it: what a person has to allow. */
export const WRITE_ACTION = "s3:PutBucketNotification";

/** A destination that S3 did not reach, with its reason. */
interface Unreached {
  readonly arn: string;
  readonly reason: string;
}

/**
 * Replaces the bucket's whole document. S3 looks whether it reaches every destination in it; where it reaches ours, and
 * not one that was there before, ours is written all the same, and what is returned names the others.
 * @param again how to run it again
 * @throws RestoreError, with the destinations of ours that S3 does not reach
 */
export async function putConfiguration(
  ports: BucketPorts,
  bucket: string,
  document: Configuration,
  ours: Configuration,
  again: string,
): Promise<readonly Unreached[]> {
  const own = new Set(destinationsOf(ours));
  const put = (SkipDestinationValidation: boolean) =>
    ports.s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: bucket,
        ExpectedBucketOwner: ports.account,
        NotificationConfiguration: document as unknown as NotificationConfiguration,
        ...(SkipDestinationValidation && { SkipDestinationValidation }),
      }),
    );
  const what = { resource: `bucket ${bucket}`, call: WRITE_ACTION, again };
  let last: readonly Unreached[] = [];
  const others = attempt(ports.sleep, what, async () => {
    try {
      await put(false);
      return [];
    } catch (error) {
      last = unreachedIn(error);
      // What S3 does not name it has not refused: it named every destination that it does not reach.
      if (last.length === 0 || last.some(({ arn }) => own.has(arn))) throw error;
      await put(true);
      return last;
    }
  });
  return others.catch((error: unknown) => {
    const refused = last.filter(({ arn }) => own.has(arn));
    if (refused.length === 0) throw error;
    const why = refused.map(({ arn, reason }) => `S3 does not reach ${arn}: ${reason}`).join("; ");
    const hint = `a function, queue or topic must let s3.amazonaws.com in, with this bucket as its source; then ${again}`;
    throw new RestoreError(what.resource, what.call, why, hint);
  });
}

/** S3 tells them as ArgumentName1, ArgumentValue1 and so on; a function's ARN is followed by `, null`. */
function unreachedIn(error: unknown): readonly Unreached[] {
  if (!(error instanceof Error) || error.name !== "InvalidArgument") return [];
  const fields = error as unknown as Readonly<Record<string, unknown>>;
  const found: Unreached[] = [];
  for (let n = 1; typeof fields[`ArgumentName${n}`] === "string"; n++) {
    const arn = String(fields[`ArgumentName${n}`]).split(",")[0] ?? "";
    if (arn.startsWith("arn:")) found.push({ arn, reason: String(fields[`ArgumentValue${n}`] ?? "") });
  }
  return found;
}

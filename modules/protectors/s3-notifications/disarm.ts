import type { ActivateRequest, Disarming } from "../activating.ts";
import { changedSince, unlessGone } from "../kit/disarming.ts";
import { DISARM_AGAIN } from "../kit/restore-error.ts";
import type { Configuration } from "./document.ts";
import { entryLabel } from "./entry.ts";
import { changedEntries, withoutEntries } from "./merge.ts";
import { putConfiguration, WRITE_ACTION } from "./put.ts";
import type { BucketPorts } from "./read.ts";
import { readNow, tellUnreached, writeSteadily } from "./write.ts";

/**
 * Takes our entries out of the bucket's document, and leaves all others. EventBridge is one switch for everybody: it is
 * put off only where arming put it on (`bridges`).
 */
export function untelling(
  ports: BucketPorts,
  {
    bucket,
    ours,
    bridges,
  }: { readonly bucket: string; readonly ours: Configuration; readonly bridges: boolean },
  told: string,
  { note }: Pick<ActivateRequest, "note">,
): Disarming {
  const holds = (there: Configuration): boolean => {
    const after = withoutEntries(there, ours, bridges);
    return countOf(after) === countOf(there);
  };
  const requireUnchanged = (there: Configuration): void => {
    const [changed] = changedEntries(there, ours);
    if (changed !== undefined) throw changedSince(`bucket ${bucket}`, WRITE_ACTION, entryLabel(changed.is));
  };
  return {
    title: `notify ${told} of no events in bucket ${bucket}`,
    call: WRITE_ACTION,
    inactive: async () => {
      const there = await unlessGone(() => readNow(ports, bucket, DISARM_AGAIN));
      if (there === undefined) return true;
      if (
        !bridges &&
        ours.EventBridgeConfiguration !== undefined &&
        there.EventBridgeConfiguration !== undefined
      )
        note(
          `bucket ${bucket} goes on telling EventBridge, as before the restore: rules decide who hears it`,
        );
      if (!holds(there)) return false;
      requireUnchanged(there);
      return true;
    },
    disarm: async () => {
      await writeSteadily(ports, bucket, ours, DISARM_AGAIN, {
        holds,
        put: async (there) => {
          const document = withoutEntries(there, ours, bridges);
          tellUnreached(bucket, await putConfiguration(ports, bucket, document, {}, DISARM_AGAIN), note);
        },
      });
      requireUnchanged(await readNow(ports, bucket, DISARM_AGAIN));
    },
  };
}

/** Entries of all lists, and EventBridge. */
function countOf(configuration: Configuration): number {
  return Object.values(configuration).reduce(
    (sum, value) => sum + (Array.isArray(value) ? value.length : 1),
    0,
  );
}

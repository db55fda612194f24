import type { RestoreStep } from "../protector.ts";
import { armMapping, mappingState } from "./arm/mappings.ts";
import { holdsEntries, overlaps } from "./arm/merge.ts";
import { armNotifications, readNotifications } from "./arm/notifications.ts";
import type { ArmDeps } from "./restore/deps.ts";
import { apiError } from "./restore/error.ts";
import type { RestoreResult } from "./restore/result.ts";

export interface ArmReport {
  /** What brings events to the function now; in a dry run, what would. */
  readonly steps: readonly RestoreStep[];
  /** What does not, and why. Not empty: arm again when it is corrected. */
  readonly failed: readonly { readonly title: string; readonly message: string }[];
}

interface Arming {
  readonly title: string;
  readonly call: string;
  /** Whether it is armed already; throws where it cannot be. */
  readonly armed: () => Promise<boolean>;
  readonly arm: () => Promise<"kept" | "written">;
}

/**
 * Brings events to a restored function: merges its entries into the buckets' notifications and enables the mappings that
 * were enabled when it was captured. Each apart, so that one that fails holds up no other; may be repeated.
 */
export async function arm(
  deps: ArmDeps,
  result: RestoreResult,
  { dryRun }: { readonly dryRun: boolean },
): Promise<ArmReport> {
  const steps: RestoreStep[] = [];
  const failed: { title: string; message: string }[] = [];
  for (const { title, call, armed, arm: bring } of armings(deps, result)) {
    try {
      const kept = dryRun ? await armed() : (await bring()) === "kept";
      steps.push({ title, call, effect: kept ? "keep" : "create" });
    } catch (error) {
      failed.push({ title, message: apiError(error).message });
    }
  }
  return { steps, failed };
}

function armings(deps: ArmDeps, { arm: wanted, target, name }: RestoreResult): Arming[] {
  const notifications = wanted.notifications.map(
    (notification): Arming => ({
      title: `notify ${name} of events in bucket ${notification.bucket}`,
      call: "s3:PutBucketNotificationConfiguration",
      armed: async () => {
        const there = await readNotifications(deps, notification.bucket, target.account);
        const foreign = overlaps(there, notification);
        if (foreign.length > 0) throw new Error(`overlaps with ${foreign.join(", ")}: S3 would refuse it`);
        return holdsEntries(there, notification);
      },
      arm: () => armNotifications(deps, notification, target.account),
    }),
  );
  const mappings = wanted.mappings
    .filter(({ enabled }) => enabled)
    .map(
      ({ uuid, source }): Arming => ({
        title: `enable mapping ${uuid}${source === "" ? "" : ` from ${source}`}`,
        call: "lambda:UpdateEventSourceMapping",
        armed: async () => (await mappingState(deps, uuid)).state === "Enabled",
        arm: () => armMapping(deps, uuid),
      }),
    );
  return [...notifications, ...mappings];
}

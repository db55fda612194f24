import { attempt } from "../../kit/attempt.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { readAllocated } from "../capture/function-settings.ts";
import type { Draft } from "./draft.ts";

/** Three minutes: Lambda begins to allocate after one or two, and of many it goes on for long. */
const MAX_POLLS = 38;
const CALL = "lambda:ListProvisionedConcurrencyConfigs";

/**
 * Waits until Lambda has allocated what was asked for. What takes longer goes on by itself: that is noted.
 * @throws RestoreError with Lambda's own reason when it failed, such as code that does not initialize
 */
export async function seeAllocated(
  { ports, at, lease, notes }: Pick<Draft, "ports" | "at" | "lease" | "notes">,
  qualifier: string,
): Promise<void> {
  const resource = `${at.name}:${qualifier}`;
  let allocated = 0;
  for (let poll = 0; poll < MAX_POLLS; poll++) {
    const all = await attempt(ports.sleep, { resource, call: CALL }, () => readAllocated(ports, at.name));
    const one = all.find((config) => config.qualifier === qualifier);
    if (one?.status === "READY") return;
    if (one?.status === "FAILED")
      throw new RestoreError(
        resource,
        CALL,
        `its provisioned concurrency failed: ${one.reason ?? "AWS gave no reason"}`,
        `correct that; then ${AGAIN}`,
      );
    allocated = one?.allocated ?? 0;
    await lease.keep();
    await ports.sleep(Math.min(5_000, 1_000 * (poll + 1)));
  }
  notes.push(
    `provisioned concurrency of ${resource} is still IN_PROGRESS (${allocated} allocated): ` +
      `\`aws lambda get-provisioned-concurrency-config --function-name ${at.name} --qualifier ${qualifier}\` tells when it is READY`,
  );
}

import { RestoreError } from "../kit/restore-error.ts";
import type { Subscription } from "./document.ts";
import { type LivePorts, type LiveSubscription, subscriptionNow } from "./restore/live.ts";

/** Seconds. SNS lists what was made or ended after a moment: https://github.com/justtrackio/gosoline/pull/1418 */
const PATIENCE = 60;

/**
 * Waits until SNS shows a subscription as a call left it: whoever asks next decides by what is shown.
 * @param unsettled what is shown still, or `undefined`
 * @throws RestoreError after a minute
 */
export async function settled(
  ports: LivePorts,
  arn: string,
  wanted: Pick<Subscription, "protocol" | "endpoint">,
  { resource, call, again }: { readonly resource: string; readonly call: string; readonly again: string },
  unsettled: (there: LiveSubscription | undefined) => string | undefined,
): Promise<void> {
  for (let waited = 0; ; waited++) {
    const why = unsettled(await subscriptionNow(ports, arn, wanted, resource, again));
    if (why === undefined) return;
    if (waited === PATIENCE)
      throw new RestoreError(resource, call, `${why} after ${PATIENCE} seconds`, again);
    await ports.sleep(1000);
  }
}

import { UnsubscribeCommand } from "@aws-sdk/client-sns";
import type { Disarming } from "../activating.ts";
import { attempt } from "../kit/attempt.ts";
import { differingKeys } from "../kit/canonical.ts";
import { changedSince, unlessGone } from "../kit/disarming.ts";
import { DISARM_AGAIN } from "../kit/restore-error.ts";
import type { Subscription } from "./document.ts";
import { type LivePorts, subscriptionNow } from "./restore/live.ts";
import { settled } from "./settled.ts";
import { subscriptionForm, subscriptionLabel } from "./subscription.ts";

const END = "sns:Unsubscribe";

/** Ends a subscription that is as arming made it. One that waits to be confirmed is told nothing, and stays. */
export function unsubscribing(
  ports: LivePorts,
  arn: string,
  wanted: Subscription,
  resource: string,
): Disarming {
  const label = subscriptionLabel(wanted);
  const find = async (): Promise<string | undefined> => {
    const there = await unlessGone(() => subscriptionNow(ports, arn, wanted, resource, DISARM_AGAIN));
    if (there?.arn === undefined) return undefined;
    const differing = differingKeys(subscriptionForm(wanted), subscriptionForm(there));
    if (differing.length > 0)
      throw changedSince(resource, END, `${differing.join(", ")} of subscription ${label}`);
    return there.arn;
  };
  return {
    title: `unsubscribe ${label} from ${resource}`,
    call: END,
    inactive: async () => (await find()) === undefined,
    disarm: async () => {
      const SubscriptionArn = await find();
      if (SubscriptionArn === undefined) return;
      await attempt(ports.sleep, { resource, call: END, again: DISARM_AGAIN }, () =>
        ports.sns.send(new UnsubscribeCommand({ SubscriptionArn })),
      );
      await settled(ports, arn, wanted, { resource, call: END, again: DISARM_AGAIN }, (there) =>
        there?.arn === SubscriptionArn ? `subscription ${label} was ended, and is listed` : undefined,
      );
    },
  };
}

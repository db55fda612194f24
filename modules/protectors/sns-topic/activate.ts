import { SetSubscriptionAttributesCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import type { JsonObject } from "../../contract/json.ts";
import type { ActivateRequest, Activating } from "../activating.ts";
import { attempt } from "../kit/attempt.ts";
import { differingKeys } from "../kit/canonical.ts";
import { parserOf } from "../kit/parse.ts";
import { ARM_AGAIN, RestoreError } from "../kit/restore-error.ts";
import { requireRestored } from "../kit/restored.ts";
import { nameOfTopic } from "./arn.ts";
import schema from "./document.schema.json" with { type: "json" };
import type { Subscription } from "./document.ts";
import { type LivePorts, type LiveSubscription, subscriptionNow } from "./restore/live.ts";
import { settled } from "./settled.ts";
import { inScopeOrder, subscriptionForm, subscriptionLabel, subscriptionText } from "./subscription.ts";
import { unsubscribing } from "./unsubscribe.ts";

interface TopicActivation {
  readonly arn: string;
  readonly subscriptions: readonly Subscription[];
  /** Of these, those that were there and differed, and that a person allowed to change: `lambda arn:...`. */
  readonly changes: readonly string[];
  /** ARNs of the source: versions that were told, and that did not come back. */
  readonly lost: readonly string[];
}

const SUBSCRIBE = "sns:Subscribe";
const SET = "sns:SetSubscriptionAttributes";

/** @throws FormError */
export const parseActivation = parserOf<TopicActivation>(
  {
    type: "object",
    additionalProperties: false,
    required: ["arn", "subscriptions", "changes", "lost"],
    properties: {
      arn: schema.properties.arn,
      subscriptions: schema.properties.subscriptions,
      changes: { type: "array", items: { type: "string" } },
      lost: { type: "array", items: { type: "string" } },
    },
    definitions: schema.definitions,
  },
  "what activates the topic",
);

/** One for each subscription, and one for each version that cannot be told. */
export function activatings(
  ports: LivePorts,
  activation: TopicActivation,
  { arn, note }: ActivateRequest,
): Activating[] {
  const resource = `topic ${nameOfTopic(activation.arn)}`;
  requireRestored({ resource, call: SUBSCRIBE }, activation.arn, arn);
  const title = (label: string): string => `subscribe ${label} to ${resource}`;
  const lost = activation.lost.map((endpoint): Activating => {
    const fail = async (): Promise<never> => {
      const why = `the version that it told did not come back: ${endpoint}`;
      throw new RestoreError(
        resource,
        SUBSCRIBE,
        why,
        "subscribe an alias or another version of the function",
      );
    };
    return { title: title(`lambda ${endpoint}`), call: SUBSCRIBE, active: fail, activate: fail };
  });
  const all = activation.subscriptions.map((wanted): Activating => {
    const label = subscriptionLabel(wanted);
    const isChange = activation.changes.includes(label);
    const read = async () => {
      const there = await subscriptionNow(ports, arn, wanted, resource, ARM_AGAIN);
      const differing = there && differingKeys(subscriptionForm(wanted), subscriptionForm(there));
      if (there !== undefined && differing !== undefined && differing.length > 0)
        requireChange(there, isChange, differing, resource);
      return { there, differing };
    };
    return {
      title: isChange ? `set subscription ${label} of ${resource} as it was` : title(label),
      call: isChange ? SET : SUBSCRIBE,
      ...(isChange && { changes: true }),
      active: async () => (await read()).differing?.length === 0,
      activate: async () => {
        const { there, differing = [] } = await read();
        if (there !== undefined && differing.length === 0) return "kept";
        if (there === undefined) await subscribe(ports, arn, wanted, resource);
        else {
          note(`${resource}: ${differing.join(", ")} of subscription ${label} differed, and is as it was`);
          await set(ports, wanted, there, differing, resource);
        }
        if (there === undefined ? wanted.filterPolicy !== undefined : differing.some(isOfFilter))
          note(
            `${resource}: filters that were just made or changed take up to 15 minutes to hold everywhere`,
          );
        return "written";
      },
      disarming: unsubscribing(ports, arn, wanted, resource),
    };
  });
  return [...all, ...lost];
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html */
function isOfFilter(attribute: string): boolean {
  return attribute.startsWith("FilterPolicy");
}

/** @throws RestoreError for one that is there and differs, and that nobody allowed to change */
function requireChange(
  there: LiveSubscription,
  allowed: boolean,
  differing: readonly string[],
  resource: string,
): void {
  const label = `subscription ${subscriptionLabel(there)}`;
  if (there.arn === undefined)
    throw new RestoreError(
      resource,
      SUBSCRIBE,
      `${label} waits to be confirmed`,
      "let its owner confirm it; then arm again",
    );
  if (!allowed)
    throw new RestoreError(
      resource,
      SET,
      `${label} is there, and its ${differing.join(", ")} differs`,
      "restore the topic by name with --replace to make it as it was captured, or leave it as it is",
    );
}

async function subscribe(
  { sns, sleep }: LivePorts,
  arn: string,
  wanted: Subscription,
  resource: string,
): Promise<void> {
  const Attributes = textsOf(subscriptionForm(wanted));
  const { protocol: Protocol, endpoint: Endpoint } = wanted;
  await attempt(sleep, { resource, call: SUBSCRIBE, again: ARM_AGAIN }, () =>
    sns.send(
      new SubscribeCommand({ TopicArn: arn, Protocol, Endpoint, Attributes, ReturnSubscriptionArn: true }),
    ),
  );
  const label = subscriptionLabel(wanted);
  await settled({ sns, sleep }, arn, wanted, { resource, call: SUBSCRIBE, again: ARM_AGAIN }, (there) =>
    there === undefined ? `subscription ${label} was made, and is not listed` : undefined,
  );
}

function textsOf(form: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(form).map(([name, value]) => [name, subscriptionText(name, value)]),
  );
}

async function set(
  { sns, sleep }: LivePorts,
  wanted: Subscription,
  { arn }: LiveSubscription,
  differing: readonly string[],
  resource: string,
): Promise<void> {
  const form = subscriptionForm(wanted);
  for (const name of inScopeOrder(differing, form))
    await attempt(sleep, { resource, call: SET, again: ARM_AGAIN }, () =>
      sns.send(
        new SetSubscriptionAttributesCommand({
          SubscriptionArn: arn,
          AttributeName: name,
          AttributeValue: subscriptionText(name, form[name]),
        }),
      ),
    );
}

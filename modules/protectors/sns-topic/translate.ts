import type { JsonObject } from "../../contract/json.ts";
import { functionOf } from "../../core/arn.ts";
import { policyWithoutSources, servingOthers } from "../kit/translate/away.ts";
import { translateDataProtection } from "../kit/translate/findings-destination.ts";
import { translateKey } from "../kit/translate/key.ts";
import { staysHome, type TranslationScope, translationScope } from "../kit/translate/scope.ts";
import { translateValue } from "../kit/translate/value.ts";
import { type Findings, findings, gathered, translateJson, translateObject } from "../kit/translate/walk.ts";
import type { IdMap, Translation, TranslationRequest } from "../protector.ts";
import { arnOfTopic } from "./arn.ts";
import type { Subscription, SubscriptionSettings, TopicDocument, TopicSecrets } from "./document.ts";
import { placed } from "./settings.ts";
import { subscriptionLabel } from "./subscription.ts";

/** What the topic's ARN becomes: names stay, or a person gives another one. */
export function topicNames(
  { arn, name }: TopicDocument,
  { target, name: other = name }: Pick<TranslationRequest, "target" | "name">,
): IdMap {
  return { [arn]: arnOfTopic(target, other) };
}

/** Turns what a topic was into what it is to be at the destination. Pure. */
export function translateTopic(
  given: TopicDocument,
  secrets: TopicSecrets | undefined,
  request: TranslationRequest,
): Translation<TopicDocument, TopicSecrets> {
  const arn = arnOfTopic(request.target, request.name ?? given.name);
  const scope = translationScope(given, request, arn);
  const into = findings();
  const { policy: wholePolicy, ...rest } = given;
  const servedPolicy = policyWithoutSources(wholePolicy, `topic ${given.name}`, scope, into);
  const source: TopicDocument = {
    ...rest,
    ...(servedPolicy && { policy: servedPolicy }),
    subscriptions: servingOthers(comingBack(given, request, scope, into), scope, into, {
      serves: ({ endpoint }) => endpoint,
      what: (one) => `subscription ${subscriptionLabel(one)} of topic ${given.name}`,
    }),
  };
  const { deliveryPolicy, archivePolicy } = source;
  const { policy, dataProtectionPolicy } = placed(source, scope.source, scope.target);
  const { KmsMasterKeyId: key, ...attributes } = source.attributes;
  const object = (value: JsonObject, path: string): JsonObject => translateObject(value, path, scope, into);
  return {
    source,
    document: {
      ...source,
      name: scope.target.name,
      arn,
      account: scope.target.account,
      region: scope.target.region,
      attributes: {
        ...(object(attributes, "attributes") as typeof attributes),
        ...(key !== undefined && {
          KmsMasterKeyId: translateKey(key, "attributes.KmsMasterKeyId", scope, into),
        }),
      },
      ...(policy && { policy: object(policy, "policy") }),
      ...(deliveryPolicy && { deliveryPolicy }),
      ...(archivePolicy && { archivePolicy }),
      ...(dataProtectionPolicy && {
        dataProtectionPolicy: translateDataProtection(
          dataProtectionPolicy,
          `topic ${given.name}`,
          scope,
          into,
        ),
      }),
      subscriptions: source.subscriptions.map((one, at) =>
        translated(one, `subscriptions[${at}]`, scope, into),
      ),
    },
    ...(secrets !== undefined && { secrets }),
    ...gathered(into),
  };
}

/**
 * At home all that the topic told. Elsewhere, of a topic that comes along with others, whatever comes with them or has a
 * counterpart in the map: the rest are others', stay where they are, and are said.
 */
function comingBack(
  { subscriptions, name }: TopicDocument,
  { restored }: TranslationRequest,
  scope: TranslationScope,
  into: Findings,
): readonly Subscription[] {
  if (restored === undefined || staysHome(scope)) return subscriptions;
  return subscriptions.filter((one) => {
    const { endpoint } = one;
    if (restored.has(functionOf(endpoint)) || translateValue(endpoint, scope).kind === "replaced")
      return true;
    into.warnings.add(
      `topic ${name} told ${subscriptionLabel(one)}, which is not restored with it: it no longer does; ` +
        "map it to what stands for it if it is to",
    );
    return false;
  });
}

function translated(
  { protocol, endpoint, ...settings }: Subscription,
  path: string,
  scope: TranslationScope,
  into: Findings,
): Subscription {
  return {
    protocol,
    endpoint: translateJson(endpoint, `${path}.endpoint`, scope, into) as string,
    ...(translateObject({ ...settings } as JsonObject, path, scope, into) as unknown as SubscriptionSettings),
  };
}

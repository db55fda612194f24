import { SNSClient } from "@aws-sdk/client-sns";
import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject, sameJson } from "../kit/canonical.ts";
import { exactText } from "../kit/exact-json.ts";
import { writableTags } from "../kit/tags.ts";
import { type Argument, OwnAttribute } from "../kit/terraform/argument.ts";
import { plainText, snakeCase } from "../kit/terraform/provider-words.ts";
import type { TerraformKind, TerraformResource } from "../kit/terraform/resource.ts";
import { SAYS_OTHERWISE } from "../kit/terraform/says-otherwise.ts";
import { SEALED, type Subscription, type TopicDocument, type TopicSecrets } from "./document.ts";
import { listSubscriptions } from "./read.ts";
import { formOf, PROTECTION } from "./settings.ts";
import { subscriptionForm, subscriptionLabel } from "./subscription.ts";

const TOPIC = "aws_sns_topic";
/** Resources of their own, so that what a topic names may name the topic. */
const APART = {
  Policy: "aws_sns_topic_policy",
  [PROTECTION]: "aws_sns_topic_data_protection_policy",
} as const;
/** What the provider of this version has no argument for. */
const UNKNOWN = new Set(["MaximumMessageSize"]);

/** A topic with its subscriptions, which let its messages out to functions and queues. */
export const snsTopicInTerraform: TerraformKind<TopicDocument, TopicSecrets> = {
  sealed: SEALED,
  importIds: async (ports, { arn }) =>
    Object.fromEntries(
      (await listSubscriptions({ sns: ports.client(SNSClient) }, arn)).flatMap(({ arn: id, ...one }) =>
        id === undefined ? [] : [[subscriptionLabel(one), id] as const],
      ),
    ),
  form: ({ document, live, imports }) => {
    const { arn, name, others, subscriptions } = document;
    const form = formOf(document);
    const isOther = (one: Subscription): boolean => {
      const there = live?.subscriptions.find((each) => subscriptionLabel(each) === subscriptionLabel(one));
      return there !== undefined && !sameJson(subscriptionForm(there), subscriptionForm(one));
    };
    const there = live === undefined ? {} : formOf(live);
    const settings = Object.entries(form).filter(
      ([attribute]) => !Object.hasOwn(APART, attribute) && !UNKNOWN.has(attribute),
    );
    const apart = Object.entries(APART).flatMap(([attribute, type]): TerraformResource[] => {
      const policy = form[attribute];
      if (!isObject(policy)) return [];
      return [
        {
          type,
          key: "",
          arguments: { arn: new OwnAttribute(TOPIC, "", "arn"), policy: exactText(policy) },
          ...(live !== undefined && Object.hasOwn(there, attribute) && { importId: arn }),
          ...(attribute === "Policy" && { permits: true }),
        },
      ];
    });
    return {
      resources: [
        {
          type: TOPIC,
          key: "",
          arguments: {
            name,
            ...Object.fromEntries(
              settings.map(([attribute, value]) => [snakeCase(attribute), argumentOf(value)]),
            ),
            tags: writableTags(document.tags),
          },
          ...(live !== undefined && { importId: arn }),
          exports: { [arn]: "arn" },
        },
        ...apart,
        ...subscriptions
          .filter((one) => !isOther(one))
          .map((one) => subscriptionResource(one, imports[subscriptionLabel(one)])),
      ],
      left: [
        ...others.map(
          ({ protocol }) =>
            `its subscription by ${protocol}: whose it is has to confirm it, which Terraform cannot`,
        ),
        ...subscriptions
          .filter(isOther)
          .map((one) => `its subscription ${subscriptionLabel(one)}: ${SAYS_OTHERWISE}`),
        ...Object.keys(form)
          .filter((attribute) => UNKNOWN.has(attribute))
          .map((attribute) => `its ${attribute}: the provider has no argument for it`),
      ],
    };
  },
};

/** Topics tell nobody until they are armed. */
function subscriptionResource(one: Subscription, importId: string | undefined): TerraformResource {
  const form: JsonObject = subscriptionForm(one);
  return {
    type: "aws_sns_topic_subscription",
    key: one.endpoint.split(":").slice(5).join("_"),
    arguments: {
      topic_arn: new OwnAttribute(TOPIC, "", "arn"),
      protocol: one.protocol,
      endpoint: one.endpoint,
      ...Object.fromEntries(
        Object.entries(form).map(([name, value]) => [snakeCase(name), argumentOf(value)]),
      ),
    },
    ...(importId !== undefined && { importId }),
    opens: true,
  };
}

function argumentOf(value: Json): Argument {
  return isObject(value) ? exactText(value) : plainText(String(value));
}

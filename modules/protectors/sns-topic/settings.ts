import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject, sameJson } from "../kit/canonical.ts";
import { exactText } from "../kit/exact-json.ts";
import { livingPolicy, statementsIn } from "../kit/resource-policy.ts";
import { sortedKeys } from "../kit/sorted-keys.ts";
import type { RestoreTarget } from "../protector.ts";
import { parsed, split, TOPIC_POLICIES } from "./attributes.ts";
import type { TopicSettings } from "./document.ts";

/**
 * What SNS takes an attribute for that nobody set. An empty text takes a role away; of a rate SNS refuses it, and nothing
 * is told of 0 %.
 * https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html
 * https://github.com/go-to-k/cdkd/pull/1531
 */
const DEFAULTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["Application", "Firehose", "HTTP", "Lambda", "SQS"].map((to) => [`${to}SuccessFeedbackSampleRate`, "0"]),
  ),
  DisplayName: "",
  KmsMasterKeyId: "",
  // Shown only where somebody set it. https://docs.aws.amazon.com/sns/latest/dg/large-message-payloads.html
  MaximumMessageSize: "262144",
  FifoTopic: "false",
  ContentBasedDeduplication: "false",
  FifoThroughputScope: "Topic",
  SignatureVersion: "1",
  TracingConfig: "PassThrough",
};
/** Written by a call of its own. */
export const PROTECTION = "DataProtectionPolicy";
const FIELDS = { ...TOPIC_POLICIES, [PROTECTION]: "dataProtectionPolicy" } as const;

/** @throws CallError for a policy that is not a JSON object */
export function settingsOf(
  arn: string,
  given: Readonly<Record<string, string>>,
  protection: string | undefined,
): TopicSettings {
  const name = arn.slice(arn.lastIndexOf(":") + 1);
  const { attributes, policies } = split("topic", name, given);
  const { policy, ...rest } = policies;
  return {
    attributes,
    ...(policy !== undefined && !isDefaultPolicy(policy, arn) && { policy }),
    ...rest,
    ...(protection && {
      dataProtectionPolicy: parsed("sns:GetDataProtectionPolicy", name, PROTECTION, protection),
    }),
  };
}

/** One form for settings that mean the same: attribute to its value, policies as JSON. */
export function formOf(settings: TopicSettings): JsonObject {
  const plain = Object.entries(settings.attributes).filter(
    ([name, value]) => value !== "" && value !== DEFAULTS[name],
  );
  const policies = Object.entries(FIELDS).flatMap(([attribute, field]) => {
    const value = field === "policy" ? livingPolicy(settings.policy) : settings[field];
    return value === undefined ? [] : [[attribute, value] as const];
  });
  return sortedKeys(Object.fromEntries<Json>([...plain, ...policies])) as JsonObject;
}

/** What an attribute is written as; one that the settings do not have, as what SNS takes it for by itself. */
export function textOf(attribute: string, settings: TopicSettings, arn: string): string {
  const field = FIELDS[attribute as keyof typeof FIELDS];
  if (field === undefined) return settings.attributes[attribute] ?? DEFAULTS[attribute] ?? "";
  const value = field === "policy" ? livingPolicy(settings.policy) : settings[field];
  if (value !== undefined) return exactText(value);
  if (attribute === "Policy") return JSON.stringify(defaultPolicy(arn));
  return attribute === PROTECTION ? "" : "{}";
}

/** The statement that SNS gives every new topic: the account's own may use it, if their policies let them. */
function defaultPolicy(arn: string): JsonObject {
  return {
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: [
          "SNS:GetTopicAttributes",
          "SNS:SetTopicAttributes",
          "SNS:AddPermission",
          "SNS:RemovePermission",
          "SNS:DeleteTopic",
          "SNS:Subscribe",
          "SNS:ListSubscriptionsByTopic",
          "SNS:Publish",
        ],
        Resource: arn,
        Condition: { StringEquals: { "AWS:SourceOwner": arn.split(":")[4] ?? "" } },
      },
    ],
  };
}

function isDefaultPolicy(policy: JsonObject, arn: string): boolean {
  return sameJson(sortedKeys(policy), sortedKeys(defaultPolicy(arn)));
}

/** Policies with what follows from the place alone: the owner in SNS's own statement, and where AWS's kinds of data are named. */
export function placed(
  { policy, dataProtectionPolicy }: TopicSettings,
  from: RestoreTarget,
  to: RestoreTarget,
): Pick<TopicSettings, "policy" | "dataProtectionPolicy"> {
  const own = ({ partition, region }: RestoreTarget): string => `arn:${partition}:dataprotection:${region}::`;
  return {
    ...(policy !== undefined && { policy: withOwner(policy, from, to) }),
    ...(dataProtectionPolicy !== undefined && {
      dataProtectionPolicy: JSON.parse(
        JSON.stringify(dataProtectionPolicy).replaceAll(own(from), own(to)),
      ) as JsonObject,
    }),
  };
}

/** Nothing else of the statement: its owner may have written more into it. */
function withOwner(policy: JsonObject, from: RestoreTarget, to: RestoreTarget): JsonObject {
  const statements = statementsIn(policy).map((one) => {
    if (!isObject(one) || one.Sid !== "__default_statement_ID" || !isObject(one.Condition)) return one;
    const { StringEquals: tests } = one.Condition;
    if (!isObject(tests) || tests["AWS:SourceOwner"] !== from.account) return one;
    const owner = { ...tests, "AWS:SourceOwner": to.account };
    return { ...one, Condition: { ...one.Condition, StringEquals: owner } };
  });
  return { ...policy, ...(statements.length > 0 && { Statement: statements }) };
}

import { awsError } from "../fake-aws/error.ts";

export type Texts = Record<string, string>;

const TOPIC =
  /^(DeliveryPolicy|DisplayName|KmsMasterKeyId|MaximumMessageSize|Policy|TracingConfig|SignatureVersion|(Application|Firehose|HTTP|Lambda|SQS)((Success|Failure)FeedbackRoleArn|SuccessFeedbackSampleRate))$/;
const FIFO = /^(ArchivePolicy|ContentBasedDeduplication|FifoThroughputScope)$/;
const SUBSCRIPTION =
  /^(DeliveryPolicy|FilterPolicy|FilterPolicyScope|RawMessageDelivery|RedrivePolicy|SubscriptionRoleArn)$/;
const VALUES: Readonly<Record<string, readonly string[]>> = {
  TracingConfig: ["Active", "PassThrough"],
  SignatureVersion: ["1", "2"],
  FifoThroughputScope: ["Topic", "MessageGroup"],
  ContentBasedDeduplication: ["true", "false"],
  RawMessageDelivery: ["true", "false"],
  FilterPolicyScope: ["MessageAttributes", "MessageBody"],
};

export function checkTopic(name: string, value: string, fifo: boolean): void {
  if (!TOPIC.test(name) && !(fifo && FIFO.test(name))) throw invalid("AttributeName");
  if (name === "TracingConfig" && fifo && value === "Active") throw invalid("TracingConfig");
  if (name === "Policy" && value === "") throw invalid("Policy Reason: Policy is empty");
  // https://github.com/go-to-k/cdkd/pull/1531
  if (name.endsWith("SampleRate") && !(/^\d{1,3}$/.test(value) && Number(value) <= 100)) throw invalid(name);
  // https://docs.aws.amazon.com/sns/latest/dg/large-message-payloads.html
  if (name === "MaximumMessageSize" && !(/^\d+$/.test(value) && +value >= 1024 && +value <= 1_048_576))
    throw invalid(name);
  check(name, value);
}

export function checkSubscription(name: string, value: string): void {
  if (!SUBSCRIPTION.test(name)) throw invalid("AttributeName");
  check(name, value);
}

/**
 * Whichever of the two was sent last, and in the words of a recorded answer: a filter of attributes is flat.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering-scope.html
 */
export function checkScope({ FilterPolicy = "{}", FilterPolicyScope = "MessageAttributes" }: Texts): void {
  const nests = Object.values(JSON.parse(FilterPolicy) as object).some(
    (one) => typeof one === "object" && one !== null && !Array.isArray(one),
  );
  if (nests && FilterPolicyScope !== "MessageBody")
    throw invalid("Filter policy scope MessageAttributes does not support nested filter policy");
}

/** An empty text, and for JSON an empty object, takes one away. */
export function withAttributes(there: Texts, given: Texts): Texts {
  const all = Object.entries({ ...there, ...given });
  return Object.fromEntries(all.filter(([, value]) => value !== "" && value !== "{}"));
}

function check(name: string, value: string): void {
  if (VALUES[name]?.includes(value) === false) throw invalid(`${name}: Invalid value [${value}]`);
  if (!name.endsWith("Policy") || value === "") return;
  try {
    JSON.parse(value);
  } catch {
    throw invalid(`${name}: failed to parse JSON`);
  }
}

function invalid(what: string): Error {
  return awsError("InvalidParameterException", 400, `Invalid parameter: ${what}`);
}

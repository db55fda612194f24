import type * as S from "@aws-sdk/client-sns";
import { awsError } from "./fake-aws/error.ts";
import { FakeService } from "./fake-aws/service.ts";
import {
  checkScope,
  checkSubscription,
  checkTopic,
  type Texts,
  withAttributes,
} from "./fake-sns/attributes.ts";
import { defaultPolicy } from "./fake-sns/default-policy.ts";

interface Topic {
  /** As they were put: those that nobody put are not shown, but for the name and the policy. */
  attributes: Texts;
  protection: string;
  tags: Record<string, string>;
}
interface Subscription {
  readonly topic: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly owner: string;
  attributes: Texts;
  confirmed: boolean;
}

const AT_ONCE = new Set(["firehose", "lambda", "sqs"]);

/** SNS of one account and region in memory: topics and whom they tell, not their messages. */
export class FakeSns extends FakeService<S.SNSClient> {
  readonly service = "sns";
  readonly topics = new Map<string, Topic>();
  /** By their ARNs, in the order in which they were made. */
  readonly subscriptions = new Map<string, Subscription>();
  /** AWS gives message data protection to no new customer. */
  isNewCustomer = false;
  /** For so many lists more, what was ended is shown still, and what was made not yet. */
  lag = 0;
  readonly #ended = new Map<string, number>();
  readonly #fresh = new Map<string, number>();
  #made = 0;

  arn(name: string): string {
    return `arn:aws:sns:${this.region}:${this.account}:${name}`;
  }

  CreateTopic({ Name = "", Attributes = {}, Tags = [], DataProtectionPolicy = "" }: S.CreateTopicInput) {
    const fifo = Attributes.FifoTopic === "true";
    const arn = this.arn(Name);
    if (fifo !== Name.endsWith(".fifo") || !/^[A-Za-z0-9_-]{1,256}(\.fifo)?$/.test(Name))
      throw invalid("Topic Name");
    const given = Attributes as Texts;
    for (const [name, value] of Object.entries(given))
      if (name !== "FifoTopic") checkTopic(name, value, fifo);
    if (fifo && DataProtectionPolicy !== "") throw invalid("DataProtectionPolicy");
    if (DataProtectionPolicy !== "") this.#offered();
    const there = this.topics.get(arn);
    const tags = tagsOf(Tags);
    if (there !== undefined) {
      const shown = this.#shown(arn, there);
      if (Object.entries(given).some(([name, value]) => shown[name] !== value))
        throw invalid("Attributes Reason: Topic already exists with different attributes");
      if (Object.entries(tags).some(([key, value]) => there.tags[key] !== value))
        throw invalid("Tags Reason: Topic already exists with different tags");
      return { TopicArn: arn };
    }
    this.topics.set(arn, { attributes: withAttributes({}, given), protection: DataProtectionPolicy, tags });
    return { TopicArn: arn };
  }

  DeleteTopic({ TopicArn = "" }: S.DeleteTopicInput) {
    this.topics.delete(TopicArn);
    for (const [arn, { topic }] of this.subscriptions) if (topic === TopicArn) this.subscriptions.delete(arn);
    return {};
  }

  GetTopicAttributes({ TopicArn = "" }: S.GetTopicAttributesInput) {
    const told = [...this.subscriptions.values()].filter(({ topic }) => topic === TopicArn);
    const waiting = told.filter(({ confirmed }) => !confirmed).length;
    return {
      Attributes: {
        ...this.#shown(TopicArn, this.#topic(TopicArn)),
        TopicArn,
        Owner: this.account,
        SubscriptionsConfirmed: String(told.length - waiting),
        SubscriptionsPending: String(waiting),
        SubscriptionsDeleted: "0",
        EffectiveDeliveryPolicy: '{"http":{"disableSubscriptionOverrides":false}}',
      },
    };
  }

  SetTopicAttributes({ TopicArn = "", AttributeName = "", AttributeValue = "" }: S.SetTopicAttributesInput) {
    const topic = this.#topic(TopicArn);
    checkTopic(AttributeName, AttributeValue, topic.attributes.FifoTopic === "true");
    topic.attributes = withAttributes(topic.attributes, { [AttributeName]: AttributeValue });
    return {};
  }

  GetDataProtectionPolicy({ ResourceArn = "" }: S.GetDataProtectionPolicyInput) {
    const { protection, attributes } = this.#topic(ResourceArn);
    this.#offered();
    if (attributes.FifoTopic === "true") throw invalid("ResourceArn Reason: not for a FIFO topic");
    return protection === "" ? {} : { DataProtectionPolicy: protection };
  }

  PutDataProtectionPolicy({ ResourceArn = "", DataProtectionPolicy = "" }: S.PutDataProtectionPolicyInput) {
    const topic = this.#topic(ResourceArn);
    if (topic.attributes.FifoTopic === "true") throw invalid("ResourceArn Reason: not for a FIFO topic");
    this.#offered();
    topic.protection = DataProtectionPolicy;
    return {};
  }

  ListTagsForResource({ ResourceArn = "" }: S.ListTagsForResourceRequest) {
    const { tags } = this.#tagged(ResourceArn);
    return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
  }

  TagResource({ ResourceArn = "", Tags = [] }: S.TagResourceRequest) {
    Object.assign(this.#tagged(ResourceArn).tags, tagsOf(Tags));
    return {};
  }

  ListTopics({ NextToken }: S.ListTopicsInput) {
    const all = [...this.topics.keys()].map((TopicArn) => ({ TopicArn }));
    return this.paged("Topics", all, NextToken, { token: "NextToken" });
  }

  ListSubscriptions({ NextToken }: S.ListSubscriptionsInput) {
    const own = [...this.subscriptions].filter(([, { owner }]) => owner === this.account);
    return this.paged("Subscriptions", own.map(listed), NextToken, { token: "NextToken" });
  }

  ListSubscriptionsByTopic({ TopicArn = "", NextToken }: S.ListSubscriptionsByTopicInput) {
    this.#topic(TopicArn);
    const told = [...this.subscriptions].filter(
      ([arn, { topic }]) => topic === TopicArn && !passing(this.#fresh, arn),
    );
    for (const arn of [...this.#ended.keys()])
      if (passing(this.#ended, arn) && !this.#ended.has(arn)) this.subscriptions.delete(arn);
    return this.paged("Subscriptions", told.map(listed), NextToken, { token: "NextToken" });
  }

  Subscribe({ TopicArn = "", Protocol = "", Endpoint = "", Attributes = {} }: S.SubscribeInput) {
    this.#topic(TopicArn);
    const given = Attributes as Texts;
    for (const [name, value] of Object.entries(given)) checkSubscription(name, value);
    checkScope(given);
    if (Protocol === "firehose" && given.SubscriptionRoleArn === undefined)
      throw invalid("Attributes Reason: SubscriptionRoleArn is required");
    for (const [arn, one] of this.subscriptions) {
      if (one.topic !== TopicArn || one.protocol !== Protocol || one.endpoint !== Endpoint) continue;
      if (Object.entries(given).some(([name, value]) => one.attributes[name] !== value))
        throw invalid("Attributes Reason: Subscription already exists with different attributes");
      return { SubscriptionArn: arn };
    }
    const made = this.told(TopicArn, Protocol, Endpoint, given);
    if (this.lag > 0) this.#fresh.set(made, this.lag);
    return { SubscriptionArn: made };
  }

  /** A subscription, also one that this account could not make. Returns its ARN. */
  told(topic: string, protocol: string, endpoint: string, given: Texts = {}, owner = this.account): string {
    this.#made += 1;
    const arn = `${topic}:00000000-0000-0000-0000-${String(this.#made).padStart(12, "0")}`;
    const confirmed = AT_ONCE.has(protocol) || owner !== this.account;
    const attributes = withAttributes({}, given);
    this.subscriptions.set(arn, { topic, protocol, endpoint, owner, attributes, confirmed });
    return arn;
  }

  GetSubscriptionAttributes({ SubscriptionArn = "" }: S.GetSubscriptionAttributesInput) {
    const { attributes, topic, protocol, endpoint, owner, confirmed } = this.#subscription(SubscriptionArn);
    if (owner !== this.account) throw awsError("AuthorizationErrorException", 403);
    return {
      Attributes: {
        RawMessageDelivery: "false",
        ...attributes,
        ...(attributes.FilterPolicy !== undefined && {
          FilterPolicyScope: attributes.FilterPolicyScope ?? "MessageAttributes",
        }),
        ...{ SubscriptionArn, TopicArn: topic, Protocol: protocol, Endpoint: endpoint, Owner: owner },
        ConfirmationWasAuthenticated: "true",
        PendingConfirmation: String(!confirmed),
        SubscriptionPrincipal: `arn:aws:iam::${owner}:role/who-subscribed`,
      },
    };
  }

  SetSubscriptionAttributes(input: S.SetSubscriptionAttributesInput) {
    const { SubscriptionArn = "", AttributeName = "", AttributeValue } = input;
    const one = this.#subscription(SubscriptionArn);
    // https://github.com/hashicorp/terraform-provider-aws/issues/14800
    if (AttributeName === "RedrivePolicy" && AttributeValue === "") throw invalid("RedrivePolicy");
    checkSubscription(AttributeName, AttributeValue ?? "");
    const attributes = withAttributes(one.attributes, { [AttributeName]: AttributeValue ?? "" });
    checkScope(attributes);
    one.attributes = attributes;
    return {};
  }

  Unsubscribe({ SubscriptionArn = "" }: S.UnsubscribeInput) {
    if (this.lag > 0) this.#ended.set(SubscriptionArn, this.lag);
    else this.subscriptions.delete(SubscriptionArn);
    return {};
  }

  #offered(): void {
    if (this.isNewCustomer)
      throw awsError("AuthorizationErrorException", 403, "Message data protection is not available to you");
  }

  #shown(arn: string, { attributes }: Topic): Texts {
    return { DisplayName: "", Policy: defaultPolicy(arn), ...attributes };
  }

  #topic(arn: string): Topic {
    const found = this.topics.get(arn);
    if (found === undefined) throw awsError("NotFoundException", 404, "Topic does not exist");
    return found;
  }

  #tagged(arn: string): Topic {
    const found = this.topics.get(arn);
    if (found === undefined) throw awsError("ResourceNotFoundException", 404, "Resource does not exist");
    return found;
  }

  #subscription(arn: string): Subscription {
    const found = this.subscriptions.get(arn);
    if (found === undefined) throw awsError("NotFoundException", 404, "Subscription does not exist");
    return found;
  }
}

/** Whether it is so for this time still. */
function passing(left: Map<string, number>, arn: string): boolean {
  const times = left.get(arn) ?? 0;
  if (times > 1) left.set(arn, times - 1);
  else left.delete(arn);
  return times > 0;
}

function listed([arn, { topic, protocol, endpoint, owner, confirmed }]: [string, Subscription]) {
  const SubscriptionArn = confirmed ? arn : "PendingConfirmation";
  return { SubscriptionArn, TopicArn: topic, Protocol: protocol, Endpoint: endpoint, Owner: owner };
}

function tagsOf(tags: readonly S.Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

function invalid(what: string): Error {
  return awsError("InvalidParameterException", 400, `Invalid parameter: ${what}`);
}

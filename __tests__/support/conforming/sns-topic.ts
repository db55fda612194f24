import type { TopicDocument } from "../../../modules/protectors/sns-topic/document.ts";
import { snsTopic } from "../../../modules/protectors/sns-topic/protector.ts";
import { arbitraryTopic, type MadeTopic, NAMED } from "../arbitrary-topic.ts";
import { type Conforming, ELSEWHERE, SOURCE } from "../protector-conformance/conforming.ts";
import { endToEnd, START } from "../protector-conformance/proven.ts";
import { SnsPlace } from "./sns-place.ts";

function put({ sns }: SnsPlace, { id, attributes, protection, tags, told }: MadeTopic): void {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  sns.CreateTopic({ Name: id, Attributes: attributes, Tags, DataProtectionPolicy: protection });
  for (const one of told) sns.told(sns.arn(id), one.protocol, one.endpoint, one.attributes, one.owner);
}

/** Topics, as the suite of kinds takes them. */
export const conforming: Conforming<SnsPlace, MadeTopic> = {
  protector: snsTopic,
  fake: (options) => new SnsPlace(options),
  arbitrary: arbitraryTopic,
  put,
  // A tag that is no longer wanted stays: a restore only adds tags.
  change: ({ sns }, { id }, n) => {
    const topic = sns.topics.get(sns.arn(id));
    if (topic === undefined) throw new Error(`there is no topic ${id}`);
    topic.attributes = { ...topic.attributes, DisplayName: `changed ${n}` };
    if (!id.endsWith(".fifo")) topic.protection = `{"Name":"changed-${n}"}`;
    for (const key of Object.keys(topic.tags)) topic.tags[key] = `changed-${n}`;
    for (const one of sns.subscriptions.values())
      if (one.topic === sns.arn(id) && one.protocol !== "firehose")
        one.attributes = { ...one.attributes, FilterPolicy: `{"changed":["${n}"]}` };
  },
  neighbours: ({ sns }, { id }) => {
    const theirs = `arn:aws:lambda:${sns.region}:${sns.account}:function:theirs`;
    const other = sns.CreateTopic({ Name: "zz-other" }).TopicArn;
    sns.CreateTopic({ Name: "zz-third" });
    const made = [sns.told(other, "lambda", theirs, { FilterPolicy: '{"theirs":[true]}' })];
    // Of a topic that is there already, another's subscription.
    if (sns.topics.has(sns.arn(id)))
      made.push(sns.told(sns.arn(id), "lambda", theirs, { FilterPolicy: '{"theirs":[true]}' }));
    return () => made.map((arn) => structuredClone(sns.subscriptions.get(arn)));
  },
  map: () => Object.fromEntries(NAMED.map((arn) => [arn, arn.replace(SOURCE.region, ELSEWHERE.region)])),
  secretsOf: ({ protection, told }) => [
    ...(protection.match(/canary-[a-z0-9]+/g) ?? []),
    ...told.flatMap((one) => [
      ...(one.protocol === "https" ? [one.endpoint.slice(one.endpoint.lastIndexOf("/") + 1)] : []),
      ...filtered(one),
    ]),
  ],
  armedWith: ({ told }) => told.flatMap(filtered),
  fires: ({ sns }, { id }) =>
    [...sns.subscriptions.values()]
      .filter(({ topic, protocol, owner }) => {
        const isMade = ["firehose", "lambda", "sqs"].includes(protocol) && owner === sns.account;
        return topic === sns.arn(id) && isMade;
      })
      .map(({ protocol, endpoint }) => `${protocol} ${endpoint}`),
  // Their owners subscribe them again.
  readOnlyFields: ["others"],
  comparable: ({ document, secrets }) => ({
    document: plain(document as TopicDocument),
    secrets: Object.entries(secrets?.sealed ?? {}).filter(([place]) => place.startsWith("subscriptions")),
  }),
  unseen: {},
  tolerated: {
    "iam:GetRole": "with us-east-1 lost IAM is silent, and SNS will say",
    "kms:DescribeKey": "the key is used with the first message, and SNS will say",
  },
  proven: endToEnd(START, "__tests__/sandbox/sns-topic.test.ts"),
  lost: [
    "subscriptions by mail, SMS and HTTP, and those of other accounts: their owners confirm them again",
    "messages that a FIFO topic keeps",
    "a data protection policy, in an account that AWS gives none since April 30, 2026: it is told, and nothing else waits",
  ],
};

function filtered({ attributes: { FilterPolicy = "" } }: MadeTopic["told"][number]): string[] {
  return FilterPolicy.match(/canary-[a-z0-9]+/g) ?? [];
}

/** Without what SNS takes attributes for that nobody set, whether it says so or not. */
function plain(document: TopicDocument): unknown {
  const defaults: Readonly<Record<string, string>> = {
    DisplayName: "",
    SignatureVersion: "1",
    MaximumMessageSize: "262144",
    ContentBasedDeduplication: "false",
    FifoThroughputScope: "Topic",
    FifoTopic: "false",
  };
  const attributes = Object.entries(document.attributes).filter(([key, value]) => defaults[key] !== value);
  return { ...document, attributes: Object.fromEntries(attributes) };
}

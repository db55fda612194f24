import fc from "fast-check";
import type { Texts } from "./fake-sns/attributes.ts";
import { SOURCE } from "./protector-conformance/conforming.ts";

const { account, region } = SOURCE;
const here = (service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

const FUNCTIONS = [here("lambda", "function:orders"), here("lambda", "function:orders:live")];
const QUEUE = here("sqs", "orders");
const STREAM = here("firehose", "deliverystream/orders");
const LETTERS = here("sqs", "orders-dead");
const KEY = here("kms", "key/0b1e5f6a-aaaa-bbbb-cccc-000000000001");
const SOURCE_RULE = here("events", "rule/orders");
const ROLE = `arn:aws:iam::${account}:role/sns-logs`;
/** All that the arbitrary's topics name in their region. */
export const NAMED = [...FUNCTIONS, QUEUE, STREAM, LETTERS, KEY, SOURCE_RULE];

interface Told {
  readonly protocol: string;
  readonly endpoint: string;
  readonly attributes: Texts;
  readonly owner?: string;
}

/** A topic, as calls of the API make it. */
export interface MadeTopic {
  readonly id: string;
  readonly attributes: Texts;
  readonly protection: string;
  readonly tags: Texts;
  readonly told: readonly Told[];
}

const canary = fc.stringMatching(/^canary-[a-z0-9]{6,12}$/);
const filter = fc.oneof(
  fc.constant<Texts>({}),
  canary.map(
    (token): Texts => ({
      FilterPolicy: `{"token":["${token}",{"prefix":"re"}],"price":[{"numeric":[">",0]}]}`,
    }),
  ),
  canary.map(
    (token): Texts => ({
      FilterPolicy: `{"detail":{"token":["${token}"]}}`,
      FilterPolicyScope: "MessageBody",
    }),
  ),
);
const letters = fc.constantFrom<Texts>(
  {},
  { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: LETTERS }) },
);

const own: fc.Arbitrary<Told> = fc
  .record({
    to: fc.constantFrom(
      ...FUNCTIONS.map((endpoint) => ({ protocol: "lambda", endpoint, attributes: {} })),
      { protocol: "sqs", endpoint: QUEUE, attributes: { RawMessageDelivery: "true" } },
      { protocol: "firehose", endpoint: STREAM, attributes: { SubscriptionRoleArn: ROLE } },
    ),
    filter,
    letters,
  })
  .map(({ to, ...more }) => ({ ...to, attributes: { ...to.attributes, ...more.filter, ...more.letters } }));

const others: fc.Arbitrary<Told> = fc.oneof(
  fc.constantFrom<Told>(
    { protocol: "email", endpoint: "ops@example.com", attributes: {} },
    { protocol: "sms", endpoint: "+15550100", attributes: {} },
    {
      protocol: "lambda",
      endpoint: `arn:aws:lambda:${region}:999988887777:function:theirs`,
      attributes: {},
      owner: "999988887777",
    },
  ),
  fc
    .stringMatching(/^canary-[a-z0-9]{6,12}$/)
    .map((word) => ({ protocol: "https", endpoint: `https://hooks.example.com/in/${word}`, attributes: {} })),
);

const statuses = Object.fromEntries(
  ["Application", "Firehose", "HTTP", "Lambda", "SQS"].flatMap((to) => [
    [`${to}SuccessFeedbackRoleArn`, fc.constant(ROLE)],
    [`${to}FailureFeedbackRoleArn`, fc.constant(ROLE)],
    [`${to}SuccessFeedbackSampleRate`, fc.constant("50")],
  ]),
);

const settings = fc.record(
  {
    DisplayName: fc.constantFrom("Orders", "it's 100%"),
    SignatureVersion: fc.constantFrom("1", "2"),
    MaximumMessageSize: fc.constantFrom("262144", "1048576"),
    KmsMasterKeyId: fc.constantFrom("alias/aws/sns", KEY),
    ...statuses,
    DeliveryPolicy: fc.constant('{"http":{"defaultHealthyRetryPolicy":{"numRetries":5}}}'),
  },
  { requiredKeys: [] },
);

function policyOf(arn: string): fc.Arbitrary<Texts> {
  return fc.constantFrom<Texts>(
    {},
    {
      Policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "rule",
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sns:Publish",
            Resource: arn,
            Condition: { ArnEquals: { "aws:SourceArn": SOURCE_RULE } },
          },
        ],
      }),
    },
  );
}

const PROTECTION = JSON.stringify({
  Name: "p",
  Version: "2021-06-01",
  Configuration: { CustomDataIdentifier: [{ Name: "card", Regex: "canary-masked-[0-9]{4}" }] },
  Statement: [
    {
      Sid: "s",
      DataDirection: "Inbound",
      Principal: ["*"],
      DataIdentifier: [`arn:aws:dataprotection:${region}::data-identifier/EmailAddress`, "card"],
      Operation: { Deny: {} },
    },
  ],
});

/** Topics of both types, with every protocol, with and without each policy. */
export const arbitraryTopic: fc.Arbitrary<MadeTopic> = fc
  .record({
    word: fc.stringMatching(/^[a-z][A-Za-z0-9_-]{2,11}$/),
    fifo: fc.boolean(),
    settings,
    standard: fc.record({ TracingConfig: fc.constant("Active") }, { requiredKeys: [] }),
    ordered: fc.record(
      {
        ArchivePolicy: fc.constant('{"MessageRetentionPeriod":"30"}'),
        ContentBasedDeduplication: fc.constantFrom("true", "false"),
        FifoThroughputScope: fc.constantFrom("Topic", "MessageGroup"),
      },
      { requiredKeys: [] },
    ),
    protection: fc.constantFrom("", PROTECTION),
    tags: fc.dictionary(fc.stringMatching(/^[a-z]{2,6}$/), fc.stringMatching(/^[a-z]{0,5}$/), { maxKeys: 3 }),
    told: fc
      .tuple(
        fc.uniqueArray(own, { selector: ({ endpoint }) => endpoint, maxLength: 3 }),
        fc.uniqueArray(others, { selector: ({ protocol }) => protocol, maxLength: 3 }),
      )
      .map(([mine, theirs]) => [
        ...mine,
        // One protocol and endpoint is subscribed once.
        ...theirs,
      ]),
  })
  .chain(({ word, fifo, standard, ordered, protection, ...made }) => {
    const id = fifo ? `${word}.fifo` : word;
    return policyOf(here("sns", id)).map((policy) => ({
      id,
      attributes: { ...made.settings, ...policy, ...(fifo ? { FifoTopic: "true", ...ordered } : standard) },
      protection: fifo ? "" : protection,
      tags: { ...made.tags },
      told: made.told,
    }));
  });

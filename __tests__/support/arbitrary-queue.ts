import fc from "fast-check";
import type { JsonObject } from "../../modules/contract/json.ts";
import type { QueueDocument } from "../../modules/protectors/sqs-queue/document.ts";

export const HOME = { partition: "aws", account: "111122223333", region: "eu-west-1" };
export const ELSEWHERE = { partition: "aws", account: "111122223333", region: "us-east-2" };

export function arnOf(name: string, { account, region } = HOME): string {
  return `arn:aws:sqs:${region}:${account}:${name}`;
}

export function urlOf(name: string, { account, region } = HOME): string {
  return `https://sqs.${region}.amazonaws.com/${account}/${name}`;
}

export const KEY = `arn:aws:kms:eu-west-1:${HOME.account}:key/0b1e5f6a-aaaa-bbbb-cccc-000000000001`;

/** A queue of the home region with these parts and otherwise what SQS gives a new one. */
export function queueOf(name: string, parts: Partial<QueueDocument> = {}): QueueDocument {
  const { attributes, ...rest } = parts;
  return {
    kind: "sqs-queue",
    name,
    arn: arnOf(name),
    url: urlOf(name),
    account: HOME.account,
    region: HOME.region,
    tags: {},
    ...rest,
    attributes: {
      DelaySeconds: "0",
      MaximumMessageSize: "262144",
      MessageRetentionPeriod: "345600",
      ReceiveMessageWaitTimeSeconds: "0",
      SqsManagedSseEnabled: "true",
      VisibilityTimeout: "30",
      ...attributes,
    },
  };
}

const FIFO = {
  FifoQueue: "true",
  ContentBasedDeduplication: "false",
  DeduplicationScope: "queue",
  FifoThroughputLimit: "perQueue",
};

const plain = fc.record(
  {
    DelaySeconds: fc.constantFrom("0", "90"),
    MessageRetentionPeriod: fc.constantFrom("60", "1209600"),
    VisibilityTimeout: fc.constantFrom("30", "43200"),
  },
  { requiredKeys: [] },
);

const encryption = fc.constantFrom<Record<string, string>[]>(
  { SqsManagedSseEnabled: "true" },
  { SqsManagedSseEnabled: "false" },
  { SqsManagedSseEnabled: "false", KmsMasterKeyId: KEY, KmsDataKeyReusePeriodSeconds: "300" },
  { SqsManagedSseEnabled: "false", KmsMasterKeyId: "alias/aws/sqs", KmsDataKeyReusePeriodSeconds: "86400" },
);

function policyOf(arn: string): fc.Arbitrary<JsonObject | undefined> {
  const statement = { Sid: "feed", Effect: "Allow", Action: "sqs:SendMessage", Resource: arn };
  return fc.constantFrom<(JsonObject | undefined)[]>(
    undefined,
    {
      Version: "2012-10-17",
      Id: `${arn}/SQSDefaultPolicy`,
      Statement: [{ ...statement, Principal: { AWS: `arn:aws:iam::${HOME.account}:root` } }],
    },
    {
      Version: "2012-10-17",
      Statement: [
        {
          ...statement,
          Principal: { Service: "sns.amazonaws.com" },
          Condition: { ArnEquals: { "aws:SourceArn": `arn:aws:sns:eu-west-1:${HOME.account}:orders` } },
        },
      ],
    },
  );
}

/** Queues as a point holds them: of both types, with every encryption, with and without each policy. */
export const arbitraryQueue: fc.Arbitrary<QueueDocument> = fc
  .record({
    word: fc.stringMatching(/^[a-z][A-Za-z0-9_-]{2,11}$/),
    fifo: fc.boolean(),
    plain,
    encryption,
    dead: fc.boolean(),
    allow: fc.constantFrom("none", "denyAll", "byQueue"),
    tags: fc.dictionary(fc.stringMatching(/^[a-z]{2,6}$/), fc.stringMatching(/^[a-z]{0,5}$/), { maxKeys: 3 }),
  })
  .chain(({ word, fifo, dead, allow, tags, ...settings }) => {
    const ending = fifo ? ".fifo" : "";
    const name = `${word}${ending}`;
    const redriveAllowPolicy: JsonObject | undefined =
      allow === "none"
        ? undefined
        : {
            redrivePermission: allow,
            ...(allow === "byQueue" && { sourceQueueArns: [arnOf(`source${ending}`)] }),
          };
    return policyOf(arnOf(name)).map((policy) =>
      queueOf(name, {
        attributes: { ...settings.plain, ...settings.encryption, ...(fifo && FIFO) },
        tags: { ...tags },
        ...(policy !== undefined && { policy }),
        ...(dead && {
          redrivePolicy: { deadLetterTargetArn: arnOf(`${word}-dead${ending}`), maxReceiveCount: 5 },
        }),
        ...(redriveAllowPolicy !== undefined && { redriveAllowPolicy }),
      }),
    );
  });

/** Everything that a queue of the arbitrary names in its region, as it is called elsewhere. */
export function mapElsewhere(document: QueueDocument): Record<string, string> {
  const moved = (arn: string): string => arn.replace(`:${HOME.region}:`, `:${ELSEWHERE.region}:`);
  const dead = document.redrivePolicy?.deadLetterTargetArn;
  const sources = document.redriveAllowPolicy?.sourceQueueArns;
  const arns = [
    KEY,
    `arn:aws:sns:eu-west-1:${HOME.account}:orders`,
    ...(typeof dead === "string" ? [dead] : []),
    ...(Array.isArray(sources) ? sources.map(String) : []),
  ];
  return Object.fromEntries(arns.map((arn) => [arn, moved(arn)]));
}

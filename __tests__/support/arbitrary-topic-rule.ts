import type { Action, TopicRulePayload } from "@aws-sdk/client-iot";
import fc from "fast-check";
import { SOURCE } from "./protector-conformance/conforming.ts";

const { account, region } = SOURCE;
const here = (service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

const FUNCTION = here("lambda", "function:orders");
const ALIAS = here("lambda", "function:orders:live");
const TOPIC = here("sns", "orders");
const QUEUE = here("sqs", "orders");
const DESTINATION = here("iot", "ruledestination/vpc/0b1e5f6a-0000-4000-8000-000000000001");
const HOST = `abc123.execute-api.${region}.amazonaws.com`;
const SEARCH = `search-orders-0123456789.${region}.es.amazonaws.com`;
const roleArn = `arn:aws:iam::${account}:role/caller`;
/** All that the arbitrary's rules name in their region, but for a bucket. */
export const NAMED = [
  ...[FUNCTION, ALIAS, TOPIC, QUEUE, DESTINATION, HOST, SEARCH],
  ...[
    here("kinesis", "stream/orders"),
    here("dynamodb", "table/orders"),
    here("states", "stateMachine:orders"),
  ],
  ...[here("logs", "log-group:/iot/orders"), here("cloudwatch", "alarm:orders")],
  ...[here("firehose", "deliverystream/orders"), here("iotevents", "input/orders")],
  ...[here("timestream", "database/metrics"), here("timestream", "database/metrics/table/orders")],
  ...["asset-of-us-east-1", "property-of-us-east-1"],
];
export const BUCKET = "iot-orders";

const secret = fc.stringMatching(/^canary-[a-z0-9]{6,12}$/);
const maybe = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(one, { nil: undefined });

const plain = fc.constantFrom<Action>(
  { lambda: { functionArn: FUNCTION } },
  { lambda: { functionArn: ALIAS } },
  { sns: { targetArn: TOPIC, roleArn, messageFormat: "JSON" } },
  { sns: { targetArn: TOPIC, roleArn } },
  { sqs: { queueUrl: `https://sqs.${region}.amazonaws.com/${account}/orders`, roleArn, useBase64: true } },
  { kinesis: { streamName: "orders", roleArn, partitionKey: "$" + "{topic()}" } },
  { dynamoDBv2: { roleArn, putItem: { tableName: "orders" } } },
  {
    dynamoDB: {
      ...{ tableName: "orders", roleArn, operation: "INSERT", payloadField: "payload" },
      ...{ hashKeyField: "id", hashKeyValue: "$" + "{id}", hashKeyType: "STRING" },
    },
  },
  { s3: { bucketName: BUCKET, key: "$" + "{topic()}/$" + "{timestamp()}", roleArn, cannedAcl: "private" } },
  { firehose: { deliveryStreamName: "orders", roleArn, separator: "\n", batchMode: true } },
  { cloudwatchLogs: { logGroupName: "/iot/orders", roleArn } },
  { cloudwatchAlarm: { alarmName: "orders", stateReason: "late", stateValue: "ALARM", roleArn } },
  { stepFunctions: { stateMachineName: "orders", roleArn, executionNamePrefix: "iot" } },
  { iotEvents: { inputName: "orders", roleArn, batchMode: true } },
  {
    timestream: {
      ...{ databaseName: "metrics", tableName: "orders", roleArn },
      dimensions: [{ name: "id", value: "$" + "{id}" }],
    },
  },
  {
    iotSiteWise: {
      roleArn,
      putAssetPropertyValueEntries: [
        {
          ...{ assetId: "asset-of-us-east-1", propertyId: "property-of-us-east-1" },
          propertyValues: [{ value: { stringValue: "1" }, timestamp: { timeInSeconds: "1" } }],
        },
      ],
    },
  },
  { openSearch: { endpoint: `https://${SEARCH}`, index: "orders", type: "_doc", id: "$" + "{id}", roleArn } },
);
const telling: fc.Arbitrary<Action> = secret.chain((word) =>
  fc.constantFrom<Action>(
    {
      http: {
        url: `https://${HOST}/prod/orders?token=${word}`,
        confirmationUrl: `https://${HOST}/prod/confirm`,
        headers: [{ key: "authorization", value: word }],
        auth: { sigv4: { signingRegion: region, serviceName: "execute-api", roleArn } },
      },
    },
    {
      kafka: {
        destinationArn: DESTINATION,
        topic: "orders",
        clientProperties: { "bootstrap.servers": "kafka.example.com:9092", "sasl.password": word },
        headers: [{ key: "token", value: word }],
      },
    },
    {
      republish: {
        ...{ topic: "orders/again", qos: 1, roleArn },
        headers: { userProperties: [{ key: "token", value: word }] },
      },
    },
  ),
);
const action = fc.oneof(plain, telling);

export interface MadeTopicRule {
  readonly name: string;
  readonly payload: TopicRulePayload & { ruleDisabled: boolean };
  readonly tags: Readonly<Record<string, string>>;
}

/** Topic rules of every form. */
export const arbitraryTopicRule: fc.Arbitrary<MadeTopicRule> = fc
  .record({
    name: fc.stringMatching(/^[a-zA-Z0-9_]{3,12}$/),
    tags: fc.dictionary(fc.constantFrom("team", "a b", "é=&"), fc.constantFrom("shop", "100%", ""), {
      noNullPrototype: true,
    }),
    sql: fc.tuple(secret, maybe(fc.constantFrom(FUNCTION, ALIAS))).map(([word, calls]) => {
      const called = calls === undefined ? "" : `aws_lambda("${calls}", *) AS seen, `;
      return `SELECT ${called}* FROM 'orders/+' WHERE token = '${word}'`;
    }),
    awsIotSqlVersion: maybe(fc.constantFrom("2016-03-23", "beta")),
    description: maybe(fc.constantFrom("takes orders", "it's 100%")),
    actions: fc.array(action, { minLength: 1, maxLength: 4 }),
    errorAction: maybe(action),
    ruleDisabled: fc.boolean(),
  })
  .map(({ name, tags, ...payload }) => ({ name, tags, payload: defined(payload) }));

function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}

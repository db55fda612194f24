import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import { type Argument, type Arguments, Given } from "../kit/terraform/argument.ts";
import { knownAction } from "../kit/terraform/known-action.ts";
import { providerWords, snakeCase } from "../kit/terraform/provider-words.ts";
import { ADDRESSES, TOLD } from "./document.ts";

/** Actions that the provider of this version knows, each with the members that it has arguments for. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  cloudwatchAlarm: ["alarmName", "roleArn", "stateReason", "stateValue"],
  cloudwatchLogs: ["batchMode", "logGroupName", "roleArn"],
  cloudwatchMetric: [
    ...["metricName", "metricNamespace", "metricTimestamp", "metricUnit", "metricValue", "roleArn"],
  ],
  dynamoDB: [
    ...["hashKeyField", "hashKeyType", "hashKeyValue", "operation", "payloadField"],
    ...["rangeKeyField", "rangeKeyType", "rangeKeyValue", "roleArn", "tableName"],
  ],
  dynamoDBv2: ["putItem", "roleArn"],
  elasticsearch: ["endpoint", "id", "index", "roleArn", "type"],
  firehose: ["batchMode", "deliveryStreamName", "roleArn", "separator"],
  http: ["confirmationUrl", "headers", "url"],
  iotAnalytics: ["batchMode", "channelName", "roleArn"],
  iotEvents: ["batchMode", "inputName", "messageId", "roleArn"],
  kafka: ["clientProperties", "destinationArn", "headers", "key", "partition", "topic"],
  kinesis: ["partitionKey", "roleArn", "streamName"],
  lambda: ["functionArn"],
  republish: ["qos", "roleArn", "topic"],
  s3: ["bucketName", "cannedAcl", "key", "roleArn"],
  sns: ["messageFormat", "roleArn", "targetArn"],
  sqs: ["queueUrl", "roleArn", "useBase64"],
  stepFunctions: ["executionNamePrefix", "roleArn", "stateMachineName"],
  timestream: ["databaseName", "dimensions", "roleArn", "tableName", "timestamp"],
};
/** What the provider asks for and IoT has by itself. https://docs.aws.amazon.com/iot/latest/apireference/API_SqsAction.html */
const DEFAULTS: Readonly<Record<string, JsonObject>> = { sqs: { useBase64: false } };
/** Blocks that are called otherwise than their actions. */
const BLOCKS: Readonly<Record<string, string>> = { dynamoDB: "dynamodb", dynamoDBv2: "dynamodbv2" };

/** An action as the provider takes it: a block of that name. A text: what it has no argument for. */
export function actionWords(
  action: JsonObject,
  key: string,
): { readonly block: string; readonly words: Arguments } | string {
  const known = knownAction(action, ACTIONS, (kind) => `action ${kind}`);
  if (typeof known === "string") return known;
  const { kind, members } = known;
  const words = Object.entries({ ...DEFAULTS[kind], ...members }).flatMap(([member, value]) =>
    memberWords(kind, member, value, key),
  );
  return { block: BLOCKS[kind] ?? snakeCase(kind), words: Object.fromEntries(words) };
}

function memberWords(
  kind: string,
  member: string,
  value: Json,
  key: string,
): readonly (readonly [string, Argument])[] {
  const name = snakeCase(member);
  const given = (of: string, text: string) =>
    new Given(`${key}_${of}`, `${member} of action ${kind}`, "string", text);
  if (member === "headers" && Array.isArray(value))
    return [
      [
        kind === "http" ? "http_header" : "header",
        (value as readonly JsonObject[]).map((one) => ({
          key: String(one.key),
          value: given(`header_${one.key}`, String(one.value)),
        })),
      ],
    ];
  const place = `${kind}.${member}`;
  if (TOLD.includes(place) && isObject(value))
    return [
      [name, new Given(`${key}_${name}`, `${member} of action ${kind}`, "map(string)", value as never)],
    ];
  if (ADDRESSES.includes(place)) return [[name, given(name, String(value))]];
  if (member === "dimensions" && Array.isArray(value))
    return [["dimension", (value as readonly JsonObject[]).map((one) => providerWords(one))]];
  return [[name, isObject(value) ? providerWords(value) : (value as Argument)]];
}

import type { Json, JsonObject } from "../../contract/json.ts";
import { parseArn } from "../../core/arn.ts";
import { isObject } from "../kit/canonical.ts";
import type { RestoreTarget } from "../protector.ts";
import { urlNames } from "../sqs-queue/url.ts";
import type { TopicRuleSettings } from "./document.ts";

/** Members of actions that name something without an ARN: where they stand, and what stands before the name in its ARN. */
const MEMBERS: readonly {
  readonly path: readonly string[];
  readonly service: string;
  /** Another member of the action in braces. */
  readonly before: string;
}[] = [
  { path: ["cloudwatchAlarm", "alarmName"], service: "cloudwatch", before: "alarm:" },
  { path: ["cloudwatchLogs", "logGroupName"], service: "logs", before: "log-group:" },
  { path: ["dynamoDB", "tableName"], service: "dynamodb", before: "table/" },
  { path: ["dynamoDBv2", "putItem", "tableName"], service: "dynamodb", before: "table/" },
  { path: ["firehose", "deliveryStreamName"], service: "firehose", before: "deliverystream/" },
  { path: ["iotAnalytics", "channelName"], service: "iotanalytics", before: "channel/" },
  { path: ["iotEvents", "inputName"], service: "iotevents", before: "input/" },
  { path: ["kinesis", "streamName"], service: "kinesis", before: "stream/" },
  { path: ["location", "trackerName"], service: "geo", before: "tracker/" },
  { path: ["s3", "bucketName"], service: "s3", before: "" },
  { path: ["sqs", "queueUrl"], service: "sqs", before: "" },
  { path: ["stepFunctions", "stateMachineName"], service: "states", before: "stateMachine:" },
  // Before the database, whose name is part of its ARN.
  { path: ["timestream", "tableName"], service: "timestream", before: "database/{databaseName}/table/" },
  { path: ["timestream", "databaseName"], service: "timestream", before: "database/" },
];

/** Members that hold such a name, by action and member. */
export const NAMED: ReadonlySet<string> = new Set(MEMBERS.map(({ path }) => path.slice(0, 2).join(".")));

/** What an action names by its name, or a queue by its address. */
export interface ThingByName {
  /** `settings.actions[0].kinesis.streamName` */
  readonly path: string;
  readonly text: string;
  /** Its ARN, where it lies in the place of the rule. */
  readonly arn: string;
}

/**
 * The settings, in which each thing that goes by its name goes by that of the ARN that `now` gives; `undefined` leaves it.
 * A name that is drawn from the message (`${...}`) is none.
 */
export function withNamed(
  settings: TopicRuleSettings,
  at: RestoreTarget,
  now: (thing: ThingByName) => string | undefined,
): TopicRuleSettings {
  const named = (action: JsonObject, place: string): JsonObject =>
    MEMBERS.reduce((whole, { path, service, before: form }) => {
      const before = filled(form, whole[path[0] ?? ""]);
      return changed(whole, path, (text) => {
        if (`${before}${text}`.includes("${")) return text;
        const arn = arnOf(text, service, before, at);
        const to = arn && now({ path: `${place}.${path.join(".")}`, text, arn });
        return arn === undefined || to === undefined ? text : textOf(to, text, arn, before);
      });
    }, action);
  const { actions, errorAction } = settings;
  return {
    ...settings,
    actions: actions.map((action, index) => named(action, `settings.actions[${index}]`)),
    ...(isObject(errorAction) && { errorAction: named(errorAction, "settings.errorAction") }),
  };
}

function filled(form: string, members: Json | undefined): string {
  return form.replace(/\{(\w+)\}/g, (_, key: string) => String(isObject(members) ? members[key] : ""));
}

function changed(
  node: JsonObject,
  [key = "", ...rest]: readonly string[],
  to: (text: string) => string,
): JsonObject {
  const value: Json | undefined = node[key];
  if (rest.length > 0) return isObject(value) ? { ...node, [key]: changed(value, rest, to) } : node;
  return typeof value === "string" ? { ...node, [key]: to(value) } : node;
}

function arnOf(
  text: string,
  service: string,
  before: string,
  { partition, region, account }: RestoreTarget,
): string | undefined {
  if (service === "s3") return `arn:${partition}:s3:::${text}`;
  if (service !== "sqs") return `arn:${partition}:${service}:${region}:${account}:${before}${text}`;
  const [, host = "", owner, queue] = /^https?:\/\/([^/]+)\/(\d{12})\/([^/]+)$/.exec(text) ?? [];
  const [, elsewhere = region] = /^sqs\.([a-z0-9-]+)\./.exec(host) ?? [];
  return queue === undefined ? undefined : `arn:${partition}:sqs:${elsewhere}:${owner}:${queue}`;
}

/** What the action calls it by its ARN. */
function textOf(to: string, text: string, arn: string, before: string): string {
  const [was, is] = [parseArn(arn), parseArn(to)];
  if (is.service === "timestream") return is.resource.slice(is.resource.lastIndexOf("/") + 1);
  if (is.service !== "sqs") return is.resource.slice(before.length);
  return urlNames(text, { ...was, name: was.resource }, { ...is, name: is.resource })[text] ?? text;
}

import {
  GetTopicRuleCommand,
  type IoTClient,
  ListTagsForResourceCommand,
  ListTopicRulesCommand,
  type TopicRule,
  type TopicRuleListItem,
} from "@aws-sdk/client-iot";
import { namesOf } from "../../core/failure.ts";
import { CallError, call, causeOf } from "../kit/calls.ts";
import { pick } from "../kit/json.ts";
import { everyPage } from "../kit/pages.ts";
import type { TopicRuleDocument, TopicRuleSettings } from "./document.ts";

/** What reading a topic rule asks. */
export interface TopicRuleReads {
  readonly iot: Pick<IoTClient, "send">;
  readonly region: string;
}

/** What GetTopicRule gives and CreateTopicRule takes, but for its state. */
const SETTINGS = [
  "sql",
  "description",
  "actions",
  "awsIotSqlVersion",
  "errorAction",
] as const satisfies readonly (keyof TopicRule)[];

export const READ = "iot:GetTopicRule";

/** The most that a page of ours has; AWS gives up to 10,000. */
const LIMIT = 1000;

export type ReadTopicRule = Pick<TopicRuleDocument, "arn" | "enabled" | "settings">;

/** Every topic rule of the region. */
export async function* topicRules({ iot, region }: TopicRuleReads): AsyncIterable<TopicRuleListItem> {
  const pages = everyPage(
    "iot:ListTopicRules",
    region,
    (nextToken) => iot.send(new ListTopicRulesCommand({ maxResults: LIMIT, nextToken })),
    ({ nextToken }) => nextToken,
  );
  for await (const { rules = [] } of pages) yield* rules;
}

/**
 * One rule, without its tags; `undefined` when there is none of that name. IoT has no word for that: it refuses the question
 * as it refuses one that is not allowed, so the list says which of the two it is.
 */
export async function getTopicRule(reads: TopicRuleReads, name: string): Promise<ReadTopicRule | undefined> {
  try {
    return await askTopicRule(reads, name);
  } catch (error) {
    if (!isUnknownOrRefused(error)) throw error;
    for await (const { ruleName } of topicRules(reads)) if (ruleName === name) throw error;
    return undefined;
  }
}

/** @throws CallError also where there is none of that name */
export async function askTopicRule({ iot }: TopicRuleReads, name: string): Promise<ReadTopicRule> {
  const { ruleArn: arn, rule } = await call(READ, name, () =>
    iot.send(new GetTopicRuleCommand({ ruleName: name })),
  );
  if (arn === undefined || rule === undefined)
    throw new CallError(READ, name, new Error("answered without a rule or its ARN"));
  const settings = pick(rule, SETTINGS);
  return {
    arn,
    enabled: rule.ruleDisabled !== true,
    settings: { ...settings, actions: settings.actions ?? [] } as TopicRuleSettings,
  };
}

export async function tagsOfTopicRule(
  { iot }: TopicRuleReads,
  resourceArn: string,
): Promise<Readonly<Record<string, string>>> {
  const pages = everyPage(
    "iot:ListTagsForResource",
    resourceArn,
    (nextToken) => iot.send(new ListTagsForResourceCommand({ resourceArn, nextToken })),
    ({ nextToken }) => nextToken,
  );
  const found: [string, string][] = [];
  for await (const { tags = [] } of pages)
    for (const { Key = "", Value = "" } of tags) found.push([Key, Value]);
  return Object.fromEntries(found);
}

/** `Access to topic rule 'orders' was denied`, by a name that IoT has for this alone. */
function isUnknownOrRefused(error: unknown): boolean {
  const cause = causeOf(error);
  return cause instanceof Error && namesOf(cause).includes("UnauthorizedException");
}

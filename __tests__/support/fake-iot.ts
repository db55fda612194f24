import type * as I from "@aws-sdk/client-iot";
import { awsError } from "./fake-aws/error.ts";
import { FakeService } from "./fake-aws/service.ts";

interface Made {
  payload: I.TopicRulePayload;
  tags: Record<string, string>;
  readonly made: Date;
}

/** AWS IoT Core of one account and region in memory, as far as topic rules go. No message comes. */
export class FakeIot extends FakeService<I.IoTClient> {
  readonly service = "iot";
  readonly rules = new Map<string, Made>();
  readonly now = new Date(Date.UTC(2026, 0, 1));

  arn(name: string): string {
    return `arn:aws:iot:${this.region}:${this.account}:rule/${name}`;
  }

  /** Tags are those of a header: `key1=value1&key2=value2`. */
  CreateTopicRule({ ruleName = "", topicRulePayload, tags = "" }: I.CreateTopicRuleRequest) {
    if (this.rules.has(ruleName))
      throw awsError("ResourceAlreadyExistsException", 409, `Rule ${ruleName} already exists`);
    const pairs = tags.split("&").filter(Boolean);
    this.rules.set(ruleName, {
      payload: checked(ruleName, topicRulePayload),
      tags: Object.fromEntries(pairs.map((pair) => pair.split("=").map(decodeURIComponent))),
      made: this.now,
    });
    return {};
  }

  /** What is left out is no longer there, and one that does not say that it is disabled is enabled. */
  ReplaceTopicRule({ ruleName = "", topicRulePayload }: I.ReplaceTopicRuleRequest) {
    this.#rule(ruleName).payload = checked(ruleName, topicRulePayload);
    return {};
  }

  EnableTopicRule({ ruleName = "" }: I.EnableTopicRuleRequest) {
    this.#rule(ruleName).payload.ruleDisabled = false;
    return {};
  }

  DisableTopicRule({ ruleName = "" }: I.DisableTopicRuleRequest) {
    this.#rule(ruleName).payload.ruleDisabled = true;
    return {};
  }

  GetTopicRule({ ruleName = "" }: I.GetTopicRuleRequest): I.GetTopicRuleResponse {
    const { payload, made } = this.#rule(ruleName);
    return { ruleArn: this.arn(ruleName), rule: { ...payload, ruleName, createdAt: made } };
  }

  ListTopicRules({ nextToken, maxResults }: I.ListTopicRulesRequest) {
    const all = [...this.rules].map(([ruleName, { payload, made }]) => ({
      ...{ ruleName, ruleArn: this.arn(ruleName), createdAt: made },
      ruleDisabled: payload.ruleDisabled,
    }));
    return this.paged("rules", all, nextToken, { token: "nextToken", most: maxResults });
  }

  ListTagsForResource({ resourceArn = "", nextToken }: I.ListTagsForResourceRequest) {
    const tags = Object.entries(this.#tagged(resourceArn).tags).map(([Key, Value]) => ({ Key, Value }));
    return this.paged("tags", tags, nextToken, { token: "nextToken" });
  }

  TagResource({ resourceArn = "", tags = [] }: I.TagResourceRequest) {
    const found = this.#tagged(resourceArn);
    for (const { Key = "", Value = "" } of tags) found.tags[Key] = Value;
    return {};
  }

  /** Of a rule that is not there IoT says what it says of one that is not allowed. */
  #rule(name: string): Made {
    const found = this.rules.get(name);
    if (found === undefined)
      throw awsError("UnauthorizedException", 401, `Access to topic rule '${name}' was denied`);
    return found;
  }

  #tagged(arn: string): Made {
    const found = this.rules.get(arn.split("/")[1] ?? "");
    if (found === undefined) throw awsError("ResourceNotFoundException", 404);
    return found;
  }
}

/** As GetTopicRule shows it. https://docs.aws.amazon.com/iot/latest/apireference/API_TopicRulePayload.html */
function checked(name: string, payload: I.TopicRulePayload | undefined): I.TopicRulePayload {
  if (!/^[a-zA-Z0-9_]{1,128}$/.test(name)) throw invalid(`Invalid rule name: ${name}`);
  const { sql, actions, errorAction } = payload ?? {};
  if (!sql) throw awsError("SqlParseException", 400, "Expected an SQL statement");
  if (actions === undefined || actions.length > 10) throw invalid("A rule has at most 10 actions");
  for (const action of [...actions, ...(errorAction ? [errorAction] : [])])
    if (Object.keys(action).length !== 1) throw invalid("An action is of one kind");
  return {
    ...payload,
    sql,
    awsIotSqlVersion: payload?.awsIotSqlVersion ?? "2015-10-08",
    ruleDisabled: payload?.ruleDisabled ?? false,
    actions: actions.map(withDefaults),
    ...(errorAction && { errorAction: withDefaults(errorAction) }),
  };
}

function withDefaults({ sns, ...action }: I.Action): I.Action {
  return { ...action, ...(sns && { sns: { messageFormat: "RAW", ...sns } }) } as I.Action;
}

const invalid = (message: string): Error => awsError("InvalidRequestException", 400, message);

import { isObject } from "../kit/canonical.ts";
import { renamed } from "../kit/renamed.ts";
import { writableTags } from "../kit/tags.ts";
import { type Arguments, Given, WhenArmed } from "../kit/terraform/argument.ts";
import type { TerraformKind } from "../kit/terraform/resource.ts";
import { SEALED, type TopicRuleDocument, type TopicRuleSettings } from "./document.ts";
import { actionWords } from "./terraform-action.ts";

/** What IoT reads a rule by that names no version. https://docs.aws.amazon.com/iot/latest/developerguide/iot-rule-sql-version.html */
const SQL_VERSION = "2015-10-08";

/** A topic rule with its actions, disabled until somebody arms unless it is enabled there already. */
export const topicRuleInTerraform: TerraformKind<TopicRuleDocument> = {
  sealed: SEALED,
  form: ({ document, live, ids }) => {
    const { name, arn, enabled, tags } = document;
    const settings = renamed(document.settings, ids, { from: arn, to: arn }) as TopicRuleSettings;
    const { actions, errorAction, sql, awsIotSqlVersion, description } = settings;
    const left: string[] = [];
    const blocks: Record<string, Arguments[]> = {};
    actions.forEach((action, at) => {
      const one = actionWords(action, `action_${at + 1}`);
      if (typeof one === "string") left.push(one);
      else blocks[one.block] = [...(blocks[one.block] ?? []), one.words];
    });
    const said = isObject(errorAction) ? actionWords(errorAction, "error_action") : undefined;
    const onError = typeof said === "string" ? void left.push(`error ${said}`) : said;
    if (new Set(actions.map((action) => JSON.stringify(action))).size < actions.length)
      left.push("two of its actions are the same, of which the provider has one");
    // Without one of its actions it would be another rule, and what is there would lose that.
    if (left.length > 0) return { resources: [], left };
    return {
      resources: [
        {
          type: "aws_iot_topic_rule",
          key: "",
          arguments: {
            name,
            enabled: enabled && new WhenArmed(true, false, live?.enabled),
            ...(typeof description === "string" && description !== "" && { description }),
            sql: new Given("sql", "what it looks for in messages", "string", String(sql ?? "")),
            sql_version: String(awsIotSqlVersion ?? SQL_VERSION),
            ...blocks,
            ...(onError !== undefined && { error_action: { [onError.block]: onError.words } }),
            tags: writableTags(tags),
          },
          ...(live !== undefined && { importId: name }),
          exports: { [arn]: "arn" },
        },
      ],
      left,
    };
  },
};

import {
  CreateTopicRuleCommand,
  ReplaceTopicRuleCommand,
  TagResourceCommand,
  type TopicRulePayload,
} from "@aws-sdk/client-iot";
import { type Attempted, attempt, OF_TOPIC_RULES_ROLE } from "../../kit/attempt.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { tagList, writableTags } from "../../kit/tags.ts";
import type { TopicRuleDocument } from "../document.ts";
import type { TopicRuleReads } from "../read.ts";
import { changesOf, liveTopicRule } from "./live.ts";
import type { TopicRuleRestorePorts } from "./ports.ts";

export const CREATE = "iot:CreateTopicRule";
export const REPLACE = "iot:ReplaceTopicRule";

type Ports = Pick<TopicRuleRestorePorts, "iot" | "region" | "sleep">;
type Whole = Pick<TopicRuleDocument, "name" | "arn" | "settings" | "tags">;

/**
 * IoT tries each role of a rule, one that is disabled too, and those of functions of its SQL.
 * `AWS IoT (iot.amazonaws.com) is unable to assume role (sts:AssumeRole) on resource: arn:aws:iam::...`
 */
export function ofRole(words: string): string | undefined {
  return OF_TOPIC_RULES_ROLE.test(words)
    ? `let iot.amazonaws.com assume that role (sts:AssumeRole) in the role's trust policy; then ${AGAIN}`
    : undefined;
}

/** Made disabled: one that is enabled takes messages at once. One that was made meanwhile is ours where it is the same. */
export async function create(ports: Ports, wanted: Whole): Promise<void> {
  const { name, settings, tags } = wanted;
  const what: Attempted = { resource: `topic rule ${name}`, call: CREATE, hint: ofRole };
  const own = Object.entries(writableTags(tags));
  await attempt(ports.sleep, what, async () => {
    try {
      await ports.iot.send(
        new CreateTopicRuleCommand({
          ruleName: name,
          topicRulePayload: disabled(settings),
          // As a header takes them. https://docs.aws.amazon.com/iot/latest/apireference/API_CreateTopicRule.html
          ...(own.length > 0 && {
            tags: own.map((pair) => pair.map(encodeURIComponent).join("=")).join("&"),
          }),
        }),
      );
    } catch (error) {
      if (!(error instanceof Error && error.name === "ResourceAlreadyExistsException")) throw error;
      const live = await liveTopicRule(ports, wanted);
      if (live === undefined) throw error;
      if (live.enabled || changesOf({ ...wanted, enabled: false }, live).settings)
        throw new RestoreError(
          what.resource,
          CREATE,
          "one of that name was made meanwhile, and is another",
          AGAIN,
        );
    }
  });
}

/** Always whole: what is left out is no longer there. Its tags stay. */
export async function replaceTopicRule(
  { iot }: TopicRuleReads,
  { name, settings }: Pick<Whole, "name" | "settings">,
): Promise<void> {
  await iot.send(new ReplaceTopicRuleCommand({ ruleName: name, topicRulePayload: disabled(settings) }));
}

/** Tags that are not given stay. */
export async function tagTopicRule(
  { iot }: TopicRuleReads,
  resourceArn: string,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  await iot.send(new TagResourceCommand({ resourceArn, tags: tagList(tags) }));
}

function disabled(settings: Whole["settings"]): TopicRulePayload {
  return { ...(settings as unknown as TopicRulePayload), ruleDisabled: true };
}

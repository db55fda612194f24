import { requireAnsweredFor } from "../../kit/answered-for.ts";
import { attempt } from "../../kit/attempt.ts";
import { sameJson } from "../../kit/canonical.ts";
import { differingTags } from "../../kit/tags.ts";
import type { TopicRuleDocument } from "../document.ts";
import { formOf } from "../form.ts";
import { getTopicRule, READ, type ReadTopicRule, tagsOfTopicRule } from "../read.ts";
import type { TopicRuleRestorePorts } from "./ports.ts";

type Ports = Pick<TopicRuleRestorePorts, "iot" | "region" | "sleep">;

/** A rule as it is at the destination, with its tags. */
export type LiveTopicRule = ReadTopicRule & Pick<TopicRuleDocument, "tags">;

/** `undefined` when none has this name. Any other answer than a full one throws. */
export async function liveTopicRule(
  ports: Ports,
  { name, arn }: Pick<TopicRuleDocument, "name" | "arn">,
): Promise<LiveTopicRule | undefined> {
  const what = { resource: `topic rule ${name}`, call: READ };
  const live = await attempt(ports.sleep, what, () => getTopicRule(ports, name));
  if (live === undefined) return undefined;
  requireAnsweredFor(live.arn, arn, what);
  const tags = await attempt(ports.sleep, { ...what, call: "iot:ListTagsForResource" }, () =>
    tagsOfTopicRule(ports, live.arn),
  );
  return { ...live, tags };
}

/** What makes a live rule as it was captured. Tags that are not in the point stay. */
export interface TopicRuleChanges {
  /** SQL, actions or description are others, or it is enabled and was not. */
  readonly settings: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

export function changesOf(
  wanted: Pick<TopicRuleDocument, "enabled" | "settings" | "tags">,
  live: LiveTopicRule,
): TopicRuleChanges {
  return {
    settings: !sameJson(formOf(wanted.settings), formOf(live.settings)) || (live.enabled && !wanted.enabled),
    tags: differingTags(wanted.tags, live.tags),
  };
}

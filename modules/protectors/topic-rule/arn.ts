import type { RestoreTarget } from "../protector.ts";

export function arnOfTopicRule({ partition, region, account }: RestoreTarget, name: string): string {
  return `arn:${partition}:iot:${region}:${account}:rule/${name}`;
}

/** The topic rule that the last part of an ARN of IoT names. */
export function topicRuleNamed(resource: string): string | undefined {
  return /^rule\/([^/]+)$/.exec(resource)?.[1];
}

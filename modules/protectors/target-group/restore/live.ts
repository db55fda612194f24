import type { JsonObject } from "../../../contract/json.ts";
import { attempt, attemptOrNone } from "../../kit/attempt.ts";
import { differingKeys } from "../../kit/canonical.ts";
import { sortedKeys } from "../../kit/sorted-keys.ts";
import { differingTags } from "../../kit/tags.ts";
import type { PlanPorts } from "../../protector.ts";
import type { GroupDocument } from "../document.ts";
import { type GroupReads, readAttributes, readGroup, readTags, readTargets, settingsOf } from "../read.ts";

export interface GroupRestorePorts extends GroupReads, Pick<PlanPorts, "sleep"> {}

export const READ = "elasticloadbalancing:DescribeTargetGroups";

/** What is at the destination now under a group's name, as far as a restore has to know it. */
export interface LiveGroup extends Pick<GroupDocument, "arn" | "settings" | "attributes" | "tags"> {
  /** `lambda`; of another type nothing more is read. */
  readonly type: string;
  readonly targets: readonly string[];
  /** Some rule forwards to it. */
  readonly isUsed: boolean;
}

/** `undefined` when no group has this name. Any other answer than a full one throws. */
export async function liveGroup(ports: GroupRestorePorts, name: string): Promise<LiveGroup | undefined> {
  const resource = `target group ${name}`;
  const group = await attemptOrNone(ports.sleep, { resource, call: READ }, () => readGroup(ports, { name }));
  if (group === undefined) return undefined;
  const { TargetGroupArn: arn, TargetType: type = "instance", LoadBalancerArns = [] } = group;
  const isUsed = LoadBalancerArns.length > 0;
  if (type !== "lambda") return { arn, type, isUsed, settings: {}, attributes: {}, tags: {}, targets: [] };
  return attempt(ports.sleep, { resource, call: READ }, async () => ({
    arn,
    type,
    isUsed,
    settings: settingsOf(group),
    attributes: await readAttributes(ports, arn),
    tags: (await readTags(ports, [arn])).get(arn) ?? {},
    targets: await readTargets(ports, arn),
  }));
}

/** What makes a live group as it was captured. Tags that are not in the point stay. */
export interface GroupChanges {
  /** Of the health check, what differs. */
  readonly settings: JsonObject;
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

export function changesOf({ settings, attributes, tags }: GroupDocument, live: LiveGroup): GroupChanges {
  const wanted = sortedKeys(settings) as JsonObject;
  const keys = differingKeys(wanted, sortedKeys(live.settings) as JsonObject);
  return {
    settings: Object.fromEntries(keys.flatMap((key) => (key in wanted ? [[key, wanted[key] ?? null]] : []))),
    attributes: differing(attributes, live.attributes),
    tags: differingTags(tags, live.tags),
  };
}

/** Attributes that are there otherwise, or are not there. */
export function differing(
  wanted: Readonly<Record<string, string>>,
  live: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => live[key] !== value));
}

/**
 * What a new group of a function has by itself.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html
 */
const DEFAULTS: Readonly<Record<string, string>> = {
  "deregistration_delay.timeout_seconds": "300",
  "lambda.multi_value_headers.enabled": "false",
  "load_balancing.algorithm.anomaly_mitigation": "off",
  "load_balancing.algorithm.type": "round_robin",
  "load_balancing.cross_zone.enabled": "use_load_balancer_configuration",
  "slow_start.duration_seconds": "0",
  "stickiness.enabled": "false",
  "target_group_health.dns_failover.minimum_healthy_targets.count": "1",
  "target_group_health.dns_failover.minimum_healthy_targets.percentage": "off",
  "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": "1",
  "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": "off",
};

/** Attributes that nobody has left as AWS sets them. */
export function setAttributes(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return differing(attributes, DEFAULTS);
}

/** A restore that was cut off left it so: new and the same, without a function, a rule, and attributes that are set. */
export function isBegun(live: LiveGroup, { settings, attributes, tags }: GroupChanges): boolean {
  const isSame = Object.keys(settings).length === 0 && Object.keys(tags).length === 0;
  const isNew =
    !live.isUsed && live.targets.length === 0 && Object.keys(setAttributes(live.attributes)).length === 0;
  return isSame && isNew && Object.keys(attributes).length > 0;
}

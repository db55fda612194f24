import {
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
  type Listener,
  type Rule,
  type TargetGroup,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { JsonObject } from "../../contract/json.ts";
import { CallError, call } from "../kit/calls.ts";
import { pick, toJson } from "../kit/json.ts";
import { everyPage } from "../kit/pages.ts";
import { actionOf, conditionOf, type RuleContent } from "./rule.ts";

/** What reading a target group asks. */
export interface GroupReads {
  readonly elb: Pick<ElasticLoadBalancingV2Client, "send">;
}

/** The most ARNs that DescribeTags takes. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html */
const TAGGED = 20;
const GROUPS = "elasticloadbalancing:DescribeTargetGroups";
const HEALTH_CHECK = [
  "HealthCheckEnabled",
  "HealthCheckPath",
  "HealthCheckIntervalSeconds",
  "HealthCheckTimeoutSeconds",
  "HealthyThresholdCount",
  "UnhealthyThresholdCount",
  "Matcher",
] as const;

/** The group of this ARN, or of this name. */
export async function readGroup(
  { elb }: GroupReads,
  of: { readonly arn: string } | { readonly name: string },
): Promise<TargetGroup & { readonly TargetGroupArn: string }> {
  const [asked, text] =
    "arn" in of ? [{ TargetGroupArns: [of.arn] }, of.arn] : [{ Names: [of.name] }, of.name];
  const { TargetGroups: [group] = [] } = await call(GROUPS, text, () =>
    elb.send(new DescribeTargetGroupsCommand(asked)),
  );
  const { TargetGroupArn: arn, TargetGroupName: name } = group ?? {};
  if (group === undefined || arn === undefined || (arn !== text && name !== text))
    throw new CallError(GROUPS, text, new Error(`it answered for ${arn ?? "no target group"}`));
  return { ...group, TargetGroupArn: arn };
}

/** The health check of a group of a function, as CreateTargetGroup takes it. */
export function settingsOf(group: TargetGroup): JsonObject {
  return pick(group, HEALTH_CHECK);
}

export async function readAttributes(
  { elb }: GroupReads,
  arn: string,
): Promise<Readonly<Record<string, string>>> {
  const { Attributes = [] } = await call("elasticloadbalancing:DescribeTargetGroupAttributes", arn, () =>
    elb.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: arn })),
  );
  return Object.fromEntries(Attributes.map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** ARNs that are registered; one that is being deregistered is not. */
export async function readTargets({ elb }: GroupReads, arn: string): Promise<readonly string[]> {
  const { TargetHealthDescriptions = [] } = await call("elasticloadbalancing:DescribeTargetHealth", arn, () =>
    elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: arn })),
  );
  return TargetHealthDescriptions.flatMap(({ Target, TargetHealth }) =>
    Target?.Id === undefined || TargetHealth?.State === "draining" ? [] : [Target.Id],
  ).sort();
}

/** Tags by the ARN of what has them. @throws CallError where one is left out: that is no answer for it */
export async function readTags(
  { elb }: GroupReads,
  arns: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  const found = new Map<string, Readonly<Record<string, string>>>();
  const asked = "elasticloadbalancing:DescribeTags";
  for (let at = 0; at < arns.length; at += TAGGED) {
    const ResourceArns = arns.slice(at, at + TAGGED);
    const { TagDescriptions = [] } = await call(asked, ResourceArns.join(", "), () =>
      elb.send(new DescribeTagsCommand({ ResourceArns })),
    );
    for (const { ResourceArn = "", Tags = [] } of TagDescriptions)
      found.set(ResourceArn, Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value])));
  }
  const lacking = arns.find((arn) => !found.has(arn));
  if (lacking !== undefined) throw new CallError(asked, lacking, new Error("it is left out of the answer"));
  return found;
}

/** One rule as DescribeRules tells it, in the words of CreateRule. */
export interface ReadRule extends RuleContent {
  readonly arn: string;
  readonly priority: string;
}

/** Every listener of a load balancer, page by page. */
export async function readListeners({ elb }: GroupReads, balancer: string): Promise<readonly Listener[]> {
  const found: Listener[] = [];
  const pages = everyPage(
    "elasticloadbalancing:DescribeListeners",
    balancer,
    (Marker) => elb.send(new DescribeListenersCommand({ LoadBalancerArn: balancer, Marker })),
    ({ NextMarker }) => NextMarker,
  );
  for await (const { Listeners = [] } of pages) found.push(...Listeners);
  return found;
}

/** Every rule of a listener, the default one too, page by page. */
export async function readRules({ elb }: GroupReads, listener: string): Promise<readonly ReadRule[]> {
  const found: ReadRule[] = [];
  const pages = everyPage(
    "elasticloadbalancing:DescribeRules",
    listener,
    (Marker) => elb.send(new DescribeRulesCommand({ ListenerArn: listener, Marker })),
    ({ NextMarker }) => NextMarker,
  );
  for await (const { Rules = [] } of pages) found.push(...Rules.map(ruleOf));
  return found;
}

function ruleOf({ RuleArn: arn = "", Priority, IsDefault, Conditions, Actions, Transforms }: Rule): ReadRule {
  const actions = (toJson(Actions ?? []) as JsonObject[]).map(actionOf);
  const transforms = toJson(Transforms ?? []) as JsonObject[];
  return {
    arn,
    priority: IsDefault ? "default" : (Priority ?? "default"),
    conditions: (toJson(Conditions ?? []) as JsonObject[]).map(conditionOf),
    // With one action alone, its order says nothing.
    actions: actions.length > 1 ? actions : actions.map(({ Order: _order, ...action }) => action),
    ...(transforms.length > 0 && { transforms }),
  };
}

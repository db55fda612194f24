import {
  type ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  DescribeScheduledActionsCommand,
  type ScalableTarget,
} from "@aws-sdk/client-application-auto-scaling";
import type { TableDescription } from "@aws-sdk/client-dynamodb";
import type { JsonObject } from "../../contract/json.ts";
import { compareText } from "../../core/source-order.ts";
import { pick } from "../kit/json.ts";
import { everyPage } from "../kit/pages.ts";
import { sortedKeys } from "../kit/sorted-keys.ts";
import type { ScaledCapacity } from "./document.ts";

export interface ScalingReads {
  readonly scaling: Pick<ApplicationAutoScalingClient, "send">;
}

export const NAMESPACE = "dynamodb";

/** What PutScalingPolicy takes, beside what names the capacity. */
const POLICY = [
  "PolicyName",
  "PolicyType",
  "TargetTrackingScalingPolicyConfiguration",
  "StepScalingPolicyConfiguration",
  "PredictiveScalingPolicyConfiguration",
] as const;

/** What PutScheduledAction takes, beside what names the capacity. */
const ACTION = [
  "ScheduledActionName",
  "Schedule",
  "Timezone",
  "StartTime",
  "EndTime",
  "ScalableTargetAction",
] as const;

export function resourceId(table: string, index: string | undefined): string {
  return index === undefined ? `table/${table}` : `table/${table}/index/${index}`;
}

/** What is scaled of a table and of its indexes, each with its policies and scheduled actions. */
export async function readScaling(
  reads: ScalingReads,
  name: string,
  { GlobalSecondaryIndexes: indexes = [] }: Pick<TableDescription, "GlobalSecondaryIndexes">,
): Promise<readonly ScaledCapacity[]> {
  const all = [undefined, ...indexes.flatMap(({ IndexName }) => IndexName ?? [])];
  const targets = await readTargets(
    reads,
    name,
    all.map((index) => resourceId(name, index)),
  );
  const found: ScaledCapacity[] = [];
  for (const index of all) {
    const id = resourceId(name, index);
    const own = targets.filter(({ ResourceId }) => ResourceId === id);
    if (own.length === 0) continue;
    const policies = await readPolicies(reads, id);
    const actions = await readActions(reads, id);
    for (const target of own) {
      const of = <One extends { readonly dimension: string }>(some: readonly One[]): One[] =>
        some.filter(({ dimension }) => dimension === target.ScalableDimension);
      found.push({
        ...(index !== undefined && { index }),
        dimension: target.ScalableDimension ?? "",
        min: target.MinCapacity ?? 0,
        max: target.MaxCapacity ?? 0,
        suspended: suspendedOf(target),
        policies: byName(of(policies), "PolicyName"),
        actions: byName(of(actions), "ScheduledActionName"),
      });
    }
  }
  return found.sort((a, b) => compareText(labelOf(a), labelOf(b)));
}

function labelOf({ index = "", dimension }: ScaledCapacity): string {
  return `${index}/${dimension}`;
}

/** What of its scaling is suspended; what is not is left out. */
function suspendedOf({ SuspendedState: state = {} }: ScalableTarget): JsonObject {
  return Object.fromEntries(Object.entries(state).filter(([, is]) => is === true)) as JsonObject;
}

interface OfDimension {
  readonly dimension: string;
  readonly value: JsonObject;
}

function byName(all: readonly OfDimension[], name: string): readonly JsonObject[] {
  return all
    .map(({ value }) => sortedKeys(value) as JsonObject)
    .sort((a, b) => compareText(String(a[name]), String(b[name])));
}

/** A question holds 50 ids. https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html */
const IDS = 50;

async function readTargets(
  { scaling }: ScalingReads,
  name: string,
  ids: readonly string[],
): Promise<readonly ScalableTarget[]> {
  const found: ScalableTarget[] = [];
  for (let at = 0; at < ids.length; at += IDS) {
    const pages = everyPage(
      "application-autoscaling:DescribeScalableTargets",
      name,
      (NextToken) =>
        scaling.send(
          new DescribeScalableTargetsCommand({
            ServiceNamespace: NAMESPACE,
            ResourceIds: ids.slice(at, at + IDS),
            NextToken,
          }),
        ),
      ({ NextToken }) => NextToken,
    );
    for await (const { ScalableTargets = [] } of pages) found.push(...ScalableTargets);
  }
  return found;
}

async function readPolicies({ scaling }: ScalingReads, id: string): Promise<readonly OfDimension[]> {
  const found: OfDimension[] = [];
  const pages = everyPage(
    "application-autoscaling:DescribeScalingPolicies",
    id,
    (NextToken) =>
      scaling.send(
        new DescribeScalingPoliciesCommand({ ServiceNamespace: NAMESPACE, ResourceId: id, NextToken }),
      ),
    ({ NextToken }) => NextToken,
  );
  for await (const { ScalingPolicies = [] } of pages)
    for (const policy of ScalingPolicies)
      found.push({ dimension: policy.ScalableDimension ?? "", value: pick(policy, POLICY) });
  return found;
}

async function readActions({ scaling }: ScalingReads, id: string): Promise<readonly OfDimension[]> {
  const found: OfDimension[] = [];
  const pages = everyPage(
    "application-autoscaling:DescribeScheduledActions",
    id,
    (NextToken) =>
      scaling.send(
        new DescribeScheduledActionsCommand({ ServiceNamespace: NAMESPACE, ResourceId: id, NextToken }),
      ),
    ({ NextToken }) => NextToken,
  );
  for await (const { ScheduledActions = [] } of pages)
    for (const action of ScheduledActions)
      found.push({ dimension: action.ScalableDimension ?? "", value: pick(action, ACTION) });
  return found;
}

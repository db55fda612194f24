import type * as A from "@aws-sdk/client-application-auto-scaling";
import { awsError } from "./fake-aws/error.ts";
import { FakeService } from "./fake-aws/service.ts";

type Named = Partial<Pick<A.ScalableTarget, "ResourceId" | "ScalableDimension">>;

/** Application Auto Scaling of one account and region in memory: what is kept, and nothing is scaled. */
export class FakeScaling extends FakeService<A.ApplicationAutoScalingClient> {
  readonly service = "application-autoscaling";
  readonly targets: Partial<A.ScalableTarget>[] = [];
  readonly policies: Partial<A.ScalingPolicy>[] = [];
  readonly actions: Partial<A.ScheduledAction>[] = [];

  /** Milliseconds since 1970. */
  now = 0;

  /** What is not given stays. */
  RegisterScalableTarget({ Tags: _, ...input }: A.RegisterScalableTargetRequest) {
    const there = this.targets.find((one) => isOf(one, input));
    if (there === undefined) this.targets.push({ ...input, RoleARN: "arn:aws:iam::111122223333:role/aws" });
    else Object.assign(there, input);
    return {};
  }

  PutScalingPolicy(input: A.PutScalingPolicyRequest) {
    this.#registered(input);
    const own = (one: Partial<A.ScalingPolicy>): boolean =>
      isOf(one, input) && one.PolicyName === input.PolicyName;
    const at = this.policies.findIndex(own);
    this.policies.splice(at < 0 ? this.policies.length : at, at < 0 ? 0 : 1, {
      ...input,
      Alarms: [{ AlarmName: `TargetTracking-${input.PolicyName}`, AlarmARN: "arn:aws:cloudwatch:alarm" }],
    } as Partial<A.ScalingPolicy>);
    return {};
  }

  PutScheduledAction(input: A.PutScheduledActionRequest) {
    this.#registered(input);
    const [, once] = /^at\((.+)\)$/.exec(input.Schedule ?? "") ?? [];
    const times = [once && `${once}Z`, input.StartTime, input.EndTime].flatMap((time) => time ?? []);
    if (times.some((time) => new Date(time).getTime() < this.now))
      throw awsError("ValidationException", 400, "Scheduled action cannot be in the past");
    const own = (one: Partial<A.ScheduledAction>): boolean =>
      isOf(one, input) && one.ScheduledActionName === input.ScheduledActionName;
    const at = this.actions.findIndex(own);
    this.actions.splice(at < 0 ? this.actions.length : at, at < 0 ? 0 : 1, input);
    return {};
  }

  DescribeScalableTargets({ ResourceIds, NextToken }: A.DescribeScalableTargetsRequest) {
    const found = this.targets.filter(({ ResourceId = "" }) => ResourceIds?.includes(ResourceId) ?? true);
    return this.paged("ScalableTargets", found, NextToken, { token: "NextToken" });
  }

  DescribeScalingPolicies({ ResourceId, NextToken }: A.DescribeScalingPoliciesRequest) {
    const found = this.policies.filter((one) => one.ResourceId === ResourceId);
    return this.paged("ScalingPolicies", found, NextToken, { token: "NextToken" });
  }

  DescribeScheduledActions({ ResourceId, NextToken }: A.DescribeScheduledActionsRequest) {
    const found = this.actions.filter((one) => one.ResourceId === ResourceId);
    return this.paged("ScheduledActions", found, NextToken, { token: "NextToken" });
  }

  #registered(of: Named): void {
    if (!this.targets.some((one) => isOf(one, of)))
      throw awsError("ObjectNotFoundException", 400, `No scalable target registered for ${of.ResourceId}`);
  }
}

function isOf(one: Named, other: Named): boolean {
  return one.ResourceId === other.ResourceId && one.ScalableDimension === other.ScalableDimension;
}

import type { Action, RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";

/** Hosts and paths are told twice, once in the form of before other conditions were known. */
export function toldCondition(condition: RuleCondition): RuleCondition {
  const { Field, Values, HostHeaderConfig = { Values }, PathPatternConfig = { Values } } = condition;
  if (Field === "host-header") return { Field, Values: HostHeaderConfig.Values, HostHeaderConfig };
  if (Field === "path-pattern") return { Field, Values: PathPatternConfig.Values, PathPatternConfig };
  return condition;
}

/** A group that is alone is told twice; stickiness is told also where there is none. */
export function toldAction(action: Action): Action {
  const { Type, TargetGroupArn, ForwardConfig = { TargetGroups: [{ TargetGroupArn }] } } = action;
  if (Type !== "forward") return action;
  const groups = (ForwardConfig.TargetGroups ?? []).map((one) => ({ Weight: 1, ...one }));
  const alone = groups.length === 1 ? groups[0]?.TargetGroupArn : undefined;
  return {
    ...action,
    ...(alone !== undefined && { TargetGroupArn: alone }),
    ForwardConfig: {
      TargetGroups: groups,
      TargetGroupStickinessConfig: ForwardConfig.TargetGroupStickinessConfig ?? { Enabled: false },
    },
  };
}

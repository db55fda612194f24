import type { Json, JsonObject } from "../../contract/json.ts";
import { compareText } from "../../core/source-order.ts";
import { isObject } from "../kit/canonical.ts";
import { sortedKeys } from "../kit/sorted-keys.ts";
import { balancerOf } from "./arn.ts";
import type { ListenerRule } from "./document.ts";

/** What a rule fits, and what it does then. */
export type RuleContent = Pick<ListenerRule, "conditions" | "actions" | "transforms">;

/** Where DescribeRules repeats what a condition that looks at these holds. */
const CONFIGS: Readonly<Record<string, string>> = {
  "host-header": "HostHeaderConfig",
  "path-pattern": "PathPatternConfig",
};

/** As CreateRule takes it: DescribeRules tells hosts and paths twice, which no call takes. */
export function conditionOf({ Values, RegexValues, ...condition }: JsonObject): JsonObject {
  const config = CONFIGS[String(condition.Field)] ?? "";
  if (config === "" || isObject(condition[config])) return condition;
  return {
    ...condition,
    [config]: { ...(Values !== undefined && { Values }), ...(RegexValues !== undefined && { RegexValues }) },
  };
}

/** As CreateRule takes it: a group that is alone is told twice too, and a group without weight has weight 1. */
export function actionOf({ TargetGroupArn: alone, ...action }: JsonObject): JsonObject {
  if (action.Type !== "forward") return alone === undefined ? action : { ...action, TargetGroupArn: alone };
  const { ForwardConfig: config } = action;
  const { TargetGroups: groups, TargetGroupStickinessConfig: sticky } = isObject(config) ? config : {};
  const listed: readonly Json[] = Array.isArray(groups)
    ? groups
    : [{ ...(alone !== undefined && { TargetGroupArn: alone }) }];
  return {
    ...action,
    ForwardConfig: {
      TargetGroups: listed.map((one) => ({ Weight: 1, ...(isObject(one) ? one : {}) })),
      ...(isObject(sticky) && sticky.Enabled === true && { TargetGroupStickinessConfig: sticky }),
    },
  };
}

/** The groups that a rule forwards to. */
export function groupsOf({ actions }: Pick<RuleContent, "actions">): string[] {
  return actions.flatMap(({ ForwardConfig: config }) => {
    const groups = isObject(config) ? config.TargetGroups : undefined;
    if (!Array.isArray(groups)) return [];
    return groups.flatMap((one: Json) => (isObject(one) ? String(one.TargetGroupArn) : []));
  });
}

/** One form for rules that mean the same: the order of conditions, of their values and of groups says nothing. */
export function ruleForm({ conditions, actions, transforms = [] }: RuleContent): JsonObject {
  return {
    conditions: inOrder(conditions.map((one) => sortedKeys(withSets(one)))),
    actions: [...actions]
      .sort((a, b) => Number(a.Order ?? 0) - Number(b.Order ?? 0))
      .map(({ Order: _order, ...action }) => sortedKeys(withSets(action))),
    transforms: transforms.map((one) => sortedKeys(one)),
  };
}

/** Values and groups in an order of their own. */
function withSets(value: Json): Json {
  if (Array.isArray(value)) return inOrder(value.map((one: Json) => sortedKeys(withSets(one))));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withSets(one)]));
}

function inOrder(all: readonly Json[]): Json[] {
  return [...all].sort((a, b) => compareText(JSON.stringify(a), JSON.stringify(b)));
}

/** A client's secret is never told: an action that has one cannot be written again. */
export function needsSecret({ actions }: Pick<RuleContent, "actions">): boolean {
  return actions.some(({ Type }) => Type === "authenticate-oidc");
}

/** What is told of a rule to people: `rule 10 of listener HTTPS:443 of shop`, `the default action of ...`. */
export function ruleLabel({ listener, port, protocol, priority }: Placed): string {
  const of = `of listener ${protocol}:${port} of ${balancerOf(listener).name}`;
  return priority === "default" ? `the default action ${of}` : `rule ${priority} ${of}`;
}

/** What `--skip` calls it: `rule/shop:443/10`. */
export function rulePart({ listener, port, priority }: Omit<Placed, "protocol">): string {
  return `rule/${balancerOf(listener).name}:${port}/${priority}`;
}

type Placed = Pick<ListenerRule, "listener" | "port" | "protocol" | "priority">;

export function byPlace(a: Placed, b: Placed): number {
  const at = ({ priority }: Placed): number =>
    priority === "default" ? Number.POSITIVE_INFINITY : +priority;
  return compareText(a.listener, b.listener) || at(a) - at(b);
}

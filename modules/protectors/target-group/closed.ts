import type { JsonObject } from "../../contract/json.ts";
import { isObject, sameJson } from "../kit/canonical.ts";
import type { ListenerRule } from "./document.ts";
import { type RuleContent, ruleForm } from "./rule.ts";
import { withoutHidden } from "./told.ts";

/**
 * What a rule looks for in headers and query strings is kept secret, and what arms knows no secrets. So a rule that has such
 * conditions is made by the restore, for requests of nobody: the address is one of those for documentation, which no host
 * has (RFC 5737); AWS refuses 255.255.255.255. Arming takes that condition away, with the others as they are there.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 */
const NOBODY: JsonObject = { Field: "source-ip", SourceIpConfig: { Values: ["192.0.2.1/32"] } };

/** The rule as the restore makes it. A rule has one condition on addresses at the most. */
export function closed<Rule extends RuleContent>(rule: Rule): Rule {
  return { ...rule, conditions: [...rule.conditions.filter((one) => !isOfAddresses(one)), NOBODY] };
}

/**
 * Values that the conditions of a rule may look for together, and no account gets more. Of wildcards it may have six, which
 * closing it adds none to. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 */
const MOST_VALUES = 5;

/** Whether a rule has room for the address that closes it: where it has none, AWS refuses to make it closed. */
export function canBeClosed(rule: RuleContent): boolean {
  return closed(rule).conditions.reduce((sum, one) => sum + valuesIn(one), 0) <= MOST_VALUES;
}

function valuesIn(condition: JsonObject): number {
  const lists = Object.values(condition).flatMap((config) =>
    isObject(config) ? [config.Values, config.RegexValues] : [],
  );
  return lists.reduce((sum: number, one) => sum + (Array.isArray(one) ? one.length : 0), 0);
}

/** The conditions of a closed rule that is there, open again: with those on addresses that `wanted` has. */
export function opened(there: RuleContent, wanted: RuleContent): readonly JsonObject[] {
  return [
    ...there.conditions.filter((one) => !isOfAddresses(one)),
    ...wanted.conditions.filter((one) => isOfAddresses(one)),
  ];
}

/** Whether some of its conditions have values that are kept secret. */
export function hasHidden(rule: ListenerRule): boolean {
  return withoutHidden([rule]).secrets !== undefined;
}

/** Whether a rule is what another one is, as far as that is told in the clear. */
export function looksLike(there: RuleContent, wanted: ListenerRule): boolean {
  const [shown] = withoutHidden([{ ...wanted, ...there }]).rules;
  return shown !== undefined && sameJson(ruleForm(shown), ruleForm(wanted));
}

function isOfAddresses({ Field: field, SourceIpConfig: config }: JsonObject): boolean {
  return field === "source-ip" || isObject(config);
}

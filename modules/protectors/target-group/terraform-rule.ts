import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import { type Argument, type Arguments, Given } from "../kit/terraform/argument.ts";
import { providerWords } from "../kit/terraform/provider-words.ts";
import type { ListenerRule } from "./document.ts";

/** What a rule fits and does, as the provider takes it; a text: what it has no argument for. */
export function ruleArguments({
  conditions,
  actions,
  transforms = [],
  priority,
}: ListenerRule): Arguments | string {
  if (transforms.length > 0) return "the provider has no argument for its transforms";
  const other = actions.find(({ Type }) => Type !== "forward");
  if (other !== undefined) return `its action ${String(other.Type)} cannot be said in Terraform yet`;
  const said = conditions.map((one, at) => conditionOf(one, `${priority}_${at}`));
  if (said.includes(undefined)) return "one of its conditions cannot be said in Terraform yet";
  return { condition: said, action: actions.map(actionOf) };
}

function actionOf({ Order: order, ForwardConfig: forward }: JsonObject): Arguments {
  const { TargetGroups: groups, TargetGroupStickinessConfig: sticky } = isObject(forward) ? forward : {};
  const all = (Array.isArray(groups) ? groups : []) as readonly JsonObject[];
  const [only] = all;
  if (all.length === 1 && sticky === undefined)
    return { type: "forward", order: order as Argument, target_group_arn: String(only?.TargetGroupArn) };
  return {
    type: "forward",
    order: order as Argument,
    forward: {
      target_group: all.map(({ TargetGroupArn, Weight }) => ({
        arn: String(TargetGroupArn),
        weight: Weight as Argument,
      })),
      ...(isObject(sticky) && {
        stickiness: providerWords(sticky, { Enabled: "enabled", DurationSeconds: "duration" }),
      }),
    },
  };
}

/** Fields of conditions to the blocks of the provider. */
const BLOCKS: Readonly<Record<string, readonly [config: string, block: string]>> = {
  "host-header": ["HostHeaderConfig", "host_header"],
  "path-pattern": ["PathPatternConfig", "path_pattern"],
  "http-request-method": ["HttpRequestMethodConfig", "http_request_method"],
  "source-ip": ["SourceIpConfig", "source_ip"],
};

/** Headers and query strings are often keys that only a caller knows: given by variables. */
function conditionOf(condition: JsonObject, place: string): Arguments | undefined {
  const { Field: field, HttpHeaderConfig: header, QueryStringConfig: query } = condition;
  const [config, block] = BLOCKS[String(field)] ?? [];
  const said = config === undefined ? undefined : condition[config];
  if (block !== undefined) return hasOnlyValues(said) ? { [block]: { values: valuesOf(said) } } : undefined;
  const given = (name: string, value: Json): Given =>
    new Given(`${place}_${name}`, "what a rule looks for", "string", String(value));
  if (isObject(header) && hasOnlyValues(header))
    return {
      http_header: {
        http_header_name: String(header.HttpHeaderName),
        values: valuesOf(header).map((value, at) => given(`header_${at}`, value)),
      },
    };
  if (!isObject(query) || !Array.isArray(query.Values)) return undefined;
  return {
    query_string: (query.Values as readonly JsonObject[]).map(({ Key, Value = "" }, at) => ({
      key: Key as Argument,
      value: given(`query_${at}`, Value),
    })),
  };
}

/** Values by regular expression have no argument. */
function hasOnlyValues(config: Json | undefined): config is JsonObject {
  return isObject(config) && Array.isArray(config.Values) && config.RegexValues === undefined;
}

function valuesOf({ Values: values }: JsonObject): readonly string[] {
  return (Array.isArray(values) ? values : []).map(String);
}

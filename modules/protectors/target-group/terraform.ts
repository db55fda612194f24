import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Json } from "../../contract/json.ts";
import { sameJson } from "../kit/canonical.ts";
import { renamed } from "../kit/renamed.ts";
import { writableTags } from "../kit/tags.ts";
import { OwnAttribute } from "../kit/terraform/argument.ts";
import { providerWords } from "../kit/terraform/provider-words.ts";
import type { TerraformKind, TerraformResource } from "../kit/terraform/resource.ts";
import { SAYS_OTHERWISE } from "../kit/terraform/says-otherwise.ts";
import { type GroupDocument, type GroupSecrets, type ListenerRule, SEALED } from "./document.ts";
import { readRules } from "./read.ts";
import { ruleForm, ruleLabel } from "./rule.ts";
import { ruleArguments } from "./terraform-rule.ts";
import { withHidden } from "./told.ts";

const GROUP = "aws_lb_target_group";
const MULTI_VALUE = "lambda.multi_value_headers.enabled";

/** A target group of a function, with what forwards to it. */
export const targetGroupInTerraform: TerraformKind<GroupDocument, GroupSecrets> = {
  sealed: SEALED,
  importIds: async (ports, { rules }) => {
    const elb = ports.client(ElasticLoadBalancingV2Client);
    const found: Record<string, string> = {};
    for (const listener of new Set(rules.map((rule) => rule.listener)))
      for (const { arn, priority } of await readRules({ elb }, listener))
        found[placeOf({ listener, priority })] = arn;
    return found;
  },
  form: ({ document, secrets, live, liveSecrets, ids, imports }) => {
    const { name, settings, attributes, target, tags } = document;
    const arn = live?.arn ?? document.arn;
    const left: string[] = [];
    const whole = withHidden({ rules: document.rules, ...(secrets !== undefined && { secrets }) });
    const rulesThere = withHidden({
      rules: live?.rules ?? [],
      ...(liveSecrets !== undefined && { secrets: liveSecrets }),
    });
    const now = (value: unknown): unknown => renamed(value as Json, ids, { from: document.arn, to: arn });
    const calls = target === undefined ? undefined : String(now(target));
    const rules = (now(whole) as readonly ListenerRule[]).flatMap((rule): TerraformResource[] => {
      const words =
        rule.priority === "default" ? "what a listener does by default is part of it" : ruleArguments(rule);
      const there = rulesThere.find((one) => placeOf(one) === placeOf(rule));
      const isOpen = there !== undefined && sameJson(ruleForm(there), ruleForm(rule));
      const importId = isOpen ? imports[placeOf(rule)] : undefined;
      const closed = there !== undefined && !isOpen && SAYS_OTHERWISE;
      if (typeof words === "string" || closed) {
        left.push(`its ${ruleLabel(rule)}: ${closed || words}`);
        return [];
      }
      return [
        {
          type: "aws_lb_listener_rule",
          key: `${rule.port}_${rule.priority}`,
          arguments: {
            listener_arn: rule.listener,
            priority: Number(rule.priority),
            ...words,
            tags: writableTags(rule.tags),
          },
          ...(importId !== undefined && { importId }),
          opens: true,
        },
      ];
    });
    const group: TerraformResource = {
      type: GROUP,
      key: "",
      arguments: {
        name,
        target_type: "lambda",
        lambda_multi_value_headers_enabled: attributes[MULTI_VALUE] === "true",
        health_check: providerWords(
          {
            ...settings,
            ...(typeof settings.Matcher === "object" && { Matcher: matcherOf(settings.Matcher) }),
          },
          CHECK,
        ),
        tags: writableTags(tags),
      },
      ...(live !== undefined && { importId: live.arn }),
      exports: { [arn]: "arn" },
    };
    const attachment: TerraformResource[] =
      calls === undefined
        ? []
        : [
            {
              type: "aws_lb_target_group_attachment",
              key: "",
              arguments: { target_group_arn: new OwnAttribute(GROUP, "", "arn"), target_id: calls },
              // None can be imported: to register it again changes nothing.
              ...(live?.target !== calls && { opens: true as const }),
            },
          ];
    return { resources: [group, ...attachment, ...rules], left };
  },
};

const CHECK = {
  HealthCheckEnabled: "enabled",
  HealthCheckPath: "path",
  HealthCheckIntervalSeconds: "interval",
  HealthCheckTimeoutSeconds: "timeout",
  HealthyThresholdCount: "healthy_threshold",
  UnhealthyThresholdCount: "unhealthy_threshold",
};

function matcherOf(matcher: Json): string {
  const { HttpCode = "" } = matcher as { readonly HttpCode?: string };
  return HttpCode;
}

/** A listener has one rule of a priority. */
function placeOf({ listener, priority }: Pick<ListenerRule, "listener" | "priority">): string {
  return `${listener} ${priority}`;
}

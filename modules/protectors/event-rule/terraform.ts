import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import { exactText } from "../kit/exact-json.ts";
import { renamed } from "../kit/renamed.ts";
import { writableTags } from "../kit/tags.ts";
import { Other, OwnAttribute, WhenArmed } from "../kit/terraform/argument.ts";
import type { TerraformKind, TerraformResource } from "../kit/terraform/resource.ts";
import { DEFAULT_BUS } from "./arn.ts";
import { type RuleDocument, type RuleSecrets, SEALED } from "./document.ts";
import { targetArguments } from "./terraform-target.ts";
import { withTold } from "./told.ts";

const RULE = "aws_cloudwatch_event_rule";

/** A rule with its targets, disabled until somebody arms unless it is enabled there already. */
export const eventRuleInTerraform: TerraformKind<RuleDocument, RuleSecrets> = {
  sealed: SEALED,
  form: ({ document, secrets, live, ids }) => {
    const { name, bus, busArn, arn, state, settings } = document;
    const { EventPattern: pattern, ScheduleExpression, Description, RoleArn } = settings;
    const whole = withTold({ targets: document.targets, ...(secrets !== undefined && { secrets }) });
    const targets = renamed(whole as readonly JsonObject[] as Json, ids, {
      from: arn,
      to: arn,
    }) as readonly JsonObject[];
    const now = new Set(live?.targets.map(({ Id }) => Id));
    const left: string[] = [];
    const of = { rule: new OwnAttribute(RULE, "", "name"), event_bus_name: new Other(busArn, "name", bus) };
    const made = targets.flatMap((target): TerraformResource[] => {
      const words = targetArguments(target);
      if (typeof words === "string") {
        left.push(`its target ${target.Id}: ${words}`);
        return [];
      }
      const importId = `${bus === DEFAULT_BUS ? "" : `${bus}/`}${name}/${target.Id}`;
      return [
        {
          type: "aws_cloudwatch_event_target",
          key: String(target.Id),
          arguments: { ...of, ...words },
          ...(now.has(target.Id as string) && { importId }),
        },
      ];
    });
    const rule: TerraformResource = {
      type: RULE,
      key: "",
      arguments: {
        name,
        event_bus_name: of.event_bus_name,
        ...(isObject(pattern) && { event_pattern: exactText(pattern) }),
        ...texts({ schedule_expression: ScheduleExpression, description: Description, role_arn: RoleArn }),
        state: state === "DISABLED" ? state : new WhenArmed(state, "DISABLED", live?.state),
        tags: writableTags(document.tags),
      },
      ...(live !== undefined && { importId: bus === DEFAULT_BUS ? name : `${bus}/${name}` }),
      exports: { [arn]: "arn" },
    };
    return { resources: [rule, ...made], left };
  },
};

function texts(all: Readonly<Record<string, Json | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(all).flatMap(([argument, value]) =>
      typeof value === "string" && value !== "" ? [[argument, value]] : [],
    ),
  );
}

import type { Permission } from "../../contract/permission.ts";
import { inRegion } from "../in-region.ts";
import type { KindSpec } from "../spec.ts";

const ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsconfig.html";

const onConfigRules = (...actions: string[]): Permission[] =>
  actions.map((action) => ({
    action: `config:${action}`,
    resources: ["arn:{partition}:config:{region}:{account}:config-rule/*"],
  }));

/** Rules that ask AWS for their list, or about several things in one question, are asked on no resource. */
const lists = inRegion("config", "DescribeConfigRules", "DescribeRemediationConfigurations");
const recorders = inRegion("config", "DescribeConfigurationRecorders", "DescribeConfigurationRecorderStatus");
const tags = onConfigRules("ListTagsForResource");

/** Rules of AWS Config that ask a function. Deletes only what arming put. */
export const configRuleSpec: KindSpec = {
  kind: "config-rule",
  noun: ["config rule", "config rules"],
  home: "regional",
  source:
    "https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html",
  trigger: "config",
  // A function's policy names the service alone: AWS takes no rule before it is let in, and its ARN ends in an id that AWS draws.
  listedToFollow: true,
  madeByArm: true,
  idOf: () => undefined,
  written: {
    id: "NAME",
    arn: "arn:{partition}:config:{region}:{account}:config-rule/ID",
    // Rules that services keep lie a level deeper, and no run keeps those.
    drawnResource: /^config-rule\/config-rule-[a-z0-9]+$/,
    parts: [{ letters: /[^/]/, most: 128, whole: /\S/ }],
  },
  permissions: {
    inventory: inRegion("config", "DescribeConfigRules"),
    capture: [...lists, ...tags],
    restore: [...lists, ...recorders, ...tags, ...onConfigRules("TagResource")],
    activate: [...lists, ...tags, ...onConfigRules("PutConfigRule", "DeleteConfigRule", "TagResource")],
  },
  wildcardActions: Object.fromEntries([...lists, ...recorders].map(({ action }) => [action, ACTIONS])),
  pace: {
    // AWS states no rate.
    budget: "AWS Config reads",
    source: "https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html",
    // The rule, its remediations and its tags, twice.
    perThing: () => 6,
    perPage: () => 1,
    pageSize: 25,
  },
};

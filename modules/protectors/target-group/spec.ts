import type { Permission } from "../../contract/permission.ts";
import { inRegion } from "../in-region.ts";
import type { KindSpec } from "../spec.ts";
import { groupNamed } from "./arn.ts";

const ACTIONS =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html";

const GROUPS = "targetgroup/*";
const LISTENERS = "listener/app/*";
const RULES = "listener-rule/app/*";
const on = (resources: readonly string[], ...actions: string[]): Permission[] =>
  actions.map((action) => ({
    action: `elasticloadbalancing:${action}`,
    resources: resources.map((one) => `arn:{partition}:elasticloadbalancing:{region}:{account}:${one}`),
  }));

/**
 * Elastic Load Balancing asks it of who writes a rule that signs users in by Cognito (AWS's own ElasticLoadBalancingFullAccess
 * has it). It tells a client's secret, so nobody but a service that is called gets it.
 */
const COGNITO: Permission = {
  action: "cognito-idp:DescribeUserPoolClient",
  resources: ["arn:{partition}:cognito-idp:{region}:{account}:userpool/*"],
  condition: { Bool: { "aws:ViaAWSService": "true" } },
};

const DESCRIBED = [
  "DescribeListeners",
  "DescribeRules",
  "DescribeTags",
  "DescribeTargetGroupAttributes",
  "DescribeTargetGroups",
  "DescribeTargetHealth",
];

/** Target groups of functions. Nothing here makes a load balancer or a listener, or deletes a group; a disarm alone takes rule and function back. */
export const targetGroupSpec: KindSpec = {
  kind: "target-group",
  noun: ["target group", "target groups"],
  home: "regional",
  source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html",
  trigger: "alb",
  // A function's policy may name its group, and may as well let every load balancer in.
  listedToFollow: true,
  idOf: ({ service, resource }) => (service === "elasticloadbalancing" ? groupNamed(resource) : undefined),
  written: {
    id: "NAME",
    arn: "arn:{partition}:elasticloadbalancing:{region}:{account}:targetgroup/NAME/ID",
    parts: [{ letters: /[A-Za-z0-9-]/, most: 32, whole: /^(?!-).*(?<!-)$/ }],
  },
  permissions: {
    inventory: inRegion("elasticloadbalancing", "DescribeTargetGroups", "DescribeTargetHealth"),
    capture: inRegion("elasticloadbalancing", ...DESCRIBED),
    restore: [
      ...on([GROUPS], "CreateTargetGroup", "ModifyTargetGroup", "ModifyTargetGroupAttributes"),
      // A rule whose conditions hold keys is made at once, for nobody.
      ...on([LISTENERS], "CreateRule"),
      COGNITO,
      ...on([GROUPS, RULES], "AddTags"),
      ...inRegion("elasticloadbalancing", ...DESCRIBED, "DescribeAccountLimits"),
    ],
    activate: [
      ...on([GROUPS], "DeregisterTargets", "RegisterTargets"),
      ...on([LISTENERS], "CreateRule", "ModifyListener"),
      COGNITO,
      // Tags of a rule that is made with them.
      ...on([RULES], "AddTags", "DeleteRule", "ModifyRule"),
      ...inRegion("elasticloadbalancing", "DescribeRules", "DescribeTargetHealth"),
    ],
  },
  wildcardActions: Object.fromEntries(
    [...DESCRIBED, "DescribeAccountLimits"].map((action) => [`elasticloadbalancing:${action}`, ACTIONS]),
  ),
  pace: {
    // All Describe calls share one rate.
    budget: "Elastic Load Balancing reads",
    source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-api-throttling.html",
    perSecond: 10,
    // Group, attributes, target, tags, listeners, rules and their tags, twice.
    perThing: () => 14,
    // The list, and the target of every group in it.
    perPage: () => 1 + 400,
    pageSize: 400,
  },
};

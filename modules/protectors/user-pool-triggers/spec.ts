import type { Permission } from "../../contract/permission.ts";
import { inRegion } from "../in-region.ts";
import { keysVia } from "../keys-via.ts";
import { serviceRoles } from "../service-roles.ts";
import type { KindSpec } from "../spec.ts";
import { poolNamed } from "./arn.ts";

const ACTIONS =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html";

const onPools = (action: string): Permission => ({
  action: `cognito-idp:${action}`,
  resources: ["arn:{partition}:cognito-idp:{region}:{account}:userpool/*"],
});

/** A trigger in the way of ours may call a function that is gone, and ours must call none that is. */
const whetherThere: Permission = {
  action: "lambda:GetFunctionConfiguration",
  resources: ["arn:{partition}:lambda:{region}:{account}:function:*"],
};

/** One that does not let the pool in must not be called either. */
const whetherLetIn: Permission = { ...whetherThere, action: "lambda:GetPolicy" };

/** Which functions a user pool calls, and when. No restore makes a pool, and nothing here reads a user or writes one. */
export const userPoolTriggersSpec: KindSpec = {
  kind: "user-pool-triggers",
  noun: ["user pool's triggers", "user pools' triggers"],
  home: "regional",
  source:
    "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html",
  trigger: "cognito",
  // Cognito calls no function whose policy does not name it, and its list does not tell every pool's triggers.
  listedToFollow: false,
  idOf: ({ service, resource }) => (service === "cognito-idp" ? poolNamed(resource) : undefined),
  partOf: "user pool",
  written: {
    id: "ID",
    arn: "arn:{partition}:cognito-idp:{region}:{account}:userpool/ID",
    parts: [{ letters: /[\w-]/, most: 55, whole: /^[\w-]+_[0-9a-zA-Z]+$/ }],
  },
  permissions: {
    inventory: inRegion("cognito-idp", "ListUserPools"),
    capture: [onPools("DescribeUserPool")],
    restore: [
      onPools("DescribeUserPool"),
      whetherThere,
      { action: "kms:DescribeKey", resources: ["arn:{partition}:kms:{region}:{account}:key/*"] },
    ],
    activate: [
      onPools("DescribeUserPool"),
      onPools("UpdateUserPool"),
      whetherThere,
      whetherLetIn,
      // Cognito asks it of who writes a pool with custom senders, or one under a customer's key.
      ...keysVia("cognito-idp", "CreateGrant"),
      // The same of who writes one that sends mail by SES.
      serviceRoles({
        "cognito-idp.amazonaws.com": "AWSServiceRoleForAmazonCognitoIdp",
        "email.cognito-idp.amazonaws.com": "AWSServiceRoleForAmazonCognitoIdpEmailService",
      }),
    ],
  },
  wildcardActions: { "cognito-idp:ListUserPools": ACTIONS },
  // The role by which a pool sends text messages is written back with the rest of it.
  passedTo: "cognito-idp.amazonaws.com",
  pace: {
    budget: "Cognito user pool reads",
    source: "https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html#category_operations",
    perSecond: 15,
    perThing: () => 1,
    perPage: () => 1,
    pageSize: 60,
  },
};

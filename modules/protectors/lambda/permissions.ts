import type { Permission } from "../../contract/permission.ts";
import { inRegion } from "../in-region.ts";
import { keysVia } from "../keys-via.ts";

const FUNCTIONS = ["arn:{partition}:lambda:{region}:{account}:function:*"];
const GROUPS = ["arn:{partition}:logs:{region}:{account}:log-group:*"];
const POOLS = ["arn:{partition}:cognito-idp:{region}:{account}:userpool/*"];
const MAPPINGS = ["arn:{partition}:lambda:{region}:{account}:event-source-mapping:*"];

/** What `inventory` calls. Lists of a region have no resource level in IAM. */
export const inventoryReads: readonly Permission[] = [
  ...inRegion("lambda", "ListFunctions", "ListEventSourceMappings"),
  ...inRegion("tag", "GetResources"),
  { action: "lambda:ListTags", resources: FUNCTIONS },
  // Policies tell of callers that no list tells of.
  { action: "lambda:ListAliases", resources: FUNCTIONS },
  { action: "lambda:GetPolicy", resources: FUNCTIONS },
  // Log groups that they name, and the one that a function writes to.
  { action: "logs:DescribeLogGroups", resources: GROUPS },
  { action: "logs:DescribeSubscriptionFilters", resources: GROUPS },
  // User pools that they name.
  ...inRegion("cognito-idp", "ListUserPools"),
  { action: "cognito-idp:DescribeUserPool", resources: POOLS },
];

/** What `capture` calls: reads only. A layer may be another account's. */
export const captureReads: readonly Permission[] = [
  { action: "lambda:GetFunction", resources: FUNCTIONS },
  // GetFunction leaves the tags out without it; those of mappings are told by this call alone.
  { action: "lambda:ListTags", resources: [...FUNCTIONS, ...MAPPINGS] },
  { action: "lambda:ListVersionsByFunction", resources: FUNCTIONS },
  { action: "lambda:ListAliases", resources: FUNCTIONS },
  { action: "lambda:GetPolicy", resources: FUNCTIONS },
  { action: "lambda:ListFunctionEventInvokeConfigs", resources: FUNCTIONS },
  { action: "lambda:ListFunctionUrlConfigs", resources: FUNCTIONS },
  { action: "lambda:ListProvisionedConcurrencyConfigs", resources: FUNCTIONS },
  { action: "lambda:GetFunctionCodeSigningConfig", resources: FUNCTIONS },
  { action: "lambda:GetFunctionRecursionConfig", resources: FUNCTIONS },
  { action: "lambda:GetRuntimeManagementConfig", resources: FUNCTIONS },
  { action: "lambda:GetFunctionScalingConfig", resources: FUNCTIONS },
  { action: "lambda:GetEventSourceMapping", resources: MAPPINGS },
  { action: "lambda:GetLayerVersion", resources: ["arn:{partition}:lambda:{region}:*:layer:*"] },
  // The image of a function may lie in another account's repository, whose own policy says who reads it.
  ...["BatchGetImage", "GetDownloadUrlForLayer"].map((call) => ({
    action: `ecr:${call}`,
    resources: ["arn:{partition}:ecr:{region}:*:repository/*"],
  })),
  {
    action: "lambda:GetLayerVersionPolicy",
    resources: ["arn:{partition}:lambda:{region}:{account}:layer:*"],
  },
  // Environment variables and filters encrypted with a customer's key are read in clear through Lambda alone.
  ...keysVia("lambda", "Decrypt"),
];

import type { UpdateUserPoolCommandInput } from "@aws-sdk/client-cognito-identity-provider";
import type { JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import { isAwsTag } from "../kit/mark.ts";

/**
 * What UpdateUserPool takes and DescribeUserPool answers by the same name: what is left out of a write, AWS sets to its
 * default. A replica wants all of it too, as it is.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-updating.html
 */
export const TAKEN_OVER = [
  "AccountRecoverySetting",
  "AcrConfiguration",
  "AdminCreateUserConfig",
  "AutoVerifiedAttributes",
  "DeletionProtection",
  "DeviceConfiguration",
  "EmailConfiguration",
  "EmailVerificationMessage",
  "EmailVerificationSubject",
  "IssuerConfiguration",
  "KeyConfiguration",
  "MfaConfiguration",
  "Policies",
  "SmsAuthenticationMessage",
  "SmsConfiguration",
  "SmsVerificationMessage",
  "UserAttributeUpdateSettings",
  "UserPoolAddOns",
  "UserPoolTags",
  "UserPoolTier",
  "VerificationMessageTemplate",
] as const satisfies readonly (keyof UpdateUserPoolCommandInput)[];

/** What AWS keeps where a write leaves it out. */
export const KEPT_BY_AWS = [
  "DcrConfiguration",
] as const satisfies readonly (keyof UpdateUserPoolCommandInput)[];

/** The write that changes only whom a pool calls, from the pool as it was read just before. */
export function updateOf(pool: JsonObject, lambdaConfig: JsonObject): UpdateUserPoolCommandInput {
  const { Id: UserPoolId, Name: PoolName } = pool;
  const taken = Object.fromEntries(
    TAKEN_OVER.flatMap((name) => (pool[name] === undefined ? [] : [[name, pool[name]]])),
  );
  return {
    ...taken,
    ...asTaken(pool),
    UserPoolId,
    ...(PoolName !== undefined && { PoolName }),
    LambdaConfig: lambdaConfig,
  } as unknown as UpdateUserPoolCommandInput;
}

/** Members that AWS does not take as it tells them; `undefined` leaves one out. */
function asTaken({
  AdminCreateUserConfig,
  AcrConfiguration,
  Policies,
  UserPoolTags,
  UserPoolTier,
}: JsonObject) {
  const password = isObject(Policies) && isObject(Policies.PasswordPolicy) ? Policies.PasswordPolicy : {};
  return {
    // "Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays": it tells both.
    ...(isObject(AdminCreateUserConfig) &&
      password.TemporaryPasswordValidityDays !== undefined && {
        AdminCreateUserConfig: without(AdminCreateUserConfig, "UnusedAccountValidityDays"),
      }),
    // It tells the default names of every pool, and takes none of the plan Lite.
    ...(AcrConfiguration !== undefined && UserPoolTier === "LITE" && { AcrConfiguration: undefined }),
    // Nobody may write AWS's own tags, and they stay.
    ...(isObject(UserPoolTags) && {
      UserPoolTags: Object.fromEntries(Object.entries(UserPoolTags).filter(([key]) => !isAwsTag(key))),
    }),
  };
}

function without(fields: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
}

import type { JsonObject } from "../../../modules/contract/json.ts";
import type { RestoreTarget } from "../../../modules/protectors/protector.ts";
import type { TriggersDocument } from "../../../modules/protectors/user-pool-triggers/document.ts";
import { userPoolTriggers } from "../../../modules/protectors/user-pool-triggers/protector.ts";
import { CognitoPlace } from "../../support/conforming/cognito-place.ts";
import { planPortsOf, trying } from "../../support/made-plan.ts";
import { ELSEWHERE, SOURCE } from "../../support/protector-conformance/conforming.ts";

export const POOL = "us-east-1_Shop1";
export const arnOf = (service: string, resource: string, { account, region } = SOURCE): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;
export const ARN = arnOf("cognito-idp", `userpool/${POOL}`);
export const FUNCTION = arnOf("lambda", "function:orders");
export const OTHER = arnOf("lambda", "function:billing");
export const KEY = arnOf("kms", "key/0b1e5f6a-aaaa-bbbb-cccc-000000000001");
export const away = (arn: string): string => arn.replace(SOURCE.region, ELSEWHERE.region);

export function placeOf(at: RestoreTarget = SOURCE): CognitoPlace {
  return new CognitoPlace({ ...at, page: 2 });
}

export const { plan, arm, armEach, disarm } = trying(
  userPoolTriggers,
  ({ cognito: { account, region }, client }: CognitoPlace) => planPortsOf({ account, region, client }),
);

export function documentOf(lambdaConfig: JsonObject = { PreSignUp: FUNCTION }): TriggersDocument {
  const { account, region } = SOURCE;
  return { kind: "user-pool-triggers", pool: POOL, arn: ARN, account, region, lambdaConfig };
}

/** Whom a pool calls. */
export const called = ({ cognito }: CognitoPlace, id = POOL) => cognito.pools.get(id)?.LambdaConfig;
export { ELSEWHERE, SOURCE };

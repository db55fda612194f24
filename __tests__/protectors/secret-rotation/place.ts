import type { RestoreTarget } from "../../../modules/protectors/protector.ts";
import type { RotationDocument } from "../../../modules/protectors/secret-rotation/document.ts";
import { secretRotation } from "../../../modules/protectors/secret-rotation/protector.ts";
import type { Rotation } from "../../../modules/protectors/secret-rotation/rotation.ts";
import { SecretsPlace } from "../../support/conforming/secrets-place.ts";
import { planPortsOf, trying } from "../../support/made-plan.ts";
import { ELSEWHERE, SOURCE } from "../../support/protector-conformance/conforming.ts";

export const NAME = "shop/database";
const arnOf = (resource: string): string =>
  `arn:aws:lambda:${SOURCE.region}:${SOURCE.account}:function:${resource}`;
export const FUNCTION = arnOf("rotate");
export const OTHER = arnOf("theirs");
export const DAILY = { RotationRules: { AutomaticallyAfterDays: 1 } };

export function placeOf(at: RestoreTarget = SOURCE): SecretsPlace {
  return new SecretsPlace({ ...at, page: 2 });
}

export const ARN = placeOf().secrets.arn(NAME);

export const portsOf = ({ secrets: { account, region }, client }: SecretsPlace) =>
  planPortsOf({ account, region, client });
export const { plan, arm, armEach, disarm } = trying(secretRotation, portsOf);

export const ROTATION: Rotation = {
  RotationLambdaARN: FUNCTION,
  RotationRules: { ScheduleExpression: "rate(10 days)", Duration: "3h" },
};

export function documentOf(rotation: Rotation | undefined = ROTATION): RotationDocument {
  const { account, region } = SOURCE;
  return { kind: "secret-rotation", name: NAME, arn: ARN, account, region, ...(rotation && { rotation }) };
}
export { ELSEWHERE, SOURCE };

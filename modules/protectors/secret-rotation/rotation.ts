import type { DescribeSecretResponse, SecretListEntry } from "@aws-sdk/client-secrets-manager";
import type { JsonObject } from "../../contract/json.ts";
import { sameJson } from "../kit/canonical.ts";
import { pick } from "../kit/json.ts";
import { sortedKeys } from "../kit/sorted-keys.ts";

/** As RotateSecret takes it. */
export interface Rotation {
  /** With its qualifier. */
  readonly RotationLambdaARN: string;
  readonly RotationRules: JsonObject;
}

/**
 * The rotation of a secret by a function; `undefined` where none rotates it, or what rotated it is switched off. AWS tells
 * the days that come of an expression beside it, and takes but one of both.
 */
export function rotationOf(secret: DescribeSecretResponse | SecretListEntry): Rotation | undefined {
  const { RotationEnabled, RotationLambdaARN, RotationRules = {} } = secret;
  if (RotationEnabled !== true || !RotationLambdaARN) return undefined;
  const rules = pick(RotationRules, ["AutomaticallyAfterDays", "Duration", "ScheduleExpression"]);
  const { AutomaticallyAfterDays: _, ...byExpression } = rules;
  return {
    RotationLambdaARN,
    RotationRules: rules.ScheduleExpression === undefined ? rules : byExpression,
  };
}

export function sameRotation(one: Rotation | undefined, other: Rotation | undefined): boolean {
  const form = (rotation: Rotation | undefined) => sortedKeys((rotation ?? null) as unknown as JsonObject);
  return sameJson(form(one), form(other));
}

/** `arn:... after rate(10 days)`, for whoever reads. */
export function rotationText({ RotationLambdaARN, RotationRules }: Rotation): string {
  const { AutomaticallyAfterDays: days, ScheduleExpression: expression, Duration: hours } = RotationRules;
  const when = expression ?? (days === undefined ? undefined : `every ${String(days)} days`);
  return [RotationLambdaARN, when, hours && `within ${String(hours)}`].filter(Boolean).join(", ");
}

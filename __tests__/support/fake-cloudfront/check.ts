import type { DistributionConfig } from "@aws-sdk/client-cloudfront";
import { awsError } from "../fake-aws/error.ts";

export const invalid = (name: string, message: string): Error => awsError(name, 400, message);

/**
 * What CloudFront refuses of a configuration.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html
 */
export function checkConfig(config: DistributionConfig, isLive: (name: string) => boolean): void {
  checkQuantities(config);
  const origins = new Set(config.Origins?.Items?.map(({ Id }) => Id));
  const { DefaultCacheBehavior: first, CacheBehaviors: others } = config;
  for (const one of [...(first === undefined ? [] : [first]), ...(others?.Items ?? [])]) {
    if (one.TargetOriginId === undefined || !origins.has(one.TargetOriginId))
      throw invalid("NoSuchOrigin", `There is no origin ${one.TargetOriginId}.`);
    for (const { LambdaFunctionARN: arn = "" } of one.LambdaFunctionAssociations?.Items ?? [])
      if (!/:[0-9]+$/.test(arn))
        throw invalid(
          "InvalidLambdaFunctionAssociation",
          `The function ARN must reference a specific function version. (The ARN must end with the version number.) ARN: ${arn}`,
        );
    for (const { FunctionARN: arn = "" } of one.FunctionAssociations?.Items ?? [])
      if (!isLive(arn.slice(arn.lastIndexOf("/") + 1)))
        throw invalid("InvalidFunctionAssociation", `The function ${arn} is not LIVE.`);
  }
}

function checkQuantities(value: unknown): void {
  if (value === null || typeof value !== "object") return;
  const { Quantity: quantity, Items: items } = value as { Quantity?: number; Items?: readonly unknown[] };
  if (quantity !== undefined && quantity !== (items ?? []).length)
    throw invalid("InconsistentQuantities", "The value of Quantity and the size of Items don't match.");
  for (const one of Object.values(value)) checkQuantities(one);
}

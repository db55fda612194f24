import type { RestoreTarget } from "../protector.ts";

/** CloudFront is in no region. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfront.html */
export function arnOfDistribution(
  { partition, account }: Pick<RestoreTarget, "partition" | "account">,
  id: string,
): string {
  return `arn:${partition}:cloudfront::${account}:distribution/${id}`;
}

/** The distribution that the last part of an ARN names. */
export function distributionNamed(resource: string): string | undefined {
  return /^distribution\/([A-Z0-9]+)$/.exec(resource)?.[1];
}

export function idOfDistribution(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

export function arnOfEdgeFunction(
  { partition, account }: Pick<RestoreTarget, "partition" | "account">,
  name: string,
): string {
  return `arn:${partition}:cloudfront::${account}:function/${name}`;
}

/** Name of a CloudFront function, which runs at the edge and is none of Lambda's. */
export function edgeFunctionName(arn: string): string | undefined {
  return /^arn:[^:]+:cloudfront::[0-9]{12}:function\/([A-Za-z0-9_-]+)$/.exec(arn)?.[1];
}

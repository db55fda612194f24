import { parseArn } from "../../core/arn.ts";
import type { RestoreTarget } from "../protector.ts";

const OWN = /^\/restapis\/([A-Za-z0-9]+)(?:\/|$)/;

/** Id of the REST API that an ARN of API Gateway names, or that it names something of. */
export function apiNamed(resource: string): string | undefined {
  return OWN.exec(resource)?.[1];
}

/** ARNs of API Gateway have no account. https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html */
export function apiArn(
  { partition, region }: Pick<RestoreTarget, "partition" | "region">,
  id: string,
): string {
  return `arn:${partition}:apigateway:${region}::/restapis/${id}`;
}

/** What policies name where they let an API call: stage, method and path follow it. */
export function executeArn({ partition, region, account }: RestoreTarget, id: string): string {
  return `arn:${partition}:execute-api:${region}:${account}:${id}`;
}

/** What a function's policy names where it lets an authorizer call it. */
export function authorizerArn(
  place: Pick<RestoreTarget, "partition" | "region" | "account">,
  api: string,
  authorizer: string,
): string {
  return `${executeArn(place, api)}/authorizers/${authorizer}`;
}

/** Where it answers, unless its own endpoint is disabled. */
export function endpointOf(region: string, id: string): string {
  return `${id}.execute-api.${region}.amazonaws.com`;
}

export function idOf(arn: string): string {
  return apiNamed(parseArn(arn).resource) ?? arn;
}

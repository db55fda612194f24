import type { IdMap } from "../protector.ts";

/** Where an API is. */
export interface ApiPlace {
  readonly account: string;
  readonly partition: string;
  readonly region: string;
}

/** API Gateway leaves the account out of its ARNs. https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html */
export function arnOfApi({ partition, region }: Omit<ApiPlace, "account">, id: string): string {
  return `arn:${partition}:apigateway:${region}::/apis/${id}`;
}

/** `undefined`: it names something else of API Gateway, such as a stage. */
export function apiNamed(resource: string): string | undefined {
  return /^\/apis\/([A-Za-z0-9]+)$/.exec(resource)?.[1];
}

export function idOfApi(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** What policies of functions let in, without stage, method and path. */
export function executeArn({ account, partition, region }: ApiPlace, id: string): string {
  return `arn:${partition}:execute-api:${region}:${account}:${id}`;
}

/** By what an authorizer calls its function. */
export function authorizerArn(place: ApiPlace, api: string, authorizer: string): string {
  return `${executeArn(place, api)}/authorizers/${authorizer}`;
}

/** An API of another account's or region's, in all the words by which others name it: its ARN, what calls functions, its address. */
export function wordsOf(
  from: ApiPlace & { readonly id: string; readonly endpoint: string },
  to: ApiPlace & { readonly id: string; readonly endpoint: string },
): IdMap {
  return {
    [arnOfApi(from, from.id)]: arnOfApi(to, to.id),
    [executeArn(from, from.id)]: executeArn(to, to.id),
    [from.endpoint]: to.endpoint,
    [hostOf(from.endpoint)]: hostOf(to.endpoint),
  };
}

function hostOf(endpoint: string): string {
  return endpoint.replace(/^[a-z]+:\/\//, "");
}

/** `arn:aws:lambda:eu-west-1:123456789012:function:orders:live` in its parts. */
export interface Arn {
  readonly partition: string;
  /** `lambda` */
  readonly service: string;
  /** Empty where the service is global, as a bucket's or a role's. */
  readonly region: string;
  /** Empty where a name is unique in the world, as a bucket's. */
  readonly account: string;
  /** All that follows, colons and slashes included: `function:orders:live`. */
  readonly resource: string;
}

/** @throws when the text is not an ARN. */
export function parseArn(text: string): Arn {
  const [prefix, partition = "", service = "", region = "", account = "", ...rest] = text.split(":");
  if (prefix !== "arn" || partition === "" || service === "" || rest.length === 0)
    throw new Error(`${text} is not an ARN`);
  return { partition, service, region, account, resource: rest.join(":") };
}

/** Of an alias, a version or a function's `$LATEST`, the ARN of the function itself. */
export function functionOf(arn: string): string {
  return arn.split(":").slice(0, 7).join(":");
}

/** Of a stream or an index of a DynamoDB table, the ARN of the table itself. */
export function tableOf(arn: string): string {
  return arn.replace(/\/(stream|index)\/.*$/, "");
}

/** Of what an API calls functions by, with or without stage, method and path, the APIs that it may be of: AWS gives REST APIs and others ids of one form. */
export function apisOf(executeArn: string): readonly string[] {
  const [, partition, region, id] = /^arn:([^:]+):execute-api:([^:]*):[^:]*:([^/:]+)/.exec(executeArn) ?? [];
  if (id === undefined) return [];
  return ["apis", "restapis"].map((kind) => `arn:${partition}:apigateway:${region}::/${kind}/${id}`);
}

export function isArn(text: string): boolean {
  return /^arn:[^:]+:[^:]+:[^:]*:[^:]*:./.test(text);
}

/** `arn:aws:lambda:eu-west-1:123456789012:function:orders:live` in its parts. */
export interface FunctionArn {
  readonly region: string;
  readonly account: string;
  readonly name: string;
  /** Alias, version or `$LATEST`; absent: the function itself. */
  readonly qualifier?: string;
}

export function parseFunctionArn(arn: string): FunctionArn {
  const [, , , region, account, , name, qualifier] = arn.split(":");
  if (region === undefined || account === undefined || name === undefined)
    throw new Error(`${arn} is not the ARN of a function`);
  return { region, account, name, ...(qualifier !== undefined && { qualifier }) };
}

export function unqualified(arn: string): string {
  return arn.split(":").slice(0, 7).join(":");
}

export function isPublished(qualifier: string): boolean {
  return /^[0-9]+$/.test(qualifier);
}

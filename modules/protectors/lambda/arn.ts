import { parseArn } from "../../core/arn.ts";

/** `arn:aws:lambda:eu-west-1:123456789012:function:orders:live` in its parts. */
export interface FunctionArn {
  readonly region: string;
  readonly account: string;
  readonly name: string;
  /** Alias, version or `$LATEST`; absent: the function itself. */
  readonly qualifier?: string;
}

/** @throws when the text is not the ARN of a function */
export function parseFunctionArn(text: string): FunctionArn {
  const { region, account, resource } = parseArn(text);
  const [, name, qualifier] = resource.split(":");
  if (name === undefined) throw new Error(`${text} is not the ARN of a function`);
  return { region, account, name, ...(qualifier !== undefined && { qualifier }) };
}

export function arnOfFunction(
  {
    partition,
    region,
    account,
  }: { readonly partition: string; readonly region: string; readonly account: string },
  name: string,
): string {
  return `arn:${partition}:lambda:${region}:${account}:function:${name}`;
}

/** Of the mapping with this id, in the account and region of a function. */
export function arnOfMapping(arnOfItsFunction: string, uuid: string): string {
  return `${arnOfItsFunction.split(":").slice(0, 5).join(":")}:event-source-mapping:${uuid}`;
}

/** What is published of `$LATEST` on managed instances without a number, and published anew. */
export const LATEST_PUBLISHED = "$LATEST.PUBLISHED";

/** Whether it is a version that Lambda numbered. */
export function isPublished(qualifier: string): boolean {
  return /^[0-9]+$/.test(qualifier);
}

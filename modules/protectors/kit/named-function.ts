import type { RestoreTarget } from "../protector.ts";

/** A name, the end of an ARN from its account on, or from its type on, with a qualifier behind a colon. */
const NAME = /^(?:(?:(\d{12}):)?function:)?([\w-]+)(?::([\w$-]+))?$/;
const ARN = /^(arn:[^:]+:lambda:[^:]+:\d{12}:function:[\w-]+)(?::([\w$-]+))?$/;

/**
 * ARN of a function as Invoke takes it: a name, an ARN or part of one, with a qualifier in it or beside it. `undefined` for
 * what is none of these. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function namedFunction(
  text: string,
  beside: string | undefined,
  { partition, region, account }: RestoreTarget,
): string | undefined {
  const [, arn, inArn] = ARN.exec(text) ?? [];
  const [, owner = account, name, inName] = NAME.exec(text) ?? [];
  if (arn === undefined && name === undefined) return undefined;
  const qualifier = inArn ?? inName ?? (beside || undefined);
  const own = arn ?? `arn:${partition}:lambda:${region}:${owner}:function:${name}`;
  return qualifier === undefined ? own : `${own}:${qualifier}`;
}

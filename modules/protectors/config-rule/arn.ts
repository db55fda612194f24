import { parseArn } from "../../core/arn.ts";
import type { RestoreTarget } from "../protector.ts";

/** AWS ends the ARN with an id of its own, another one each time that a rule is made: until then it is the source's, in its new place. */
export function arnThere(arn: string, { partition, region, account }: RestoreTarget): string {
  return `arn:${partition}:config:${region}:${account}:${parseArn(arn).resource}`;
}

/** Whether two rules lie in one account and region, whatever their ids. */
export function samePlace(one: string, other: string): boolean {
  const [a, b] = [parseArn(one), parseArn(other)];
  return a.partition === b.partition && a.region === b.region && a.account === b.account;
}

import { parseArn } from "../../core/arn.ts";
import type { RestoreTarget } from "../protector.ts";

export function arnOfTopic({ partition, region, account }: RestoreTarget, name: string): string {
  return `arn:${partition}:sns:${region}:${account}:${name}`;
}

export function nameOfTopic(arn: string): string {
  return parseArn(arn).resource;
}

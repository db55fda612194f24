import { isArn, parseArn } from "../../core/arn.ts";
import type { RestoreTarget } from "../protector.ts";

export function arnOfQueue({ partition, region, account }: RestoreTarget, name: string): string {
  return `arn:${partition}:sqs:${region}:${account}:${name}`;
}

/** The dead-letter queue that a redrive policy names. */
export function deadLetterArn(policy: { readonly deadLetterTargetArn?: unknown } | undefined) {
  const arn = policy?.deadLetterTargetArn;
  return typeof arn === "string" && isArn(arn) ? arn : undefined;
}

export function queueName(arn: string): string {
  return parseArn(arn).resource;
}

import { isArn, parseArn } from "../../../core/arn.ts";
import type { Draft } from "./draft.ts";

/**
 * The first of these that is not there, as far as that can be asked: queues and functions of this account and region.
 * What the same restore makes will be there.
 */
export async function goneAmong(
  { ports, together, document }: Draft,
  arns: readonly string[],
): Promise<string | undefined> {
  for (const arn of arns) {
    if (!isArn(arn) || arn.startsWith(`${document.arn}:`) || arn === document.arn) continue;
    const { service, account, region } = parseArn(arn);
    if (account !== ports.account || region !== ports.region || isMade(arn, together)) continue;
    const ask = service === "sqs" ? ports.queue : service === "lambda" ? ports.fn : undefined;
    if ((await ask?.(arn)) === "absent") return arn;
  }
  return undefined;
}

function isMade(arn: string, together: ReadonlySet<string>): boolean {
  return [...together].some((made) => arn === made || arn.startsWith(`${made}:`));
}

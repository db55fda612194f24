import type { LogGroup } from "@aws-sdk/client-cloudwatch-logs";
import { causeOf } from "../kit/calls.ts";

/** Classes that have neither filters nor policies, and so are not asked for them. */
const BARE: readonly string[] = ["INFREQUENT_ACCESS", "DELIVERY"];
/** "This operation is only supported on the Standard log class.", by a code that no model has; of writes InvalidOperationException. */
const OF_OTHER_CLASSES = /\bsupported\b.*\blog[ -](group[ -])?class/is;

/**
 * Whether a group of this class may have filters and policies: what AWS has none of, it says itself where a class is newer
 * than this list.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html
 */
export function mayHaveFilters({ logGroupClass = "STANDARD" }: Pick<LogGroup, "logGroupClass">): boolean {
  return !BARE.includes(logGroupClass);
}

/** What is there; `undefined` where AWS says that groups of this class have no such thing. Nothing else is taken for that. */
export async function whereClassHas<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    const cause = causeOf(error);
    const refused =
      cause instanceof Error && /^(ValidationException|InvalidOperationException)$/.test(cause.name);
    if (refused && OF_OTHER_CLASSES.test(cause.message)) return undefined;
    throw error;
  }
}
